"""Who may be meant by what was typed, and who holds a link."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import or_
from sqlmodel import col, select

from ..core.fields import LONGEST_EMAIL
from ..core.permissions import Actor
from ..core.text import canonical
from ..core.work import Work
from ..models import User


@dataclass(frozen=True)
class Candidate:
    """The account a sign-in may be for; without an id there is none."""

    user_id: int | None = None
    password_hash: str | None = None
    password_is_temporary: bool = False
    is_enabled: bool = False
    language: str | None = None
    theme: str | None = None

    @property
    def actor(self) -> Actor:
        """The person as the one who acts, without any right yet."""
        return Actor(id=self.user_id, name="")


def folded(login: str) -> str:
    """What was typed as an email or username, in the form both are stored; empty when it can be neither."""
    typed = login.strip()
    if len(typed) > LONGEST_EMAIL or not typed.isprintable():
        return ""
    return canonical(typed)


def find(work: Work, login: str) -> User | None:
    """The account with this email or username."""
    wanted = folded(login)
    if not wanted:
        return None
    return work.session.exec(select(User).where(or_(col(User.email) == wanted, col(User.username) == wanted))).first()


def candidate(work: Work, login: str) -> Candidate:
    """What a sign-in needs to know of the account with this email or username."""
    user = find(work, login)
    if user is None:
        return Candidate()
    return Candidate(
        user.id, user.password_hash, user.password_is_temporary, user.is_enabled, user.language, user.theme
    )


def login_key(login: str) -> str:
    """What attempts for one account are counted under. Hashed: people type passwords into the wrong field."""
    return hashlib.sha256(folded(login).encode()).hexdigest()
