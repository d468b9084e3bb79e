"""Writing what has been decided about some rows, with a handful of statements for all of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import delete, update
from sqlmodel import col

from ..attributes.values import sort_key
from ..core.work import Work
from ..db.bulk import insert_tuples, new_ids, update_tuples
from ..db.many import is_one_of
from ..invitations.service import revoke_open_of
from ..mail.outbox import compose
from ..mail.templates import Template
from ..mass_actions.commands import Nothing, WhichSpace
from ..mass_actions.granting import GRANT_ROLE
from ..mass_actions.membership import ADD_TO_SPACE
from ..mass_actions.steps import carry_out
from ..mass_actions.switching import DISABLE, ENABLE
from ..models import AttributeValue, RowOutcome, Source, User
from ..users.writing import derived_columns
from .cleaning import Row
from .columns import ATTRIBUTE
from .known import Known, Person
from .plan import Plan

T = TypeVar("T")
PROFILE = ("first_name", "last_name", "email", "language")
_DERIVED = ("name_key", "first_name_key", "search")
_NEW = ("id", "username", *PROFILE, *_DERIVED, "password_hash", "password_is_temporary")


def apply(work: Work, plan: Plan, job_id: int, rows: Sequence[Row], known: Known) -> None:
    """Create and change the users of these rows; each new row learns its user's id."""
    created = [row for row in rows if row.outcome == RowOutcome.CREATED]
    updated = [row for row in rows if row.outcome == RowOutcome.UPDATED]
    if created:
        _create(work, plan, created)
    if updated:
        _update(work, plan, updated, {p.id: p for p in (*known.by_username.values(), *known.by_email.values())})
    if plan.targets & {"enabled", "spaces", "roles"}:
        _give_and_take(work, job_id, known, [*created, *updated])


def derive(row: Row) -> None:
    """Compute what follows from the row's username, names and address, if it says all of them: nobody waits for it."""
    wanted = row.wanted
    if row.username and wanted.get("first_name") and wanted.get("last_name") and wanted.get("email"):
        row.derived = _derived(row.username, wanted["first_name"], wanted["last_name"], wanted["email"])


def _derived(username: str, first: str, last: str, email: str) -> tuple[str, ...]:
    return username, *map(derived_columns(username, first, last, email).__getitem__, _DERIVED)


def _create(work: Work, plan: Plan, rows: Sequence[Row]) -> None:
    connection = work.session.connection()
    ids = new_ids(connection, User, len(rows))
    for row, user_id in zip(rows, ids, strict=True):
        row.user_id = user_id
    insert_tuples(
        connection,
        User,
        _NEW,
        [_new(row) for row in rows],
        is_enabled=True,
        is_external=False,
        source=str(Source.CSV),
        created_at=work.now,
        updated_at=work.now,
        version=1,
    )
    _insert_values(work, plan, ((row.user_id, row.wanted) for row in rows))
    work.record_many("user.created", list(ids), import_id=plan.import_id)


def _new(row: Row) -> tuple[Any, ...]:
    wanted = row.wanted
    first, last, email = wanted["first_name"], wanted["last_name"], wanted["email"]
    derived = row.derived if row.derived[0] == row.username else _derived(row.username, first, last, email)
    return (
        *(row.user_id, row.username, first, last, email, wanted.get("language") or None),
        *(*derived[1:], row.password_hash, row.password_hash is not None),
    )


def _insert_values(work: Work, plan: Plan, wanted: Iterable[tuple[int | None, Mapping[str, str]]]) -> None:
    """What each user is to have of attributes, for who has no value of these yet."""
    columns = [(f"{ATTRIBUTE}{one.key}", one.id, one.type) for one in plan.attributes]
    columns = [column for column in columns if column[0] in plan.targets]
    tuples = [
        (user_id, attribute_id, value, _sort_key(kind, value))
        for user_id, values in wanted
        for target, attribute_id, kind in columns
        if (value := values.get(target))
    ]
    names = ("user_id", "attribute_id", "value", "sort_key")
    insert_tuples(work.session.connection(), AttributeValue, names, tuples)


def _update(work: Work, plan: Plan, rows: Sequence[Row], people: Mapping[int, Person]) -> None:
    renamed = [row for row in rows if not row.changes.keys().isdisjoint(PROFILE)]
    changed = [row for row in rows if any(t in PROFILE or t.startswith(ATTRIBUTE) for t in row.changes)]
    # Whatever is written is taken out of its index and put back, changed or not.
    names = [name for name in PROFILE if any(name in row.changes for row in renamed)]
    tuples = [_changed(row, people[row.user_id or 0], names) for row in renamed]
    columns = (*names, *_DERIVED, "version", "id")
    update_tuples(work.session.connection(), User, columns, tuples, same={"updated_at": work.now})
    _update_values(work, plan, changed)
    _touch(work, [row.user_id or 0 for row in changed if row.changes.keys().isdisjoint(PROFILE)])
    for row in changed:
        work.record("user.edited", row.user_id, **_said(row), import_id=plan.import_id)
    if readdressed := [row for row in renamed if "email" in row.changes]:
        _leave_addresses(work, readdressed, people)


def _changed(row: Row, person: Person, names: Sequence[str]) -> tuple[Any, ...]:
    now = {name: row.changes[name][1] if name in row.changes else getattr(person, name) for name in PROFILE}
    # What the row says is what the user has then.
    is_derived = row.derived[0] == person.username
    derived = row.derived if is_derived else _derived(person.username, *(now[name] for name in PROFILE[:3]))
    return *(now[name] or None for name in names), *derived[1:], person.version + 1, person.id


def _update_values(work: Work, plan: Plan, rows: Sequence[Row]) -> None:
    for attribute in plan.attributes:
        target = f"{ATTRIBUTE}{attribute.key}"
        if ids := [row.user_id or 0 for row in rows if target in row.changes]:
            is_it = (col(AttributeValue.attribute_id) == attribute.id, is_one_of(work.session, _OWNER, ids))
            work.session.execute(delete(AttributeValue).where(*is_it), execution_options=_UNSEEN)
    _insert_values(work, plan, ((row.user_id, {k: new for k, (_old, new) in row.changes.items()}) for row in rows))


def _touch(work: Work, ids: Sequence[int]) -> None:
    """Who edits an older version of these is told; of who is renamed it is said at once."""
    if ids:
        touched = update(User).where(is_one_of(work.session, col(User.id), ids))
        values = {"updated_at": work.now, "version": col(User.version) + 1}
        work.session.execute(touched.values(values), execution_options=_UNSEEN)


def _said(row: Row) -> dict[str, Any]:
    """The changes as the audit trail has them when somebody edits a user."""
    fields = {target: pair for target, pair in row.changes.items() if target in PROFILE}
    values = {k.removeprefix(ATTRIBUTE): pair for k, pair in row.changes.items() if k.startswith(ATTRIBUTE)}
    return {**fields, "attributes": values}


def _leave_addresses(work: Work, rows: Sequence[Row], people: Mapping[int, Person]) -> None:
    """Nothing that was sent to the old addresses works any more, and their owners learn of the change."""
    revoke_open_of(work, [row.user_id or 0 for row in rows])
    for row in rows:
        old, first = row.changes["email"][0], row.changes.get("first_name")
        person = people[row.user_id or 0]
        language = row.changes["language"][1] or None if "language" in row.changes else person.language
        name = first[1] if first else person.first_name
        work.session.add(compose(work, Template.EMAIL_CHANGED, old, language, user_id=person.id, name=name))


def _give_and_take(work: Work, job_id: int, known: Known, rows: Sequence[Row]) -> None:
    """Spaces before roles: whoever manages a space works in it."""
    switched = _grouped(rows, "enabled", lambda text: [text])
    for answer, action in (("no", DISABLE), ("yes", ENABLE)):
        if ids := switched.get(answer):
            carry_out(work, action, Nothing(), ids, job_id)
    for space, ids in _grouped(rows, "spaces", lambda text: _found(known.giving.spaces(text))).items():
        carry_out(work, ADD_TO_SPACE, WhichSpace(space_id=space.id), ids, job_id)
    for role, ids in _grouped(rows, "roles", lambda text: _found(known.giving.roles(text))).items():
        carry_out(work, GRANT_ROLE, role.which, ids, job_id)


def _grouped(rows: Sequence[Row], target: str, find: Callable[[str], Iterable[T]]) -> dict[T, list[int]]:
    """Each thing the rows change → ids of the users whose it is."""
    groups: dict[T, list[int]] = {}
    for row in rows:
        if target in row.changes:
            for one in find(row.changes[target][1]):
                groups.setdefault(one, []).append(row.user_id or 0)
    return groups


def _found(given: object) -> Iterator[Any]:
    """What the same text gave when it was decided about."""
    return iter(given if isinstance(given, list) else ())


_sort_key = lru_cache(maxsize=4_096)(sort_key)
"""Few values are many people's."""
_OWNER = col(AttributeValue.user_id)
_UNSEEN = {"synchronize_session": False}
"""No object of the session is brought up to date."""
