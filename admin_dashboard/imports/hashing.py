"""Passwords in a file: read from it again when they are needed, hashed by all cores, kept nowhere in clear."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from ..core.passwords import hash_password
from ..models import RowOutcome
from .columns import reader
from .files import Record
from .plan import Plan
from .staging import Staged

MOST_AT_ONCE = 100
"""Rows a step takes at most where there are passwords: a few seconds of hashing."""


class Passwords:
    """The passwords of an import's rows, in their order; `numbered` are the records from some number on."""

    def __init__(self, plan: Plan, numbered: Iterator[tuple[int, Record]]) -> None:
        self._read = reader(plan.mapping)
        self._numbered = numbered

    def hashes(self, staged: Sequence[Staged]) -> dict[int, str]:
        """Number → hash for those of the rows that make a user and have a password.

        Hashing leaves Python to itself: threads are enough.
        """
        new = {one.number for one in staged if one.outcome == RowOutcome.CREATED}
        clear = {number: text for number, text in self._up_to(staged[-1].number) if text and number in new}
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return dict(zip(clear, pool.map(hash_password, clear.values()), strict=True))

    def _up_to(self, last: int) -> Iterator[tuple[int, str]]:
        for number, record in self._numbered:
            yield number, self._read(record.cells).get("password", "")
            if number >= last:
                return
