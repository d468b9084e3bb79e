"""One username, one email address: each belongs to one person, disabled ones included."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, or_, select

from ..core.errors import Conflict
from ..core.i18n import Message, _
from ..core.work import Work
from ..db.constraints import broken_uniqueness
from ..models import User

USERNAME_TAKEN = _("This username is taken.")
EMAIL_TAKEN = _("Another user has this email address.")
_BROKEN = {"users.username": ("username", USERNAME_TAKEN), "users.email": ("email", EMAIL_TAKEN)}


class AlreadyTaken(Conflict):
    """Somebody else has the username or the email address."""

    def __init__(self, fields: Mapping[str, Message]) -> None:
        super().__init__(_("Please check the marked fields."), fields)


def taken(work: Work, *, username: str | None = None, email: str, but: int | None = None) -> dict[str, Message]:
    """Which of these somebody other than user `but` has, by field."""
    rows = work.session.exec(
        select(User.id, User.username, User.email).where(or_(col(User.username) == username, col(User.email) == email))
    ).all()
    found: dict[str, Message] = {}
    if any(name == username for _id, name, _email in rows):
        found["username"] = USERNAME_TAKEN
    if any(address == email and user_id != but for user_id, _name, address in rows):
        found["email"] = EMAIL_TAKEN
    return found


@contextmanager
def first_come() -> Iterator[None]:
    """Flush inside this block: when somebody else was faster, the database's refusal becomes `AlreadyTaken`.

    The work cannot go on after that; nothing of it is kept.
    """
    try:
        yield
    except IntegrityError as error:
        broken = _BROKEN.get(broken_uniqueness(error))
        if broken is None:
            raise
        raise AlreadyTaken(dict([broken])) from None
