"""`spaces …`: the places people work in from the command line."""

from typing import TYPE_CHECKING, Annotated

import typer

from ..cli_tools import Json, begin, group, print_json
from ..users.cli_each import Usernames, each

if TYPE_CHECKING:
    from ..core.work import Work

app = group("The places people work in.")
Name = Annotated[str, typer.Argument(metavar="NAME")]


@app.command()
def add(name: Name, *, json: Json = False) -> None:
    """Make a space."""
    from ..core.forms import parse
    from . import service
    from .commands import CreateSpace

    with begin() as work:
        command = parse(CreateSpace, {"name": name})
        space_id = service.create(work, command)
    if json:
        print_json({"id": space_id, "name": command.name})
    else:
        typer.echo(f"Space {command.name} added.")


@app.command("list")
def list_(*, json: Json = False) -> None:
    """Every space, and how many work in it."""
    from .queries import counted_spaces

    with begin() as work:
        spaces = counted_spaces(work)
    if json:
        print_json(list(spaces))
        return
    for one in spaces:
        typer.echo(f"{one.name:<40}  {one.member_count} members, {one.manager_count} of them managers")


@app.command()
def add_people(
    name: Name,
    usernames: Usernames,
    *,
    manager: Annotated[bool, typer.Option("--manager", help="As managers of the space.")] = False,
    json: Json = False,
) -> None:
    """Let users work in a space."""
    from . import service
    from .commands import AddMember
    from .queries import find_id

    def act(work: "Work", user_id: int) -> bool:
        command = AddMember(space_id=find_id(work, name), user_id=user_id, is_manager=manager)
        return service.add_member(work, command)

    each(usernames, act, ("added as a manager" if manager else "added", "there already"), json=json)


@app.command()
def remove_people(name: Name, usernames: Usernames, *, json: Json = False) -> None:
    """Take users out of a space."""
    from . import service
    from .commands import RemoveMember
    from .queries import find_id

    def act(work: "Work", user_id: int) -> bool:
        return service.remove_member(work, RemoveMember(space_id=find_id(work, name), user_id=user_id))

    each(usernames, act, ("removed", "was not there"), json=json)
