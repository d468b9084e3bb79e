"""Files imported as a person would, with the real worker."""

from collections.abc import Callable, Sequence
from typing import Any

from admin_dashboard.core.permissions import SYSTEM, Actor, Permission
from admin_dashboard.core.work import Door, Work, begin
from admin_dashboard.imports import queries, rows, service
from admin_dashboard.imports.columns import Mapping
from admin_dashboard.imports.commands import Choices
from admin_dashboard.imports.jobs import KINDS
from admin_dashboard.imports.queries import ImportView
from admin_dashboard.imports.rows import RowsAsked, RowView, Which
from admin_dashboard.imports.storage import Upload, receive
from admin_dashboard.jobs.worker import Worker
from admin_dashboard.models import Role, RolePermission, User
from tests.factories import actor_of, grant, make_user

Stored = Callable[[str], User]
"""Gives the user with a username, as stored now."""
PIECE = 1000
HEAD = "username,first_name,last_name,email"


def uploaded(text: str | bytes, name: str = "users.csv") -> Upload:
    """The file, as it arrives."""
    data = text.encode() if isinstance(text, str) else text
    with receive(name) as receiver:
        for at in range(0, len(data), PIECE):
            receiver.write(data[at : at + PIECE])
    return receiver.upload()


def csv(*lines: str, head: str = HEAD) -> str:
    """A file with these lines under its header."""
    return "\n".join((head, *lines)) + "\n"


def drafted(text: str | bytes, actor: Actor = SYSTEM, **choices: Any) -> int:
    """An import of this file, of which nothing has been done; `mapping` is changed by a function."""
    change = choices.pop("mapping", None)
    with begin(actor, Door.PAGE) as work:
        import_id = service.create_import(work, uploaded(text))
        service.set_choices(work, import_id, Choices(**choices))
        if change:
            mapping: Mapping = change(queries.find(work, import_id).mapping)
            service.set_mapping(work, import_id, mapping)
    return import_id


def run_jobs() -> None:
    """The worker does all there is to do."""
    worker = Worker(KINDS)
    while worker.run_once():
        pass


def checked(text: str | bytes, actor: Actor = SYSTEM, **choices: Any) -> ImportView:
    """The import after its check."""
    import_id = drafted(text, actor, **choices)
    check(import_id, actor)
    return view(import_id)


def check(import_id: int, actor: Actor = SYSTEM) -> None:
    """Have it checked."""
    with begin(actor, Door.PAGE) as work:
        service.start_check(work, import_id)
    run_jobs()


def run(import_id: int, actor: Actor = SYSTEM) -> ImportView:
    """The import after its run."""
    with begin(actor, Door.PAGE) as work:
        service.start_run(work, import_id)
    run_jobs()
    return view(import_id)


def imported(text: str | bytes, actor: Actor = SYSTEM, **choices: Any) -> ImportView:
    """The import after check and run."""
    return run(checked(text, actor, **choices).id, actor)


def view(import_id: int) -> ImportView:
    """The import as it stands."""
    with begin(SYSTEM) as work:
        return queries.find(work, import_id)


def rows_of(of: ImportView, which: Which = Which.ALL, text: str = "") -> list[RowView]:
    """Its rows."""
    with begin(SYSTEM) as work:
        return rows.rows(work, of.id, RowsAsked(which, text, limit=1000))


def counts(of: ImportView) -> tuple[int, int, int, int]:
    """created, updated, unchanged, refused"""
    return of.created, of.updated, of.unchanged, of.refused


def reasons(of: ImportView) -> list[str]:
    """What is wrong with its rows: `line column: sentence`."""
    return [f"{row.line} {one.column}: {one.reason}" for row in rows_of(of) for one in row.problems]


def outcomes(of: ImportView) -> Sequence[str]:
    """What became of its rows, in order."""
    return [str(row.outcome) for row in rows_of(of)]


def with_rights(work: Work, *rights: Permission) -> Actor:
    """Somebody with a row, and a role of their own that has just these rights."""
    role = Role(key="own", name="Own")
    work.session.add(role)
    work.session.flush()
    work.session.add_all([RolePermission(role_id=role.id or 0, permission=str(right)) for right in rights])
    user = make_user(work.session)
    grant(work.session, user, "own")
    return actor_of(work.session, user)
