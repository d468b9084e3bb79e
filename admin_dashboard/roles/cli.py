"""`admin …`: whoever may do everything."""

from typing import Annotated

import typer

from ..cli_tools import STDIN, Json, asked_password, begin, group, print_json

app = group("Administrators.")


@app.callback()
def _administrators() -> None:
    """Administrators."""


@app.command()
def create(  # noqa: PLR0913 - one option a field
    *,
    first_name: Annotated[str, typer.Option(help="First name.")],
    last_name: Annotated[str, typer.Option(help="Last name.")],
    email: Annotated[str, typer.Option(help="Email address.")],
    password: Annotated[str, typer.Option(help="Password; `-` reads it from standard input.")] = STDIN,
    username: Annotated[str, typer.Option(help="Username; made from the names by default.")] = "",
    json: Json = False,
) -> None:
    """Create an administrator, who signs in with this password."""
    from ..core.forms import parse
    from ..users import service
    from ..users.commands import CreateAdministrator

    secret = asked_password(password)
    with begin() as work:
        asked = {
            "username": username or service.propose_username(work, first_name, last_name),
            "first_name": first_name,
            "last_name": last_name,
            "email": email,
            "password": secret,
        }
        made = service.create_administrator(work, parse(CreateAdministrator, asked))
    if json:
        print_json(made)
    else:
        typer.echo(f"Administrator {made.username} created.")
