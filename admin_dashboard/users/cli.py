"""`users …`: the users' services from the command line."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ..cli_tools import Json, asked_password, begin, group, print_json, say
from . import cli_filters
from .cli_each import Usernames

if TYPE_CHECKING:
    from .cli_rows import Found

Column = Literal[
    "name",
    "first_name",
    "last_name",
    "username",
    "email",
    "last_login",
    "created",
    "id",
    "type",
    "source",
    "enrollment",
    "state",
    "language",
    "roles",
    "spaces",
]
Password = Annotated[str | None, typer.Option(help="Temporary password; `-` reads it from standard input.")]
Attributes = Annotated[
    list[str] | None, typer.Option("--attribute", metavar="KEY=VALUE", help="May be given several times.")
]
Language = Annotated[Literal["en", "fr", "browser"] | None, typer.Option(help="Of their pages and mails.")]

app = group("The people with an account.")


@app.command()
def add(  # noqa: PLR0913 - one option a field
    *,
    first_name: Annotated[str, typer.Option(help="First name.")],
    last_name: Annotated[str, typer.Option(help="Last name.")],
    email: Annotated[str, typer.Option(help="Email address.")],
    username: Annotated[str, typer.Option(help="first.last; made from the names by default.")] = "",
    password: Password = None,
    language: Language = None,
    attribute: Attributes = None,
    invite: Annotated[bool, typer.Option("--invite", help="Send the invitation too.")] = False,
    json: Json = False,
) -> None:
    """Add a user. Without a password they choose their own by the invitation."""
    from ..core.forms import parse
    from . import cli_rows, service
    from .commands import CreateUser

    secret = asked_password(password)
    with begin() as work:
        asked = {
            "username": username or service.propose_username(work, first_name, last_name),
            "password": secret,
            "invite": invite,
            **cli_rows.given({"first_name": first_name, "last_name": last_name, "email": email}, language, attribute),
        }
        made = service.create(work, parse(CreateUser, asked))
    if json:
        print_json(made)
    else:
        typer.echo(f"User {made.username} added{' and invited' if made.invited else ''}.")


@app.command("list")
def list_(  # noqa: PLR0913 - one option a choice
    *,
    search: Annotated[str, typer.Option(help="Words that must all match.")] = "",
    filter: cli_filters.Named = None,
    state: cli_filters.State = "enabled",
    source: cli_filters.Sources = None,
    role: cli_filters.Roles = None,
    space: cli_filters.Spaces = None,
    attribute: cli_filters.Values = None,
    seen_from: cli_filters.Day = None,
    seen_to: cli_filters.Day = None,
    created_from: cli_filters.Day = None,
    created_to: cli_filters.Day = None,
    sort: Annotated[Column, typer.Option()] = "name",
    descending: Annotated[bool, typer.Option("--descending", help="The other way round.")] = False,
    limit: Annotated[int, typer.Option(min=0, help="How many; 0 = all.")] = 50,
    json: Json = False,
) -> None:
    """List users. Filters of one kind are alternatives, different kinds must all fit."""
    from . import cli_rows
    from .listing import ListUsers, SortColumn

    days = (seen_from, seen_to), (created_from, created_to)
    asked = cli_filters.Asked(filter, state, source, role, space, attribute, *days)
    with begin() as work:
        query = ListUsers(search, cli_filters.filters_of(work, asked), SortColumn(sort), descending)
        found = cli_rows.read(work, replace(query, page_size=limit or cli_rows.ALL))
    if json:
        print_json(found.users)
    else:
        _show(found)


def _show(found: "Found") -> None:
    from . import cli_rows

    for line in cli_rows.table(found.users):
        typer.echo(line)
    if found.total > len(found.users):
        at_least = "" if found.is_exact else " or more"
        say(f"{len(found.users)} of {found.total}{at_least} shown; --limit shows more.")


@app.command()
def show(usernames: Usernames, json: Json = False) -> None:
    """Everything known of users, and what happened to them last."""
    from . import cli_rows

    with begin() as work:
        records = [cli_rows.record(work, username) for username in usernames]
    if json:
        print_json(records)
        return
    typer.echo("\n\n".join("\n".join(cli_rows.facts(record)) for record in records))


@app.command()
def edit(  # noqa: PLR0913 - one option a field
    username: Annotated[str, typer.Argument(metavar="USERNAME")],
    *,
    first_name: Annotated[str | None, typer.Option(help="New first name.")] = None,
    last_name: Annotated[str | None, typer.Option(help="New last name.")] = None,
    email: Annotated[str | None, typer.Option(help="New email address.")] = None,
    password: Password = None,
    language: Language = None,
    attribute: Attributes = None,
    json: Json = False,
) -> None:
    """Change a user's profile or password; what is not given stays, `KEY=` empties an attribute."""
    from . import cli_rows

    names = {"first_name": first_name, "last_name": last_name, "email": email}
    given = cli_rows.given(names, language, attribute)
    secret = asked_password(password)
    if not given and secret is None:
        raise typer.BadParameter("Say what to change, as in --last-name Dupont or --attribute location=Paris.")
    with begin() as work:
        cli_rows.change(work, username, given, secret)
        shown = cli_rows.record(work, username)
    if json:
        print_json(shown)
    else:
        typer.echo(f"User {shown['username']} changed.")
