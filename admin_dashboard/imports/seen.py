"""Which row of a file was the first with a key: a million keys in a few megabytes."""

from array import array
from collections.abc import Sequence

_NUMBER_BITS = 24
_NUMBER = (1 << _NUMBER_BITS) - 1
_HASH = (1 << 64) - 1 - _NUMBER


class Seen:
    """Keys with the numbers of the rows that had them first.

    An entry holds 40 bits of the key's hash beside the number, no text. So another key may pass for it: once in some
    hundred thousand files of a million rows, where a row is refused that need not have been.
    """

    def __init__(self, slots: int = 1 << 20) -> None:
        self._table = array("Q", bytes(8 * slots))
        self._used = 0

    def find(self, key: str) -> int:
        """The number of the first row with the key; 0 for none."""
        entry = hash(key) & _HASH
        at, table = entry >> _NUMBER_BITS, self._table
        mask = len(table) - 1
        while found := table[at & mask]:
            if found & _HASH == entry:
                return found & _NUMBER
            at += 1
        return 0

    def add(self, key: str, number: int) -> None:
        """Note the row, when it is the first with the key."""
        self.claim((key,), number)

    def claim(self, keys: Sequence[str], number: int) -> int:
        """Note the row under all its keys; 0. When an earlier row has one of them, the number of that one instead."""
        table = self._table
        mask, free = len(table) - 1, []
        for key in keys:
            entry = hash(key) & _HASH
            at = entry >> _NUMBER_BITS
            while found := table[at & mask]:
                if found & _HASH == entry:
                    return found & _NUMBER
                at += 1
            free.append((at, entry))
        for at, entry in free:
            place = at & mask
            while table[place]:
                place = (place + 1) & mask
            table[place] = entry | number
        self._used += len(free)
        if self._used * 2 > len(table):
            self._grow()
        return 0

    def _grow(self) -> None:
        old, mask = self._table, len(self._table) * 2 - 1
        self._table = new = array("Q", bytes(8 * (mask + 1)))
        for entry in filter(None, old):
            at = entry >> _NUMBER_BITS
            while new[at & mask]:
                at += 1
            new[at & mask] = entry
