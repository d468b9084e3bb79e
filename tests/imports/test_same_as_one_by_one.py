"""An import leaves what the services for one user leave, called for each row in the order of the file."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlmodel import Session, SQLModel

from admin_dashboard.core import clock
from admin_dashboard.core.errors import Conflict, DomainError, NotAllowed
from admin_dashboard.core.forms import parse
from admin_dashboard.core.permissions import SYSTEM, Actor
from admin_dashboard.core.work import Work, begin
from admin_dashboard.models import READ_ONLY_SOURCES, AuditEntry, Source, Space, User
from admin_dashboard.roles.commands import GrantRole
from admin_dashboard.roles.service import grant_role, require_not_above
from admin_dashboard.spaces.commands import AddMember
from admin_dashboard.spaces.service import add_member
from admin_dashboard.users import service as users
from admin_dashboard.users.commands import CreateUser, EditUser
from tests.factories import (
    NOW,
    actor_of,
    give_value,
    grant,
    make_administrator,
    make_invitation,
    make_message,
    make_session,
    make_space,
    make_user,
)
from tests.users.acting import with_role

from .importing import csv, imported, outcomes

HEAD = "username,first_name,last_name,email,language,function,enabled,roles,spaces"
LATER = NOW + timedelta(hours=1)
OF_THE_DATABASE = {"id", "user_id", "source", "source_key", "link_id", "message_id", "body_text", "body_html", "search"}
TABLES = ("users", "sessions", "links", "messages", "grants", "attribute_values", "space_members")
Row = dict[str, str]


@pytest.fixture(autouse=True)
def _later(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: LATER)


def populate(work: Work, random: Random) -> None:
    """A dozen people of all kinds, an Administrator among them, and two spaces."""
    people = [populated(work.session, random, number) for number in range(12)]
    make_space(work.session, "North", *people[:3], managers=people[3:4])
    make_space(work.session, "South")
    make_administrator(work.session, username="the.boss")


def populated(session: Session, random: Random, number: int) -> User:
    is_enabled = random.random() < 0.7
    user = make_user(
        session,
        username=f"anna.n{letters(number)}",
        email=f"anna{number}@example.org",
        is_enabled=is_enabled,
        disabled_at=None if is_enabled else NOW,
        is_external=random.random() < 0.1,
        source=random.choice([*[Source.INTERNAL] * 4, Source.CSV, Source.LDAP]),
        language=random.choice([None, "en", "fr"]),
    )
    if random.random() < 0.5:
        grant(session, user, random.choice(["administrator", "auditor", "help_desk", "help_desk"]))
    if random.random() < 0.5:
        give_value(session, user, "function", random.choice(["Cook", "Baker"]))
    if random.random() < 0.5:
        make_session(session, user)
    if random.random() < 0.5:
        link, _token = make_invitation(session, user)
        make_message(session, user, link)
    return user


def letters(number: int) -> str:
    return chr(ord("a") + number)


def asked(random: Random) -> list[Row]:
    """Rows about people who are there and people who are not, no two about the same one or address.

    Nobody is given an address that another row gives up: an import leaves that to the next one.
    """
    there, new = [f"anna.n{letters(n)}" for n in range(12)], [f"bert.n{letters(n)}" for n in range(6)]
    random.shuffle(there)
    emails = dict.fromkeys(there[:6], "")
    wished = [*(f"anna{ord(name[-1]) - ord('a')}@example.org" for name in emails), *(f"n{n}@x.org" for n in range(9))]
    emails |= dict(zip([*there[6:], *new], random.sample(wished, 12), strict=True))
    return [
        {
            "username": username,
            "first_name": random.choice(["Jane", "Hannah", "Jane", "Hannah", "Jane", "Ann3"]),
            "last_name": random.choice(["Long", "Short", "Long", ""]),
            "email": random.choice([email, email, ""]),
            "language": random.choice(["", "fr", "-"]),
            "function": random.choice(["", "Cook", "Chef", "-"]),
            "enabled": random.choice(["", "", "yes", "no"]),
            "roles": random.choice([*[""] * 4, "auditor", "help_desk;auditor", "space_manager@North", "king"]),
            "spaces": random.choice(["", "", "", "North", "North;South"]),
        }
        for username, email in random.sample(sorted(emails.items()), len(emails))
    ]


def one_by_one(actor: Actor, rows: Sequence[Row]) -> dict[str, Any]:
    """What the tables hold afterwards, and what became of each row. Nothing of it stays."""
    with begin(actor) as work:
        # SQLite's driver begins with the first write, and would take a savepoint before it for the whole.
        work.session.execute(update(User).values(version=User.version))
        became = [attempt(work, row) for row in rows]
        work.session.flush()
        told = Counter((one.action, name_of(work.session, one.user_id)) for one in work.entries)  # type: ignore[union-attr]
        left = {"became": became, "told": told, **dump(work.session)}
        work.session.rollback()
        work.entries.clear()
    return left


def attempt(work: Work, row: Row) -> str:
    before = len(work.entries)
    with suppress(DomainError), work.session.begin_nested():
        return carry_out(work, {name: text for name, text in row.items() if text})
    del work.entries[before:]
    work.session.expire_all()
    return "refused"


def carry_out(work: Work, row: Row) -> str:
    """One row, by the services; refused as a whole where one of them refuses."""
    said = len(work.entries)
    user = work.session.execute(select(User).where(User.username == row["username"])).scalars().first()  # type: ignore[arg-type]
    fields = {name: row[name] for name in ("first_name", "last_name", "email") if name in row}
    values = {"function": row["function"].strip("-")} if "function" in row else {}
    if user is None:
        language = row.get("language", "").strip("-")
        given = {"username": row["username"], "password": None, "language": language, "attributes": values}
        user_id = users.create(work, parse(CreateUser, {**given, **fields})).id
    else:
        user_id = user.id or 0
        if may_not_change(work, user):
            return leave_alone(work, user, row)
        present = {name: getattr(user, name) for name in ("first_name", "last_name", "email")}
        language = {"language": row["language"].strip("-")} if "language" in row else {}
        edit = {"user_id": user_id, "version": user.version, "attributes": values, "is_complete": False, **language}
        users.edit(work, parse(EditUser, {**edit, **present, **fields}))
    give(work, user_id, row)
    return "created" if user is None else "updated" if len(work.entries) > said else "unchanged"


def may_not_change(work: Work, user: User) -> bool:
    with suppress(NotAllowed):
        require_not_above(work, user.id or 0)
        return user.is_external or user.source in READ_ONLY_SOURCES
    return True


def leave_alone(work: Work, user: User, row: Row) -> str:
    """Whoever may not be changed is as the row says, or it is refused."""
    said, stored = len(work.entries), users.profile_of(work.session, user)
    present = {"enabled": "yes" if user.is_enabled else "no", "function": "", **stored.attributes}
    present |= {name: getattr(stored, name) or "" for name in users.PROFILE_FIELDS}
    give(work, user.id or 0, {name: text for name, text in row.items() if name not in present})
    if len(work.entries) > said or any(row[name].strip("-") != present[name] for name in row.keys() & present.keys()):
        raise Conflict(users.CHECK_FIELDS)
    return "unchanged"


def give(work: Work, user_id: int, row: Row) -> None:
    if "enabled" in row:
        (users.enable if row["enabled"] == "yes" else users.disable)(work, user_id)
    spaces = {space.name: space.id or 0 for space in work.session.execute(select(Space)).scalars()}
    for name in filter(None, row.get("spaces", "").split(";")):
        add_member(work, AddMember(space_id=spaces[name], user_id=user_id))
    for entry in filter(None, row.get("roles", "").split(";")):
        role, _at, space = entry.partition("@")
        grant_role(work, GrantRole(user_id=user_id, role=role, space_id=spaces[space] if space else None))


def dump(session: Session) -> dict[str, Any]:
    """What the tables hold, people by their usernames."""
    session.expire_all()
    tables = SQLModel.metadata.tables
    return {name: sorted(map(str, rows_of(session, tables[name]))) for name in TABLES}


def rows_of(session: Session, table: Any) -> Iterator[dict[str, Any]]:
    names = {row[0]: row[1] for row in session.execute(select(User.id, User.username))}  # type: ignore[call-overload]
    for one in session.execute(select(table)):
        values = dict(one._mapping)
        whose = {"whose": names.get(values.get("user_id"))}
        yield {**{k: v for k, v in values.items() if k not in OF_THE_DATABASE}, **whose}


def name_of(session: Session, user_id: int | None) -> str | None:
    return session.execute(select(User.username).where(User.id == user_id)).scalar()  # type: ignore[call-overload]


@pytest.mark.parametrize("seed", range(6))
def test_leaves_the_same(seed: int) -> None:
    random = Random(seed)
    with begin(SYSTEM) as work:
        populate(work, random)
        boss = work.session.execute(select(User).where(User.username == "the.boss")).scalar_one()  # type: ignore[arg-type]
        actor = random.choice([SYSTEM, actor_of(work.session, boss), with_role(work.session, "user_manager")])
    rows = asked(random)
    expected = one_by_one(actor, rows)
    done = imported(csv(*(",".join(row.values()) for row in rows), head=HEAD), actor)
    assert list(outcomes(done)) == expected.pop("became")
    with begin(SYSTEM) as work:
        people = select(AuditEntry.action, AuditEntry.user_id).where(AuditEntry.user_id.is_not(None))  # type: ignore[union-attr, call-overload]
        told = Counter((action, name_of(work.session, user_id)) for action, user_id in work.session.execute(people))
        assert {"told": told, **dump(work.session)} == expected
