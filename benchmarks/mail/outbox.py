"""Thousands of invitations in the outbox of the database that is used."""

from datetime import timedelta

from sqlalchemy import func, select, update
from sqlmodel import col

from admin_dashboard.core import clock
from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.invitations.service import send
from admin_dashboard.mail.build import build
from admin_dashboard.mail.delivery import take
from admin_dashboard.models import Delivery, Message, User

STEP = 500
MAY_BE_INVITED = (
    col(User.first_login_at).is_(None),
    col(User.enrolled_at).is_(None),
    col(User.is_enabled),
    ~col(User.is_external),
    # The mail server takes no others.
    col(User.email).regexp_match("^[!-~]+$"),
)
_WAITING = update(Message).where(col(Message.state) == Delivery.QUEUED)


def fill(count: int) -> None:
    """Invite so many people; nothing is due before it is released."""
    last_id = 0
    while count > 0:
        with begin(SYSTEM) as work:
            invited = select(User).where(*MAY_BE_INVITED, col(User.id) > last_id).order_by(col(User.id))
            users = work.session.execute(invited.limit(min(STEP, count))).scalars().all()
            assert users, "there are not enough people who can be invited"
            send(work, users)
            last_id, count = users[-1].id or 0, count - len(users)
            work.session.execute(_WAITING.values(due_at=work.now + timedelta(days=1)))


def release() -> None:
    """All of it is due."""
    with begin(SYSTEM) as work:
        work.session.execute(_WAITING.values(due_at=work.now))


def prepared() -> list[tuple[str, bytes]]:
    """(address, message) of all that is due, as it goes out."""
    with begin(SYSTEM) as work:
        return [(one.to_address, build(one, clock.now())) for one in take(work, 10**6)]


def sent() -> int:
    """How many are with the mail server."""
    with begin(SYSTEM) as work:
        is_sent = col(Message.state) == Delivery.SENT
        return work.session.execute(select(func.count()).select_from(Message).where(is_sent)).scalar_one()
