"""How many messages may go out in a minute."""

from dataclasses import dataclass
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)
LEEWAY = timedelta(milliseconds=50)
"""How far messages may run ahead of their even spread, so that a late one is caught up with and some go together."""


@dataclass(frozen=True)
class Pace:
    """Evenly spread; never more than the number asked for within any minute, its end not included.

    `level_at` is the moment at which an even spread would have come to what has been sent. `opens_at` is all another
    worker has to know: one that begins then keeps the rule too.
    """

    spread: timedelta
    level_at: datetime

    @classmethod
    def begin(cls, per_minute: int, now: datetime) -> "Pace":
        """The next message may go now."""
        # Rounded up.
        return cls(-(-(MINUTE + LEEWAY) // per_minute), now + LEEWAY)

    @property
    def opens_at(self) -> datetime:
        """When the next message may go."""
        return self.level_at - LEEWAY

    def room(self, now: datetime) -> int:
        """How many may go now."""
        ahead = max(self.level_at, now) - now
        return 0 if ahead > LEEWAY else (LEEWAY - ahead) // self.spread + 1

    def after(self, count: int, now: datetime) -> "Pace":
        """The pace once so many have gone now."""
        return Pace(self.spread, max(self.level_at, now) + count * self.spread)
