"""One username, one email address: each belongs to one person, disabled ones included.

A username goes with its person: after they were deleted nobody else is given it, and nothing old points at a new one.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, or_, select

from ..core.errors import Conflict
from ..core.i18n import Message, _
from ..core.work import Work
from ..db.constraints import broken_uniqueness
from ..db.many import is_one_of_texts
from ..models import RetiredUsername, User

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
    # Looked up last: whoever is deleted in between is in one of the two.
    if username is not None and retired(work, [username]):
        found["username"] = USERNAME_TAKEN
    if any(name == username for _id, name, _email in rows):
        found["username"] = USERNAME_TAKEN
    if any(address == email and user_id != but for user_id, _name, address in rows):
        found["email"] = EMAIL_TAKEN
    return found


def retired(work: Work, usernames: Collection[str]) -> set[str]:
    """Which of these usernames belonged to somebody who was deleted."""
    forms = {retired_form(username): username for username in usernames}
    is_retired = is_one_of_texts(work.session, col(RetiredUsername.digest), list(forms))
    known = select(RetiredUsername.digest).where(is_retired)
    return {forms[digest] for digest in work.session.exec(known)}


def retired_form(username: str) -> str:
    """What is kept of a deleted person's username: enough to recognise it, not to read who it was."""
    return hashlib.sha256(f"retired {username}".encode()).hexdigest()


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
