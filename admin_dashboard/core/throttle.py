"""Counted attempts in the database: one atomic statement, whatever the number of workers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from sqlalchemy import case, delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from ..models import Attempt
from .errors import TooMany
from .i18n import n_


@dataclass(frozen=True)
class Limit:
    """At most `count` attempts under one key within `window`."""

    name: str
    count: int
    window: timedelta


def hit(session: Session, limit: Limit, key: str, now: datetime) -> int:
    """Count one attempt and return how many there were in the present window, this one included."""
    table = Attempt.__table__  # type: ignore[attr-defined]
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    ends = now + limit.window
    is_over = table.c.window_ends_at <= now
    statement = (
        dialect.insert(table)
        .values(key=f"{limit.name}:{key}"[:300], count=1, window_ends_at=ends)
        .on_conflict_do_update(
            index_elements=[table.c.key],
            set_={
                "count": case((is_over, 1), else_=table.c["count"] + 1),
                "window_ends_at": case((is_over, ends), else_=table.c.window_ends_at),
            },
        )
        .returning(table.c["count"])
    )
    return session.execute(statement).scalar_one()


def require(session: Session, limit: Limit, key: str, now: datetime) -> None:
    """Count one attempt; raise `TooMany` when the limit is passed."""
    if hit(session, limit, key, now) > limit.count:
        raise too_many(limit)


def too_many(limit: Limit) -> TooMany:
    """The refusal that says how long to wait at most."""
    minutes = ceil(limit.window.total_seconds() / 60)
    return TooMany(
        n_(
            "Too many attempts. Try again in {count} minute.",
            "Too many attempts. Try again in {count} minutes.",
            minutes,
        )
    )


def give_back(session: Session, limit: Limit, key: str) -> None:
    """Take one attempt back: it turned out to be none."""
    is_key = col(Attempt.key) == f"{limit.name}:{key}"[:300]
    session.execute(update(Attempt).where(is_key, col(Attempt.count) > 0).values(count=Attempt.count - 1))


def forget(session: Session, limit: Limit, key: str) -> None:
    """Start over, after a success."""
    session.execute(delete(Attempt).where(col(Attempt.key) == f"{limit.name}:{key}"[:300]))


def address_key(address: str) -> str:
    """What attempts from one place are counted under: an IPv6 caller owns a whole network of addresses."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    return str(parsed.ipv4_mapped or ip_network((parsed, 64), strict=False))
