"""Making API tokens, and revoking them. What ends sessions ends tokens too: see `core.sessions`."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import col, func, select

from ..core.api_tokens import PREFIX
from ..core.errors import Conflict, NotAllowed, NotFound
from ..core.i18n import _, n_
from ..core.permissions import Permission
from ..core.rights import rights_of
from ..core.tokens import new_token
from ..core.work import Work
from ..models import ApiToken, User
from ..users.rows import LARGEST_ID, hold
from .commands import MakeToken

MOST_TOKENS = 20
"""Of one person, those that have ended not counted."""


class MayNotHaveTokens(NotAllowed):
    """The owner is disabled, has a temporary password, or lacks the right."""

    def __init__(self) -> None:
        super().__init__(_("This user may not use API tokens."))


class EnoughTokens(Conflict):
    """There are as many as one person may have."""

    def __init__(self) -> None:
        super().__init__(
            n_(
                "There is already {count} token. Revoke one that is no longer needed.",
                "There are already {count} tokens. Revoke one that is no longer needed.",
                MOST_TOKENS,
            )
        )


@dataclass(frozen=True)
class MadeToken:
    """A token that has just been made. `token` is shown this once and kept nowhere."""

    id: int
    name: str
    token: str
    ends_at: datetime


def make(work: Work, command: MakeToken) -> MadeToken:
    """Make a token of the actor's own.

    Raises:
        NotAllowed: the actor may not use API tokens.
        EnoughTokens: there are too many already.
    """
    work.actor.require(Permission.API_TOKENS)
    return make_for(work, work.actor.id or 0, command)


def make_for(work: Work, owner_id: int, command: MakeToken) -> MadeToken:
    """Make a token for somebody else: only the system may.

    Raises:
        NotAllowed: somebody else asks.
        NotFound: there is no such user.
        MayNotHaveTokens: the owner's rights of this moment do not include it.
        EnoughTokens: there are too many already.
    """
    if not work.actor.is_system and work.actor.id != owner_id:
        raise NotAllowed
    _hold_owner(work, owner_id)
    live = select(func.count()).where(ApiToken.user_id == owner_id, col(ApiToken.ends_at) > work.now)
    if work.session.exec(live).one() >= MOST_TOKENS:
        raise EnoughTokens
    token, hashed = new_token(PREFIX)
    ends_at = work.now + timedelta(days=command.days)
    made = ApiToken(
        token_hash=hashed, user_id=owner_id, name=command.name, created_at=work.now, used_at=None, ends_at=ends_at
    )
    work.session.add(made)
    work.session.flush()
    work.record("api_token.made", owner_id, api_token=command.name, ends=f"{ends_at:%Y-%m-%d}")
    return MadeToken(made.id or 0, command.name, token, ends_at)


def _hold_owner(work: Work, owner_id: int) -> None:
    """Make sure that the owner may have one; nobody disables them, or takes the right away, before it is stored."""
    user = work.session.get(User, owner_id)
    if user is None:
        raise NotFound
    user = hold(work, user)
    may = (Permission.API_TOKENS, None) in rights_of(work.session, owner_id)
    if not may or not user.is_enabled or user.password_is_temporary:
        raise MayNotHaveTokens


def revoke(work: Work, token_id: int) -> str:
    """End one of one's own tokens at once; the system ends anybody's. Returns its name.

    Raises:
        NotAllowed: the actor may not use API tokens.
        NotFound: it has been revoked already, or is somebody else's.
    """
    work.actor.require(Permission.API_TOKENS)
    is_id = isinstance(token_id, int) and 0 < token_id <= LARGEST_ID
    whose = [] if work.actor.is_system else [col(ApiToken.user_id) == work.actor.id]
    ended = (
        delete(ApiToken)
        .where(col(ApiToken.id) == token_id, *whose)
        .returning(col(ApiToken.user_id), col(ApiToken.name))
    )
    found = work.session.execute(ended).first() if is_id else None
    if found is None:
        raise NotFound
    owner_id, name = found
    work.record("api_token.revoked", owner_id, api_token=name)
    return name
