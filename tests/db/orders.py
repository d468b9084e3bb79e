"""Every order of the list, said once more in plain Python, and users who try it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from admin_dashboard.core.text import fold
from admin_dashboard.db import search
from admin_dashboard.db.criteria import Criteria, Filters
from admin_dashboard.db.order import Order, SortColumn
from admin_dashboard.models import Attribute, AttributeValue, Grant, Role, Source, Space, SpaceMember, User
from tests.factories import NOW, grant, make_user

ORDERS = [
    Order(column, descending, "organization" if column == SortColumn.ATTRIBUTE else "")
    for column in SortColumn
    for descending in (False, True)
]
NEVER = datetime.min.replace(tzinfo=UTC)


def populate(session: Session) -> None:
    """Eighty users of every kind, most of them equal in most columns."""
    random = Random(11)
    spaces = [Space(name=name, created_at=NOW) for name in ("Zoo", "École", "Ecole", "atelier", "Empty")]
    attributes = session.execute(select(col(Attribute.id)).order_by(col(Attribute.position))).scalars().all()
    session.add_all(spaces)
    session.flush()
    for _ in range(80):
        user = make_user(session, **_nature(random))
        for role in random.sample(("auditor", "help_desk", "user_manager"), random.choice((0, 0, 1, 2))):
            grant(session, user, role)
        for space in random.sample(spaces[:4], random.choice((0, 1, 1, 3))):
            session.add(SpaceMember(space_id=space.id or 0, user_id=user.id or 0, joined_at=NOW))
            grant(session, user, "space_manager", space.id)
        for attribute_id in attributes[:2]:
            if value := random.choice(("", "Berne", "Évian", "Zug")):
                values = {"value": value, "sort_key": fold(value)}
                session.add(AttributeValue(user_id=user.id or 0, attribute_id=attribute_id, **values))


def _nature(random: Random) -> dict:
    first = random.choice((None, None, NOW))
    return {
        "first_name": random.choice(("Éva", "eva-zoé", "Zoé")),
        "last_name": random.choice(("Durand", "Étienne", "Zola")),
        "language": random.choice((None, "", "fr", "en")),
        "source": random.choice(tuple(Source)),
        "is_external": random.random() < 0.3,
        "is_enabled": random.random() < 0.7,
        "first_login_at": first,
        "last_login_at": first and NOW + timedelta(days=random.randrange(3)),
        "enrolled_at": random.choice((None, NOW)),
        "created_at": NOW + timedelta(days=random.randrange(4)),
    }


def expected(session: Session, order: Order, filters: Filters) -> list[int]:
    """The ids of everybody who passes the filters, in order: who has no value is last either way."""
    fits = search.conditions(session, Criteria((), filters))
    passing = set(session.execute(select(col(User.id)).where(*fits)).scalars())
    values = values_by(session, order)
    valued = sorted((value, user_id) for user_id, value in values.items() if value is not None and user_id in passing)
    empty = sorted(user_id for user_id, value in values.items() if value is None and user_id in passing)
    step = -1 if order.descending else 1
    return [user_id for _, user_id in valued[::step]] + empty[::step]


def _enrollment(user: User) -> int:
    if user.is_external or (user.first_login_at and not user.enrolled_at):
        return 2
    return 0 if user.enrolled_at else 1


COLUMNS: dict[SortColumn, Callable[[User], Any]] = {
    SortColumn.NAME: lambda user: (fold(user.last_name), fold(user.first_name)),
    SortColumn.FIRST_NAME: lambda user: (fold(user.first_name), fold(user.last_name)),
    SortColumn.LAST_NAME: lambda user: (fold(user.last_name), fold(user.first_name)),
    SortColumn.USERNAME: lambda user: user.username,
    SortColumn.EMAIL: lambda user: user.email,
    SortColumn.LAST_LOGIN: lambda user: user.last_login_at if user.first_login_at else NEVER,
    SortColumn.CREATED: lambda user: user.created_at,
    SortColumn.ID: lambda user: user.id,
    SortColumn.TYPE: lambda user: user.is_external,
    SortColumn.SOURCE: lambda user: ["internal", "csv", "scim", "ldap"].index(user.source),
    SortColumn.ENROLLMENT: _enrollment,
    SortColumn.STATE: lambda user: not user.is_enabled,
    SortColumn.LANGUAGE: lambda user: ["en", "fr", ""].index(user.language or ""),
}
NAMES: dict[SortColumn, Any] = {
    SortColumn.ROLES: select(col(Grant.user_id), col(Role.name)).join(Role),
    SortColumn.SPACES: select(col(SpaceMember.user_id), col(Space.name)).join(Space),
    SortColumn.ATTRIBUTE: select(col(AttributeValue.user_id), col(AttributeValue.value))
    .join(Attribute)
    .where(col(Attribute.key) == "organization"),
}


def values_by(session: Session, order: Order) -> dict[int, Any]:
    """What each user stands by in an order; None when there is nothing."""
    users = session.execute(select(User)).scalars().all()
    if order.column in COLUMNS:
        return {user.id or 0: COLUMNS[order.column](user) for user in users}
    held = [(row[0], fold(row[1])) for row in session.execute(NAMES[order.column])]
    return {user.id or 0: min((name for holder, name in held if holder == user.id), default=None) for user in users}
