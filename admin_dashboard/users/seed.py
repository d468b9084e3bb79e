"""Filling a database with believable users, for demonstrations and measurements."""

from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import Connection, Engine, insert, select
from sqlmodel import SQLModel, col

from ..core import clock
from ..core.permissions import SPACE_MANAGER
from ..db.bulk import insert_all
from ..db.search_ddl import settle
from ..models import Attribute, AttributeValue, Grant, Link, Message, Role, Space, SpaceMember, User
from .sample_places import SPACES
from .sample_profiles import Profiles
from .samples import ROLES, Row, Sample, samples

CHUNK = 5_000
People = Sequence[tuple[int, Sample]]
"""A chunk of people with their ids."""


@dataclass(frozen=True)
class Seeded:
    """How many rows were made."""

    users: int = 0
    grants: int = 0
    invitations: int = 0
    values: int = 0
    members: int = 0

    def __add__(self, other: "Seeded") -> "Seeded":
        return Seeded(*map(sum, zip(astuple(self), astuple(other), strict=True)))


def seed(engine: Engine, count: int, seed: int = 0, now: datetime | None = None) -> Seeded:
    """Add so many users to those there are. The same seed gives the same people, as long as their names are free.

    They have values of the built-in attributes, work in spaces, and some hold roles. Each chunk is a transaction of
    its own: a site in use stays usable meanwhile.
    """
    now = now or clock.now()
    with engine.connect() as connection:
        taken = {value for row in connection.execute(select(col(User.username), col(User.email))) for value in row}
    people = samples(Random(seed), taken, now)  # noqa: S311 - nothing secret
    profiles = Profiles(seed)
    made = Seeded()
    while made.users < count:
        chunk = [next(people) for _ in range(min(CHUNK, count - made.users))]
        with engine.begin() as connection:
            _make_spaces(connection, now)
            made += _insert(connection, chunk, profiles)
    settle(engine)
    return made


def _make_spaces(connection: Connection, now: datetime) -> None:
    there = set(connection.scalars(select(col(Space.name))))
    _insert_all(connection, Space, [{"name": name, "created_at": now} for name in SPACES if name not in there])


def _insert(connection: Connection, chunk: Sequence[Sample], profiles: Profiles) -> Seeded:
    _insert_all(connection, User, [sample.user for sample in chunk])
    user_ids = _ids(connection, User, "username", [sample.user["username"] for sample in chunk])
    people = [(user_ids[sample.user["username"]], sample) for sample in chunk]
    grants = _grants(connection, people)
    values = _values(connection, people, profiles)
    members = _members(connection, people, profiles)
    grants += _of_managers(connection, members)
    _insert_all(connection, Grant, grants)
    insert_all(connection, AttributeValue, values)
    insert_all(connection, SpaceMember, members)
    return Seeded(len(chunk), len(grants), _invite(connection, people), len(values), len(members))


def _grants(connection: Connection, people: People) -> list[Row]:
    role_ids = _ids(connection, Role, "key", ROLES)
    return [
        {
            "user_id": user_id,
            "role_id": role_ids[sample.role],
            "granted_at": sample.user["created_at"],
            "space_id": None,
        }
        for user_id, sample in people
        if sample.role
    ]


def _values(connection: Connection, people: People, profiles: Profiles) -> list[Row]:
    attribute_ids = _ids(connection, Attribute, "key", profiles.attributes)
    return [
        {"user_id": user_id, "attribute_id": attribute_ids[key], "value": value, "sort_key": compared}
        for user_id, _sample in people
        for key, (value, compared) in profiles.values().items()
        if key in attribute_ids
    ]


def _members(connection: Connection, people: People, profiles: Profiles) -> list[Row]:
    space_ids = _ids(connection, Space, "name", SPACES)
    return [
        {
            "space_id": space_ids[name],
            "user_id": user_id,
            "is_manager": is_manager,
            "joined_at": sample.user["created_at"],
        }
        for user_id, sample in people
        for name, is_manager in profiles.spaces(
            is_external=sample.user["is_external"], is_staff=sample.is_staff
        ).items()
    ]


def _of_managers(connection: Connection, members: Sequence[Row]) -> list[Row]:
    """A space's manager holds the role there."""
    role_id = _ids(connection, Role, "key", [SPACE_MANAGER])[SPACE_MANAGER]
    return [
        {"user_id": m["user_id"], "role_id": role_id, "granted_at": m["joined_at"], "space_id": m["space_id"]}
        for m in members
        if m["is_manager"]
    ]


def _invite(connection: Connection, people: People) -> int:
    """The links and mails of those who were invited; how many there are."""
    invited = [(user_id, sample) for user_id, sample in people if sample.link]
    _insert_all(connection, Link, [{**sample.link, "user_id": user_id} for user_id, sample in invited])
    link_ids = _ids(connection, Link, "token_hash", [sample.link["token_hash"] for _id, sample in invited])
    messages = [
        {**sample.message, "user_id": user_id, "link_id": link_ids[sample.link["token_hash"]]}
        for user_id, sample in invited
    ]
    _insert_all(connection, Message, messages)
    return len(invited)


def _insert_all(connection: Connection, table: type[SQLModel], rows: Sequence[Row]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _ids(connection: Connection, table: Any, key: str, values: Collection[str]) -> dict[str, int]:
    name = getattr(table, key)
    return {row[0]: row[1] for row in connection.execute(select(name, table.id).where(name.in_(values)))}
