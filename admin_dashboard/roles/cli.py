"""`admin …`: whoever may do everything. `roles …`: who may do what."""

from typing import TYPE_CHECKING, Annotated

import typer

from ..cli_tools import STDIN, Json, asked_password, begin, group, print_json
from ..users.cli_each import Usernames, each

if TYPE_CHECKING:
    from ..core.work import Work

app = group("Administrators.")
roles = group("Roles of users.")
Role = Annotated[str, typer.Argument(metavar="ROLE", help="As `users show` names it: user_manager.")]
Place = Annotated[str, typer.Option("--space", metavar="NAME", help="In this space only.")]


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


@roles.command()
def grant(role: Role, usernames: Usernames, *, space: Place = "", json: Json = False) -> None:
    """Give users a role, platform-wide or in one space. Who gets more rights has to sign in anew."""
    from .commands import GrantRole
    from .service import grant_role

    def act(work: "Work", user_id: int) -> bool:
        return grant_role(work, GrantRole(user_id=user_id, role=role, space_id=_space_id(work, space)))

    each(usernames, act, ("granted", "held already"), json=json)


@roles.command()
def revoke(role: Role, usernames: Usernames, *, space: Place = "", json: Json = False) -> None:
    """Take a role back from users, where it was given: platform-wide, or in that space."""
    from .commands import RevokeRole
    from .service import revoke_role

    def act(work: "Work", user_id: int) -> bool:
        return revoke_role(work, RevokeRole(user_id=user_id, role=role, space_id=_space_id(work, space)))

    each(usernames, act, ("taken back", "not held"), json=json)


def _space_id(work: "Work", name: str) -> int | None:
    from ..spaces.queries import find_id

    return find_id(work, name) if name else None
