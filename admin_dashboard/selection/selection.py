"""Which users are ticked: some by their ids, or all who match a list but for some."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..users.listing import ListUsers

MOST_IDS = 10_000
"""Users that can be ticked, or excepted, one by one. Whoever wants more ticks all who match."""

Ids = frozenset[int]
NO_IDS: Ids = frozenset()


@dataclass(frozen=True)
class Selection:
    """Nothing is ticked at first. Every change gives a new selection.

    With `matching`, all who match that list are ticked, also those who come to match it later, but for `unticked`;
    `ticked` are ticked whatever they match.
    """

    ticked: Ids = NO_IDS
    matching: ListUsers | None = None
    unticked: Ids = NO_IDS

    @classmethod
    def of_all(cls, query: ListUsers) -> "Selection":
        """Exactly those who match the list, whatever its order and page."""
        return cls(matching=ListUsers(text=query.text, filters=query.filters))

    def tick(self, ids: Iterable[int]) -> "Selection":
        """With these users as well."""
        added = frozenset(ids)
        return replace(self, ticked=self.ticked | added, unticked=self.unticked - added)

    def untick(self, ids: Iterable[int]) -> "Selection":
        """Without these users."""
        taken = frozenset(ids)
        unticked = self.unticked | taken if self.matching else NO_IDS
        return replace(self, ticked=self.ticked - taken, unticked=unticked)

    def is_all_of(self, query: ListUsers) -> bool:
        """Whether it is exactly all who match this list."""
        return self.matching is not None and self == Selection.of_all(query)

    @property
    def is_empty(self) -> bool:
        """Whether nobody is ticked, whatever the database says."""
        return not self.ticked and self.matching is None

    @property
    def is_too_long(self) -> bool:
        """Whether more users are named one by one than it may hold."""
        return max(len(self.ticked), len(self.unticked)) > MOST_IDS


NOTHING = Selection()
