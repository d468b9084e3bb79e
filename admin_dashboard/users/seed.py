"""Filling a database with believable users, for demonstrations and measurements."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import Connection, Engine, insert, select
from sqlmodel import SQLModel, col

from ..core import clock
from ..db.search_ddl import settle
from ..models import Grant, Link, Message, Role, User
from .samples import Row, Sample, samples

CHUNK = 5_000


@dataclass(frozen=True)
class Seeded:
    """How many rows were made."""

    users: int = 0
    grants: int = 0
    invitations: int = 0

    def __add__(self, other: "Seeded") -> "Seeded":
        return Seeded(self.users + other.users, self.grants + other.grants, self.invitations + other.invitations)


def seed(engine: Engine, count: int, seed: int = 0, now: datetime | None = None) -> Seeded:
    """Add so many users to those there are. The same seed gives the same people, as long as their names are free.

    Each chunk is a transaction of its own: a site in use stays usable meanwhile.
    """
    with engine.connect() as connection:
        taken = {value for row in connection.execute(select(col(User.username), col(User.email))) for value in row}
    people = samples(Random(seed), taken, now or clock.now())  # noqa: S311 - nothing secret
    made = Seeded()
    while made.users < count:
        chunk = [next(people) for _ in range(min(CHUNK, count - made.users))]
        with engine.begin() as connection:
            made += _insert(connection, chunk)
    settle(engine)
    return made


def _insert(connection: Connection, chunk: Sequence[Sample]) -> Seeded:
    _insert_all(connection, User, [sample.user for sample in chunk])
    usernames = [sample.user["username"] for sample in chunk if sample.role or sample.link]
    user_ids = _ids(connection, User, "username", usernames)
    grants = _grants(connection, chunk, user_ids)
    _insert_all(connection, Grant, grants)
    invited = [(sample, user_ids[sample.user["username"]]) for sample in chunk if sample.link]
    _insert_all(connection, Link, [{**sample.link, "user_id": user_id} for sample, user_id in invited])
    link_ids = _ids(connection, Link, "token_hash", [sample.link["token_hash"] for sample, _ in invited])
    messages = [
        {**sample.message, "user_id": user_id, "link_id": link_ids[sample.link["token_hash"]]}
        for sample, user_id in invited
    ]
    _insert_all(connection, Message, messages)
    return Seeded(len(chunk), len(grants), len(invited))


def _grants(connection: Connection, chunk: Sequence[Sample], user_ids: dict[str, int]) -> list[Row]:
    role_ids = _ids(connection, Role, "key", {sample.role for sample in chunk})
    return [
        {
            "user_id": user_ids[sample.user["username"]],
            "role_id": role_ids[sample.role],
            "granted_at": sample.user["created_at"],
        }
        for sample in chunk
        if sample.role
    ]


def _insert_all(connection: Connection, table: type[SQLModel], rows: Sequence[Row]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _ids(connection: Connection, table: Any, key: str, values: Collection[str | None]) -> dict[str, int]:
    name = getattr(table, key)
    return {row[0]: row[1] for row in connection.execute(select(name, table.id).where(name.in_(values)))}
