"""A username made from somebody's names."""

from itertools import chain, count

from sqlmodel import col, select

from ..core.permissions import Permission
from ..core.text import proposed_username
from ..core.work import Work
from ..models import User
from .uniqueness import retired


def propose_username(work: Work, first_name: str, last_name: str) -> str:
    """`Éléonore`, `D'Arc` → `eleonore.darc`, then `eleonore.darc2`, `eleonore.darc3` … when taken.

    Empty while the names give nothing to use.

    Raises:
        NotAllowed: the actor may not create users.
    """
    work.actor.require(Permission.USERS_CREATE)
    return free_username(work, proposed_username(first_name, last_name))


def free_username(work: Work, wished: str) -> str:
    """The wished username, with the lowest number from 2 on that makes it free when it is taken."""
    if not wished:
        return ""
    # Every `wished` + digits lies in this range, and the unique index answers it.
    name = col(User.username)
    used = set(work.session.exec(select(User.username).where(name >= wished, name <= wished + "9" * 10)))
    names = chain([wished], (f"{wished}{number}" for number in count(2)))
    return next(name for name in names if name not in used and not retired(work, [name]))
