"""`mail …`: what stands in the way of mails, and what the built-in catcher holds."""

from typing import Annotated

import typer

from ..cli_tools import FAILED, Json, begin, group, print_json, say

Number = Annotated[int, typer.Argument(metavar="NUMBER", help="As in `mail list`.")]

app = group("Mails: what stands in their way, and those kept by the built-in catcher.")


@app.command()
def status(json: Json = False) -> None:
    """Whether mails go out."""
    from .queries import obstacle

    with begin() as work:
        found = obstacle(work)
    if json:
        print_json(found)
    else:
        typer.echo(found.in_words("en") if found else "Nothing stands in the way of mails.")


@app.command("list")
def list_(limit: Annotated[int, typer.Option(min=1, help="How many, at most 200.")] = 50, json: Json = False) -> None:
    """The newest mails first."""
    from .queries import caught

    _require_catcher()
    with begin() as work:
        mails = caught(work, limit)
    if json:
        print_json(mails)
        return
    for mail in mails:
        typer.echo(
            f"{mail.id:>7}  {mail.created_at:%Y-%m-%d %H:%M}  {mail.state:<9}  {mail.to_address}  {mail.subject}"
        )


@app.command()
def show(number: Number, json: Json = False) -> None:
    """One mail in full."""
    from .queries import read

    _require_catcher()
    with begin() as work:
        mail = read(work, number)
    if json:
        print_json(mail)
    else:
        typer.echo(f"To: {mail.to_address}\nSubject: {mail.subject}\nState: {mail.state}\n\n{mail.text}")


def _require_catcher() -> None:
    from ..settings import settings
    from .queries import obstacle

    if not settings().catches_mail:
        say("This site sends its mails by SMTP_URL: the built-in catcher holds none.")
        with begin() as work:
            found = obstacle(work)
        if found:
            say(str(found.in_words("en")))
        raise typer.Exit(FAILED)
