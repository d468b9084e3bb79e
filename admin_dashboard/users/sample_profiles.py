"""What sample people do, for whom and where, and in which spaces: as unevenly spread as in life."""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from random import Random

from ..core.text import fold
from .sample_places import CITIES, FUNCTIONS, ORGANIZATIONS, SPACES

Choice = tuple[str, str]
"""A value and what it is compared by."""

# Shares of all people, and of members who manage a space.
WITH_FUNCTION, WITH_ORGANIZATION, WITH_LOCATION = 0.94, 0.97, 0.90
IN_A_SPACE, IN_ANOTHER, MANAGER = 0.55, 0.15, 0.01


class Spread:
    """Draws from a few choices, the first far more often than the last."""

    def __init__(self, choices: Sequence[str], share: float) -> None:
        self.choices: list[Choice] = [(choice, fold(choice)) for choice in choices]
        self.weights = list(accumulate(1 / (rank + 3) for rank in range(len(choices))))
        self.share = share

    def draw(self, random: Random) -> Choice | None:
        """One of them, or None for those who have none."""
        if random.random() >= self.share:
            return None
        return random.choices(self.choices, cum_weights=self.weights)[0]


class Profiles:
    """Hands out what people have of attributes, by key, and the spaces they work in."""

    def __init__(self, seed: int) -> None:
        # Of its own: what people do must not change what they are called.
        self.random = Random(f"profiles {seed}")  # noqa: S311 - nothing secret
        self.attributes = {
            "function": Spread(FUNCTIONS, WITH_FUNCTION),
            "organization": Spread(ORGANIZATIONS, WITH_ORGANIZATION),
            "location": Spread(CITIES, WITH_LOCATION),
        }
        self.space_weights = list(accumulate(1 / (rank + 2) for rank in range(len(SPACES))))

    def values(self) -> Mapping[str, Choice]:
        """Attribute key → what one more person has."""
        drawn = {key: spread.draw(self.random) for key, spread in self.attributes.items()}
        return {key: choice for key, choice in drawn.items() if choice is not None}

    def spaces(self, *, is_external: bool, is_staff: bool) -> Mapping[str, bool]:
        """Name of a space → whether the person manages it. Who is external came through one."""
        count = int(is_external or self.random.random() < IN_A_SPACE)
        count += int(count == 1 and self.random.random() < IN_ANOTHER)
        names = self.random.choices(SPACES, cum_weights=self.space_weights, k=count)
        return {name: is_staff and self.random.random() < MANAGER for name in names}
