"""People who do not exist: names, dates and invitations as a real site has them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Any

from ..core.text import proposed_username
from ..core.tokens import new_token
from ..models import Delivery, Purpose, Source
from .sample_names import BEGINNINGS, DOMAINS, ENDS, FIRST_NAMES, LAST_NAMES, MIDDLES
from .writing import derived_columns

Row = dict[str, Any]

HISTORY = timedelta(days=5 * 365)
MONTH = timedelta(days=30)
LINK_LIFE = timedelta(hours=24)
SOURCES = {Source.INTERNAL: 45, Source.LDAP: 25, Source.SCIM: 15, Source.CSV: 15}
ROLES = {"help_desk": 4, "user_manager": 3, "auditor": 2, "administrator": 1}
# Shares of all people, except: freshly invited and opened of the invited, undeliverable of the others.
NEVER_CONNECTED, NEVER_ENROLLED, EXTERNAL, DISABLED = 0.35, 0.40, 0.12, 0.08
WITH_ROLE, FRESHLY_INVITED, OPENED, UNDELIVERABLE = 0.01, 0.25, 0.3, 0.02
MADE_UP_NAME, DOUBLE_LAST_NAME, DOUBLE_FIRST_NAME = 0.35, 0.06, 0.04


@dataclass(frozen=True)
class Sample:
    """The rows of one person, but for the ids that join them; empty where there is none."""

    user: Row
    role: str | None
    link: Row
    message: Row

    @property
    def is_staff(self) -> bool:
        """Whether the person can be somebody with rights."""
        return bool(self.user["is_enabled"] and not self.user["is_external"] and self.user["first_login_at"])


class Names:
    """Hands out names as frequent as in life, each with a username and an email nobody has."""

    def __init__(self, random: Random, taken: set[str]) -> None:
        self.random = random
        self.taken = taken
        self.used: Counter[str] = Counter()
        self.first_names = random.sample(FIRST_NAMES, len(FIRST_NAMES))
        self.last_names = random.sample(LAST_NAMES, len(LAST_NAMES))
        self.first_weights = list(accumulate(1 / (rank + 8) for rank in range(len(FIRST_NAMES))))
        self.last_weights = list(accumulate(1 / (rank + 8) for rank in range(len(LAST_NAMES))))

    def next(self) -> Row:
        """The naming columns of one more person."""
        first, last = self._first(), self._last()
        proposed = proposed_username(first, last)
        domain = self.random.choices(list(DOMAINS), list(DOMAINS.values()))[0]
        while True:
            self.used[proposed] += 1
            username = proposed if self.used[proposed] == 1 else f"{proposed}{self.used[proposed]}"
            email = f"{username}@{domain}"
            if self.taken.isdisjoint((username, email)):
                return {"username": username, "first_name": first, "last_name": last, "email": email}

    def _first(self) -> str:
        name = self.random.choices(self.first_names, cum_weights=self.first_weights)[0]
        return f"{name}-{self.random.choice(FIRST_NAMES)}" if self.random.random() < DOUBLE_FIRST_NAME else name

    def _last(self) -> str:
        kind = self.random.random()
        if kind < MADE_UP_NAME:
            middle = self.random.choice(MIDDLES) + (self.random.choice(MIDDLES) if kind < MADE_UP_NAME / 3 else "")
            return self.random.choice(BEGINNINGS) + middle + self.random.choice(ENDS)
        name = self.random.choices(self.last_names, cum_weights=self.last_weights)[0]
        is_double = kind < MADE_UP_NAME + DOUBLE_LAST_NAME
        return f"{name}-{self.random.choice(LAST_NAMES)}" if is_double else name


def samples(random: Random, taken: set[str], now: datetime) -> Iterator[Sample]:
    """People without end, whose dates lead up to now. `taken` holds usernames and emails they must not have."""
    names = Names(random, taken)
    while True:
        dates = _dates(random, now)
        user = {**names.next(), **_nature(random), **dates}
        user |= derived_columns(user["username"], user["first_name"], user["last_name"], user["email"])
        if not user["is_enabled"]:
            latest = user["last_login_at"] or user["enrolled_at"] or user["created_at"]
            user["disabled_at"] = _between(random, latest, now)
        role = random.choices(list(ROLES), list(ROLES.values()))[0] if random.random() < WITH_ROLE else None
        sample = Sample(user, role, *_invitation(random, user, now))
        yield sample if sample.is_staff else replace(sample, role=None)


def _nature(random: Random) -> Row:
    is_external = random.random() < EXTERNAL
    source = random.choices(list(SOURCES), list(SOURCES.values()))[0]
    return {
        "is_enabled": random.random() >= DISABLED,
        "is_external": is_external,
        "source": str(Source.INTERNAL if is_external else source),
        "password_is_temporary": False,
        "version": 1,
        "disabled_at": None,
    }


def _dates(random: Random, now: datetime) -> Row:
    created = now - HISTORY * random.random()
    is_connected, is_enrolled = random.random() >= NEVER_CONNECTED, random.random() >= NEVER_ENROLLED
    enrolled = first_login = last_login = None
    if is_enrolled:
        is_fresh = not is_connected and random.random() < FRESHLY_INVITED
        enrolled = _between(random, max(created, now - LINK_LIFE) if is_fresh else created, now, MONTH)
    if is_connected:
        first_login = _between(random, enrolled or created, now, LINK_LIFE if enrolled else MONTH)
        last_login = now - (now - first_login) * random.random() ** 2
    return {
        "created_at": created,
        "updated_at": created,
        "enrolled_at": enrolled,
        "first_login_at": first_login,
        "last_login_at": last_login,
    }


def _between(random: Random, start: datetime, end: datetime, longest: timedelta = HISTORY) -> datetime:
    return start + min(longest, end - start) * random.random()


def _invitation(random: Random, user: Row, now: datetime) -> tuple[Row, Row]:
    """The link and the mail of somebody who was invited and has not come, or whom the mail could not reach."""
    is_undeliverable = user["enrolled_at"] is None and random.random() < UNDELIVERABLE
    if user["first_login_at"] or user["is_external"] or not (user["enrolled_at"] or is_undeliverable):
        return {}, {}
    sent = user["enrolled_at"] or _between(random, user["created_at"], now, MONTH)
    was_opened = not is_undeliverable and random.random() < OPENED
    # Of a token nobody knows: a link that could be computed from the seed would let anybody in.
    token_hash = new_token()[1]
    link = {
        "purpose": str(Purpose.INVITATION),
        "token_hash": token_hash,
        "email": user["email"],
        "created_at": sent,
        "expires_at": sent + LINK_LIFE,
        "opened_at": _between(random, sent, now, LINK_LIFE) if was_opened else None,
    }
    message = {
        "message_id": f"<{token_hash[:32]}@sample.example>",
        "kind": "invitation",
        "to_address": user["email"],
        "subject": "You are invited",
        "state": str(Delivery.FAILED if is_undeliverable else Delivery.SENT),
        "tries": 1,
        "created_at": sent,
        "due_at": sent,
        "sent_at": None if is_undeliverable else sent,
        "error": "550 5.1.1 No such mailbox" if is_undeliverable else None,
    }
    return link, message
