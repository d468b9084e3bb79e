"""`mail …`: what was sent, and, where the catcher keeps it, what it said."""

from typing import Annotated

import typer

from ..cli_tools import Json, begin, group, print_json

app = group("Outgoing mail.")


@app.command("list")
def list_(limit: Annotated[int, typer.Option(min=1, help="How many.")] = 50, json: Json = False) -> None:
    """The newest mails first."""
    from .queries import newest

    with begin() as work:
        mails = newest(work, limit)
    if json:
        print_json(mails)
        return
    for mail in mails:
        typer.echo(
            f"{mail.id:>8}  {mail.created_at:%Y-%m-%d %H:%M}  {mail.state:<9}  {mail.to_address}  {mail.subject}"
        )


@app.command()
def show(id: Annotated[int, typer.Argument(help="The number in `mail list`.")], json: Json = False) -> None:
    """One mail in full. Its text is kept only where no mail server is configured, or until it was sent."""
    from .queries import one

    with begin() as work:
        mail = one(work, id)
    if json:
        print_json(mail)
        return
    typer.echo(f"To: {mail.to_address}\nSubject: {mail.subject}\nState: {mail.state}\n")
    typer.echo(mail.body_text or "The text is not kept.")
