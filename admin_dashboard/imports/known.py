"""What the database knows today about the people of some rows, read with a handful of statements."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import col

from ..core.permissions import ADMINISTRATOR, Permission
from ..core.work import Work
from ..db.criteria import USERS
from ..db.many import is_one_of, is_one_of_texts
from ..models import AttributeValue, Grant, ImportRow, RetiredUsername, Role, RowOutcome, SpaceMember
from ..roles.service import hold_administrators
from ..users.uniqueness import retired
from .cleaning import Row
from .columns import ATTRIBUTE
from .giving import Giving
from .plan import Plan


class Person(NamedTuple):
    """A user as stored. What of it a file can change is called as the file's targets are."""

    id: int
    username: str
    first_name: str
    last_name: str
    email: str
    language: str | None
    is_enabled: bool
    is_external: bool
    source: str
    version: int


_COLUMNS = [USERS.c[name] for name in Person._fields]
_person = partial(tuple.__new__, Person)
Held = set[tuple[int, int | None]]
"""Roles somebody holds, by id, each with its space."""


@dataclass
class Known:
    """What is known of the people a chunk of rows is about.

    `values` is user id → target → value. `above` have rights the actor lacks. `administrators` are the enabled ones.
    `new_lines` is the line of whom this very run has created.
    """

    giving: Giving
    by_username: dict[str, Person] = field(default_factory=dict)
    by_email: dict[str, Person] = field(default_factory=dict)
    values: dict[int, dict[str, str]] = field(default_factory=dict)
    above: set[int] = field(default_factory=set)
    held: dict[int, Held] = field(default_factory=dict)
    spaces: dict[int, set[int]] = field(default_factory=dict)
    retired: set[str] = field(default_factory=set)
    administrators: set[int] = field(default_factory=set)
    new_lines: dict[int, int] = field(default_factory=dict)


def look(work: Work, plan: Plan, rows: Sequence[Row], *, is_held: bool) -> Known:
    """What is known. Held people are changed by nobody else before this work has ended."""
    known = Known(Giving(work))
    if is_held and "enabled" in plan.targets:
        hold_administrators(work)
    usernames = [name for row in rows if (name := row.wanted.get("username"))]
    known.by_username = {person.username: person for person in _people(work, "username", usernames, is_held=is_held)}
    known.by_email = {person.email: person for person in _people(work, "email", _emails(rows, known), is_held=is_held)}
    found = {person.id for person in (*known.by_username.values(), *known.by_email.values())}
    ids = sorted(found)
    if ids:
        _look_closer(work, plan, known, ids)
    if plan.mode.creates:
        known.retired = retired_among(work, (name for name in usernames if name not in known.by_username))
    return known


def _emails(rows: Sequence[Row], known: Known) -> list[str]:
    """Those to ask for: whoever is known by their username has no need to be asked for by their own address."""
    emails = []
    for row in rows:
        if email := row.wanted.get("email"):
            person = known.by_username.get(row.wanted.get("username", ""))
            if person is None or person.email != email:
                emails.append(email)
    return emails


def _people(work: Work, column: str, names: Sequence[str], *, is_held: bool) -> Iterable[Person]:
    if not names:
        return ()
    found = select(*_COLUMNS).where(is_one_of_texts(work.session, USERS.c[column], names))
    if is_held:
        # In one order, so that two imports do not wait for each other. On SQLite nobody else can write anyway.
        found = found.order_by(USERS.c.id).with_for_update(key_share=True)
    return map(_person, work.session.execute(found).all())


def _look_closer(work: Work, plan: Plan, known: Known, ids: Sequence[int]) -> None:
    targets = plan.targets
    known.values = _values(work, plan, ids)
    may_all = all(map(work.actor.may, Permission))
    if "roles" in targets or not may_all:
        _look_at_rights(work, known, ids)
    if "spaces" in targets:
        member = select(col(SpaceMember.user_id), col(SpaceMember.space_id))
        for user_id, space_id in work.session.execute(
            member.where(is_one_of(work.session, col(SpaceMember.user_id), ids))
        ):
            known.spaces.setdefault(user_id, set()).add(space_id)
    if "enabled" in targets:
        known.administrators = administrators(work)
    if plan.newest_user_id:
        known.new_lines = _new_lines(work, plan, [user_id for user_id in ids if user_id > plan.newest_user_id])


def _values(work: Work, plan: Plan, ids: Sequence[int]) -> dict[int, dict[str, str]]:
    targets = {row.id: target for row in plan.attributes if (target := f"{ATTRIBUTE}{row.key}") in plan.targets}
    values: dict[int, dict[str, str]] = {}
    if targets:
        stored = select(col(AttributeValue.user_id), col(AttributeValue.attribute_id), col(AttributeValue.value)).where(
            is_one_of(work.session, col(AttributeValue.user_id), ids), col(AttributeValue.attribute_id).in_(targets)
        )
        for user_id, attribute_id, value in work.session.execute(stored).all():
            if user_id in values:
                values[user_id][targets[attribute_id]] = value
            else:
                values[user_id] = {targets[attribute_id]: value}
    return values


def _look_at_rights(work: Work, known: Known, ids: Sequence[int]) -> None:
    grants = select(col(Grant.user_id), col(Grant.role_id), col(Grant.space_id))
    for user_id, role_id, space_id in work.session.execute(
        grants.where(is_one_of(work.session, col(Grant.user_id), ids))
    ):
        known.held.setdefault(user_id, set()).add((role_id, space_id))
    actor, roles = work.actor, known.giving.roles_by_id
    known.above = {
        user_id
        for user_id, held in known.held.items()
        if not actor.covers(frozenset((p, space) for role_id, space in held for p in roles[role_id].permissions))
    }


def administrators(work: Work) -> set[int]:
    """The enabled Administrators."""
    is_held = (col(Role.key) == ADMINISTRATOR, col(Grant.space_id).is_(None), USERS.c.is_enabled)
    found = select(USERS.c.id).join(Grant, col(Grant.user_id) == USERS.c.id).join(Role, col(Role.id) == Grant.role_id)
    return set(work.session.execute(found.where(*is_held)).scalars())


def _new_lines(work: Work, plan: Plan, ids: Sequence[int]) -> dict[int, int]:
    """A username made from names may turn out to be what a later row says of somebody else."""
    if not ids:
        return {}
    is_ours = (col(ImportRow.import_id) == plan.import_id, col(ImportRow.outcome) == RowOutcome.CREATED)
    made = select(col(ImportRow.user_id), col(ImportRow.line)).where(
        is_one_of(work.session, col(ImportRow.user_id), ids), *is_ours
    )
    return {row[0]: row[1] for row in work.session.execute(made)}


def retired_among(work: Work, usernames: Iterable[str]) -> set[str]:
    """Which of these belonged to somebody who was deleted."""
    names = list(usernames)
    if not names or work.session.execute(select(col(RetiredUsername.digest)).limit(1)).first() is None:
        return set()
    return retired(work, names)


def taken_among(work: Work, usernames: Collection[str]) -> set[str]:
    """Which of these somebody has, or had."""
    used = select(USERS.c.username).where(is_one_of_texts(work.session, USERS.c.username, list(usernames)))
    return {*work.session.execute(used).scalars(), *retired_among(work, usernames)}
