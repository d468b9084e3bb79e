"""Invitations: sent, ended, opened, asked for again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import col

from ..core.permissions import Permission
from ..core.throttle import Limit, address_key, hit
from ..core.tokens import new_token
from ..core.work import Work
from ..db.many import is_one_of
from ..mail.outbox import compose, forget_texts
from ..mail.templates import Template
from ..models import Link, Message, Purpose, User
from ..roles.service import require_not_above
from ..settings import settings
from ..users.rows import hold, visible
from .queries import is_live, link_of
from .standing import CannotBeInvited, Standing, standing

ASKED_BY_ADDRESS = Limit("invitation again from", 20, timedelta(hours=1))
ASKED_FOR_PERSON = Limit("invitation again for", 3, timedelta(hours=1))


@dataclass(frozen=True)
class InvitationSent:
    """An invitation on its way."""

    user_id: int
    email: str
    expires_at: datetime


def invite(work: Work, user_id: int) -> InvitationSent:
    """Send somebody a link to choose their own password; an older link ends.

    Raises:
        NotFound: there is no such user for this actor.
        NotAllowed: the actor may not invite, or the user has rights the actor lacks.
        CannotBeInvited: the user has joined, is disabled or external.
    """
    work.actor.require(Permission.USERS_INVITE)
    user = hold(work, visible(work, user_id))
    require_not_above(work, user_id)
    stands = _standing(user)
    if stands != Standing.OPEN:
        raise CannotBeInvited(stands)
    work.record("user.invited", user.id)
    return send(work, [user])[0]


def revoke_open(work: Work, user_id: int) -> int:
    """End the person's open invitations and password resets; returns how many."""
    return _end_links(work, [user_id], (Purpose.INVITATION, Purpose.PASSWORD_RESET))


def revoke_open_of(work: Work, user_ids: Sequence[int]) -> None:
    """As `revoke_open`, of many people."""
    _end_links(work, user_ids, (Purpose.INVITATION, Purpose.PASSWORD_RESET))


def note_opened(work: Work, token: object) -> None:
    """Note that a page showed this live invitation to somebody. It goes on working."""
    is_new = col(Link.opened_at).is_(None)
    opened = update(Link).where(*is_live(token, work.now), is_new).values(opened_at=work.now)
    work.session.execute(opened, execution_options={"synchronize_session": False})


def ask_again(work: Work, token: object) -> None:
    """Send a new invitation to the address on file, if the token was one and its person may still join.

    Nothing tells the asker whether it was sent. The old link is the right to ask; it names nobody else.
    """
    if hit(work.session, ASKED_BY_ADDRESS, address_key(work.address), work.now) > ASKED_BY_ADDRESS.count:
        return
    link = link_of(work, token)
    user = work.session.get(User, link.user_id) if link else None
    if link is None or user is None or _standing(hold(work, user)) != Standing.OPEN:
        return
    if hit(work.session, ASKED_FOR_PERSON, str(user.id), work.now) > ASKED_FOR_PERSON.count:
        return
    _send(work, [user], link.created_by_id, "")
    work.record("invitation.asked_again", user.id)


def _standing(user: User) -> Standing:
    return standing(
        is_external=user.is_external,
        is_enabled=user.is_enabled,
        first_login_at=user.first_login_at,
        enrolled_at=user.enrolled_at,
    )


def send(work: Work, users: Sequence[User]) -> list[InvitationSent]:
    """Send each of them a link in the actor's name; older links end.

    For services that have made sure that they can be invited and that the actor may, and hold them.
    """
    return _send(work, users, work.actor.id, "" if work.actor.is_system else work.actor.name)


def _send(work: Work, users: Sequence[User], inviter_id: int | None, inviter: str) -> list[InvitationSent]:
    """End the older links, make new ones, and queue their mails. The users' rows must be held."""
    _end_links(work, [user.id or 0 for user in users], (Purpose.INVITATION,))
    made = [_new_link(work, user, inviter_id) for user in users]
    work.session.add_all([link for link, _token in made])
    # The mails name the links by their ids.
    work.session.flush()
    people = zip(users, made, strict=True)
    work.session.add_all([_mail(work, user, link, token, inviter) for user, (link, token) in people])
    work.session.flush()
    return [InvitationSent(link.user_id or 0, link.email, link.expires_at) for link, _token in made]


def _new_link(work: Work, user: User, inviter_id: int | None) -> tuple[Link, str]:
    token, hashed = new_token()
    link = Link(
        purpose=Purpose.INVITATION,
        token_hash=hashed,
        user_id=user.id,
        email=user.email,
        created_at=work.now,
        created_by_id=inviter_id,
        expires_at=work.now + timedelta(hours=settings().invitation_hours),
    )
    return link, token


def _mail(work: Work, user: User, link: Link, token: str, inviter: str) -> Message:
    return compose(
        work,
        Template.INVITATION,
        user.email,
        user.language,
        user_id=user.id,
        link_id=link.id,
        name=user.first_name,
        username=user.username,
        inviter=inviter,
        url=f"{settings().origin}/invitation/{token}",
        until=link.expires_at,
    )


def _end_links(work: Work, user_ids: Sequence[int], purposes: tuple[Purpose, ...]) -> int:
    whose = is_one_of(work.session, col(Link.user_id), user_ids)
    is_open = (
        whose,
        col(Link.purpose).in_(purposes),
        col(Link.used_at).is_(None),
        col(Link.revoked_at).is_(None),
    )
    ended = update(Link).where(*is_open).values(revoked_at=work.now)
    count = work.session.execute(ended, execution_options={"synchronize_session": False}).rowcount  # type: ignore[attr-defined]
    forget_texts(work, whose)
    return count
