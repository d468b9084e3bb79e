"""An action on many leaves the very rows that the service for one leaves, called for each in the order of their ids."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import Row, Table, delete, select, update
from sqlmodel import Session, SQLModel

from admin_dashboard.core import clock
from admin_dashboard.core.errors import DomainError
from admin_dashboard.core.forms import parse
from admin_dashboard.core.permissions import SYSTEM, Actor
from admin_dashboard.core.work import Work, begin
from admin_dashboard.invitations import service as invitations
from admin_dashboard.mass_actions.commands import ActionName
from admin_dashboard.models import Purpose, Source, User
from admin_dashboard.roles.commands import GrantRole, RevokeRole
from admin_dashboard.roles.service import grant_role, revoke_role
from admin_dashboard.spaces.commands import AddMember, RemoveMember
from admin_dashboard.spaces.service import add_member, remove_member
from admin_dashboard.users import service as users
from admin_dashboard.users.commands import EditUser
from tests.factories import (
    NOW,
    actor_of,
    give_value,
    grant,
    make_invitation,
    make_message,
    make_session,
    make_space,
    make_user,
)

from .doing import ask, carried_out

ROLES = ("administrator", "user_manager", "help_desk", "auditor")
SPACE_ROLE = "space_manager"
TABLES = ("users", "sessions", "links", "messages", "grants", "space_members", "attribute_values")
MADE_ANEW = {"id", "token_hash", "message_id", "link_id", "body_text", "body_html"}
Single = Callable[[Work, int], object]


def give_value_to(work: Work, user_id: int) -> object:
    user = work.session.get_one(User, user_id)
    names = {"first_name": user.first_name, "last_name": user.last_name, "email": user.email}
    asked = {"user_id": user_id, "version": user.version, "attributes": {"function": "Cook"}, "is_complete": False}
    return users.edit(work, parse(EditUser, {**asked, **names}))


def grant_in(space: bool, role: str) -> Callable[[int], Single]:
    def of(space_id: int) -> Single:
        asked = {"role": role, "space_id": space_id if space else None}
        return lambda work, user_id: grant_role(work, GrantRole(user_id=user_id, **asked))

    return of


CASES: dict[str, tuple[ActionName, Callable[[int], dict[str, Any]], Callable[[int], Single]]] = {
    "disable": (ActionName.DISABLE, lambda _s: {}, lambda _s: users.disable),
    "enable": (ActionName.ENABLE, lambda _s: {}, lambda _s: users.enable),
    "invite": (ActionName.INVITE, lambda _s: {}, lambda _s: invitations.invite),
    "grant": (ActionName.GRANT_ROLE, lambda _s: {"role": "help_desk"}, grant_in(False, "help_desk")),
    "grant in a space": (
        ActionName.GRANT_ROLE,
        lambda space_id: {"role": SPACE_ROLE, "space_id": space_id},
        grant_in(True, SPACE_ROLE),
    ),
    "revoke": (
        ActionName.REVOKE_ROLE,
        lambda _s: {"role": "administrator"},
        lambda _s: lambda work, i: revoke_role(work, RevokeRole(user_id=i, role="administrator")),
    ),
    "revoke in a space": (
        ActionName.REVOKE_ROLE,
        lambda space_id: {"role": SPACE_ROLE, "space_id": space_id},
        lambda space_id: lambda work, i: revoke_role(work, RevokeRole(user_id=i, role=SPACE_ROLE, space_id=space_id)),
    ),
    "add": (
        ActionName.ADD_TO_SPACE,
        lambda space_id: {"space_id": space_id},
        lambda space_id: lambda work, i: add_member(work, AddMember(space_id=space_id, user_id=i)),
    ),
    "remove": (
        ActionName.REMOVE_FROM_SPACE,
        lambda space_id: {"space_id": space_id},
        lambda space_id: lambda work, i: remove_member(work, RemoveMember(space_id=space_id, user_id=i)),
    ),
    "value": (
        ActionName.SET_ATTRIBUTE,
        lambda _s: {"attribute": "function", "value": "Cook"},
        lambda _s: give_value_to,
    ),
}


@pytest.fixture(autouse=True)
def _at_noon(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def populate(work: Work, random: Random) -> tuple[list[User], int]:
    """A dozen people of all kinds, with at least one enabled administrator, and a space."""
    people = [populated(work.session, random) for _ in range(12)]
    members = random.sample(people, 5)
    space = make_space(work.session, "", *members[:3], managers=members[3:])
    for manager in members[3:]:
        grant(work.session, manager, SPACE_ROLE, space.id)
    return people, space.id or 0


def populated(session: Session, random: Random) -> User:
    seen = random.choice([None, NOW - timedelta(days=3)])
    invited = random.choice([None, NOW - timedelta(days=4)])
    is_enabled = random.random() < 0.7
    dates = {"first_login_at": seen, "last_login_at": seen, "enrolled_at": invited}
    source = random.choice([Source.INTERNAL, Source.CSV, Source.LDAP])
    nature = {"is_external": random.random() < 0.2, "is_enabled": is_enabled, "source": source}
    user = make_user(session, **dates, **nature, disabled_at=None if is_enabled else NOW)
    if random.random() < 0.6:
        grant(session, user, random.choice(ROLES))
    if random.random() < 0.4:
        give_value(session, user, "function", random.choice(["Cook", "Baker"]))
    for _ in range(random.choice([0, 0, 1, 2])):
        make_session(session, user)
    if random.random() < 0.4:
        link, _token = make_invitation(session, user)
        link.purpose = random.choice([Purpose.INVITATION, Purpose.PASSWORD_RESET])
        make_message(session, user, link)
    return user


def acting(work: Work, people: Sequence[User], random: Random) -> Actor:
    """Somebody of them who may do something, or the system."""
    able = [user for user in people if user.is_enabled and actor_of(work.session, user).rights]
    return random.choice([SYSTEM, *(actor_of(work.session, user) for user in able)])


def one_by_one(actor: Actor, people: Sequence[User], single: Single) -> dict[str, Any]:
    """What the tables hold afterwards, and what was said of people. Nothing of it stays."""
    with begin(actor) as work:
        # SQLite's driver begins with the first write, and would take a savepoint before it for the whole.
        work.session.execute(update(User).values(version=User.version))
        for user in people:
            attempt(work, single, user.id or 0)
        work.session.flush()
        left = {**dump(work.session), "entries": Counter(said(one) for one in work.entries)}
        work.session.rollback()
        work.entries.clear()
    return left


def attempt(work: Work, single: Single, user_id: int) -> None:
    said_before = len(work.entries)
    try:
        with work.session.begin_nested():
            single(work, user_id)
    except DomainError:
        del work.entries[said_before:]


def said(entry: Any) -> str:
    return f"{entry.action} {entry.user_id} {json.dumps(entry.detail, sort_keys=True)}"


def dump(session: Session) -> dict[str, Any]:
    session.expire_all()
    return {name: sorted(map(str, rows(session, SQLModel.metadata.tables[name]))) for name in TABLES}


def rows(session: Session, table: Table) -> Iterator[dict[str, Any]]:
    found: Sequence[Row[Any]] = session.execute(select(table)).all()
    yield from ({k: v for k, v in one._mapping.items() if k not in MADE_ANEW or table.name == "users"} for one in found)


@contextmanager
def watched() -> Iterator[Callable[[], dict[str, Any]]]:
    """What is in the tables afterwards, and what was said of people since the beginning."""
    entries = SQLModel.metadata.tables["audit_entries"]
    with begin(SYSTEM) as work:
        last = max(work.session.execute(select(entries.c.id)).scalars(), default=0)

    def left() -> dict[str, Any]:
        with begin(SYSTEM) as work:
            since = work.session.execute(select(entries).where(entries.c.id > last, entries.c.user_id.is_not(None)))
            told = Counter(f"{e.action} {e.user_id} {json.dumps(own(e.detail), sort_keys=True)}" for e in since)
            return {**dump(work.session), "entries": told}

    yield left


def own(detail: str) -> dict[str, Any]:
    return {name: value for name, value in json.loads(detail).items() if name not in {"salt", "job", "reason"}}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("seed", range(6))
def test_leaves_the_same_rows(case: str, seed: int) -> None:
    random = Random(f"{case} {seed}")
    with begin(SYSTEM) as work:
        work.session.execute(delete(User))
        people, space_id = populate(work, random)
        actor = acting(work, people, random)
    name, args, single = CASES[case]
    expected = one_by_one(actor, people, single(space_id))
    with watched() as left:
        with suppress(DomainError):
            carried_out(ask(name, *people, **args(space_id)), actor)
        assert left() == expected
