"""Rows for tests, with sensible values for whatever the test does not care about."""

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from admin_dashboard.attributes.values import sort_key
from admin_dashboard.core.api_tokens import PREFIX
from admin_dashboard.core.permissions import ADMINISTRATOR, Actor
from admin_dashboard.core.rights import rights_of
from admin_dashboard.core.tokens import new_token
from admin_dashboard.models import (
    ApiToken,
    Attribute,
    AttributeType,
    AttributeValue,
    Delivery,
    Grant,
    Link,
    Message,
    Purpose,
    Role,
    SignInSession,
    Space,
    SpaceMember,
    User,
)
from admin_dashboard.users.writing import prepare

NOW = datetime(2030, 1, 15, 12, tzinfo=UTC)
UNUSABLE_HASH = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA"
"""Costs nothing and fits no password."""

_numbers = itertools.count(1)


def make_user(session: Session, **values: Any) -> User:
    """An enabled internal user who never connected, called after a running number unless told otherwise."""
    letters = _letters(next(_numbers))
    username = values.setdefault("username", f"jane.doe-{letters}")
    given = {
        "first_name": "Jane",
        "last_name": f"Doe {letters}",
        "email": f"{username}@example.org",
        "created_at": NOW,
        **values,
    }
    user = prepare(User(**given), values.get("updated_at", NOW))
    session.add(user)
    session.flush()
    return user


def _letters(number: int) -> str:
    """1 → a, 27 → aa: names have no digits."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def grant(session: Session, user: User, role: str = ADMINISTRATOR, space_id: int | None = None) -> Grant:
    """Give the user a role by its key."""
    role_id = session.exec(select(Role.id).where(Role.key == role)).one() or 0
    made = Grant(user_id=user.id or 0, role_id=role_id, space_id=space_id, granted_at=NOW)
    session.add(made)
    session.flush()
    return made


def make_administrator(session: Session, **values: Any) -> User:
    """A user who has connected and holds the Administrator role."""
    user = make_user(session, **{"first_login_at": NOW, "last_login_at": NOW, **values})
    grant(session, user)
    return user


def actor_of(session: Session, user: User, **values: Any) -> Actor:
    """The user as the one who acts, with the rights of all their roles."""
    name = f"{user.first_name} {user.last_name}"
    return Actor(id=user.id, name=name, rights=rights_of(session, user.id or 0), **values)


def make_session(session: Session, user: User, **values: Any) -> tuple[SignInSession, str]:
    """A live session of the user: (row, the cookie's value)."""
    token, token_hash = new_token()
    given = {
        "created_at": NOW,
        "seen_at": NOW,
        "idle_until": NOW + timedelta(hours=1),
        "ends_at": NOW + timedelta(hours=12),
        **values,
    }
    row = SignInSession(token_hash=token_hash, user_id=user.id or 0, **given)
    session.add(row)
    session.flush()
    return row, token


def make_api_token(session: Session, user: User, **values: Any) -> tuple[ApiToken, str]:
    """An API token of the user, valid for 30 days: (row, the token)."""
    token, token_hash = new_token(PREFIX)
    given = {"name": "Script", "created_at": NOW, "ends_at": NOW + timedelta(days=30), **values}
    row = ApiToken(token_hash=token_hash, user_id=user.id or 0, **given)
    session.add(row)
    session.flush()
    return row, token


def make_invitation(session: Session, user: User, **values: Any) -> tuple[Link, str]:
    """An open invitation, valid for 24 hours: (row, the token in the mail)."""
    token, token_hash = new_token()
    given = {"created_at": NOW, "expires_at": NOW + timedelta(hours=24), **values}
    row = Link(purpose=Purpose.INVITATION, token_hash=token_hash, user_id=user.id, email=user.email, **given)
    session.add(row)
    session.flush()
    return row, token


def make_message(session: Session, user: User, link: Link | None = None, **values: Any) -> Message:
    """A sent mail to the user, with the link when there is one."""
    given = {
        "message_id": f"<{next(_numbers)}@example.org>",
        "kind": "invitation",
        "to_address": user.email,
        "subject": "You are invited",
        "state": Delivery.SENT,
        "created_at": NOW,
        "due_at": NOW,
        "sent_at": NOW,
        **values,
    }
    row = Message(user_id=user.id, link_id=link.id if link else None, **given)
    session.add(row)
    session.flush()
    return row


def make_attribute(session: Session, key: str = "badge", **values: Any) -> Attribute:
    """An optional text attribute, behind those there are."""
    given = {"label_en": key.title(), "label_fr": f"{key.title()} (fr)", "position": next(_numbers) + 100, **values}
    made = Attribute(key=key, created_at=NOW, **given)
    session.add(made)
    session.flush()
    return made


def give_value(session: Session, user: User, key: str, value: str) -> None:
    """Give the user this value, as stored, of an attribute by its key."""
    attribute = session.exec(select(Attribute).where(Attribute.key == key)).one()
    compared = sort_key(AttributeType(attribute.type), value)
    ids = {"user_id": user.id or 0, "attribute_id": attribute.id or 0}
    session.add(AttributeValue(**ids, value=value, sort_key=compared))
    session.flush()


def make_space(session: Session, name: str = "", *members: User, managers: Sequence[User] = ()) -> Space:
    """A space with these members; managers are members too."""
    made = Space(name=name or f"Space {next(_numbers)}", created_at=NOW)
    session.add(made)
    session.flush()
    for user, is_manager in [*((user, False) for user in members), *((user, True) for user in managers)]:
        ids = {"space_id": made.id or 0, "user_id": user.id or 0}
        session.add(SpaceMember(**ids, is_manager=is_manager, joined_at=NOW))
    session.flush()
    return made
