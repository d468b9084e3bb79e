"""Which API tokens there are. What a token is, nobody can read."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from ..core.permissions import Permission
from ..core.work import Work
from ..models import ApiToken, User


@dataclass(frozen=True)
class TokenRow:
    """One token. An ended one stays listed for a while."""

    id: int
    username: str
    name: str
    created_at: datetime
    used_at: datetime | None
    ends_at: datetime
    is_over: bool


def tokens(work: Work) -> list[TokenRow]:
    """The actor's own tokens, the newest first; to the system everybody's.

    Raises:
        NotAllowed: the actor may not use API tokens.
    """
    work.actor.require(Permission.API_TOKENS)
    rows = select(ApiToken, User.username).join(User, col(User.id) == col(ApiToken.user_id))
    if not work.actor.is_system:
        rows = rows.where(ApiToken.user_id == work.actor.id)
    found = work.session.exec(rows.order_by(col(ApiToken.id).desc()))
    return [_row(token, username, work.now) for token, username in found]


def _row(token: ApiToken, username: str, now: datetime) -> TokenRow:
    moments = token.created_at, token.used_at, token.ends_at
    return TokenRow(token.id or 0, username, token.name, *moments, is_over=token.ends_at <= now)
