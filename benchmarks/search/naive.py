"""The naive search: every word somewhere in one of four columns, a COUNT of all, and OFFSET.

Case-blind as the databases offer it: LIKE on SQLite, ILIKE on PostgreSQL.
"""

from typing import Any

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from admin_dashboard.models import User
from admin_dashboard.users.listing import SortColumn, State

from .grid import PAGE, Cell

CONDITIONS: dict[str, Any] = {
    "external": col(User.is_external),
    "never_connected": col(User.first_login_at).is_(None),
    "not_possible": or_(col(User.is_external), col(User.first_login_at).is_not(None) & col(User.enrolled_at).is_(None)),
}
STATES = {State.ENABLED: [col(User.is_enabled)], State.DISABLED: [~col(User.is_enabled)], State.ANY: []}
ORDERS: dict[SortColumn, list[Any]] = {
    SortColumn.NAME: [col(User.last_name), col(User.first_name)],
    SortColumn.LAST_LOGIN: [col(User.last_login_at).desc()],
}


def ask(session: Session, cell: Cell) -> tuple[int, list[User]]:
    """How many match, and the first page of them."""
    columns = (col(User.username), col(User.first_name), col(User.last_name), col(User.email))
    ways = [column.like if session.get_bind().dialect.name == "sqlite" else column.ilike for column in columns]
    words = [or_(*(like(f"%{word}%") for like in ways)) for word in cell.text.split()]
    found = select(User).where(*words, *(CONDITIONS[name] for name in cell.filters), *STATES[cell.state])
    total = session.execute(select(func.count()).select_from(found.subquery())).scalar_one()
    page = found.order_by(*ORDERS[cell.sort]).offset(0).limit(PAGE)
    return total, list(session.execute(page).scalars())
