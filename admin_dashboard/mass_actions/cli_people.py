"""`users enable`, `disable`, `invite`, `delete`: named users one by one, or all whom filters find as one action."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..cli_tools import Json, begin, print_json, say
from ..users import cli_filters
from ..users.cli import app as users
from ..users.cli_each import each

if TYPE_CHECKING:
    from ..core.work import Work
    from .commands import StartMassAction

Named = Annotated[list[str] | None, typer.Argument(metavar="[USERNAME]…")]
Check = Annotated[bool, typer.Option("--check", help="Only say what would happen.")]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="Why, for the audit trail.")]
Everybody = Annotated[bool, typer.Option("--all", help="Everybody in that state.")]
Yes = Annotated[bool, typer.Option("--yes", help="To delete: yes, for good.")]
Act = Callable[["Work", int], Any]


def _command(name: str, help_text: str, state: str, one: tuple[str, str] | None) -> None:
    """Make the command. `one`: what is said of a named user when it did something, and when not."""

    @users.command(name, help=help_text)
    def run(  # noqa: PLR0913 - one option a choice
        usernames: Named = None,
        *,
        search: Annotated[str, typer.Option(help="Words that must all match.")] = "",
        filter: cli_filters.Named = None,
        state: cli_filters.State = state,  # type: ignore[assignment]
        source: cli_filters.Sources = None,
        role: cli_filters.Roles = None,
        space: cli_filters.Spaces = None,
        attribute: cli_filters.Values = None,
        seen_from: cli_filters.Day = None,
        seen_to: cli_filters.Day = None,
        created_from: cli_filters.Day = None,
        created_to: cli_filters.Day = None,
        everybody: Everybody = False,
        check: Check = False,
        reason: Reason = "",
        yes: Yes = False,
        json: Json = False,
    ) -> None:
        seen, created = (seen_from, seen_to), (created_from, created_to)
        asked = cli_filters.Asked(filter, state, source, role, space, attribute, seen, created)
        _run(name, one, _Whom(usernames or [], search, everybody, asked), _How(check, reason, yes, json))


@dataclass(frozen=True)
class _Whom:
    """Named users, or all whom these find."""

    usernames: list[str]
    search: str
    everybody: bool
    filters: cli_filters.Asked

    @property
    def is_found(self) -> bool:
        """Whether they are to be found, and not named."""
        asked = self.filters
        groups = (asked.named, asked.sources, asked.roles, asked.spaces, asked.attributes)
        return any((self.search, self.everybody, *groups, *asked.seen, *asked.created))


@dataclass(frozen=True)
class _How:
    """In which way it is asked for."""

    check: bool
    reason: str
    yes: bool
    json: bool


def _run(name: str, one: tuple[str, str] | None, whom: _Whom, how: _How) -> None:
    if bool(whom.usernames) is whom.is_found:
        raise typer.BadParameter("Name users, or say whom by --search, a filter or --all.")
    if name == "delete" and not (how.yes or how.check):
        raise typer.BadParameter("Deleted users are gone for good: say --yes.")
    if whom.usernames and one and not (how.check or how.reason):
        each(whom.usernames, _single(name), one, json=how.json)
    else:
        _carry_out(_ask(name, whom), how)


def _single(name: str) -> Act:
    from ..invitations.service import invite
    from ..users.service import disable, enable

    return {"enable": enable, "disable": disable, "invite": invite}[name]


def _ask(name: str, whom: _Whom) -> StartMassAction:
    from ..selection.selection import NOTHING, Selection
    from ..users.listing import ListUsers
    from ..users.queries import find_id
    from .commands import ActionName, StartMassAction

    with begin() as work:
        if whom.usernames:
            selection = NOTHING.tick([find_id(work, username) for username in whom.usernames])
        else:
            filters = cli_filters.filters_of(work, whom.filters)
            selection = Selection.of_all(ListUsers(whom.search, filters))
    return StartMassAction(ActionName(name), selection)


def _carry_out(ask: StartMassAction, how: _How) -> None:
    from dataclasses import replace

    from . import service
    from .cli import finish, open_work, system

    asked = replace(ask, reason=how.reason)
    if not how.check:
        finish(service.start(open_work, asked, system()), json=how.json)
        return
    with begin() as work:
        shown = service.preview(work, asked)
    if how.json:
        print_json(shown)
        return
    from .report import reason_in_words

    typer.echo(f"{shown.will_change} of {shown.asked} would be changed.")
    for why, count in shown.skipped.items():
        typer.echo(f"  {count} left out: {reason_in_words(why)}")
    typer.echo(f"Sessions that would end: {shown.sessions_ending}. Mails: {shown.mails}.")
    say("Nothing was done.")


_command("enable", "Give users access again, with the rights they had.", "disabled", ("enabled", "already enabled"))
_command("disable", "End users' access at once.", "enabled", ("disabled", "already disabled"))
_command("invite", "Send users a link to choose their own password.", "enabled", ("invited", ""))
_command("delete", "Delete users for good: their usernames are given to nobody else.", "any", None)
