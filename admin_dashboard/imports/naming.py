"""Usernames for rows that name somebody new without one, made from their names for all of them at once."""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from ..core.text import proposed_username
from ..core.work import Work
from .cleaning import Row
from .known import taken_among

FIRST_ROUND, TIMES = 2, 10
"""Numbers looked at in the first round, and how many times more in each that follows."""


def name_all(work: Work, rows: Sequence[Row], is_used: Callable[[str], bool]) -> None:
    """Give each row a username nobody has or had: what it has already when it is free, else one of its names.

    As `users.usernames.propose_username` does it. A row keeps none when its names have no Latin letter. `is_used` says
    of a username that another row has it.
    """
    kept = _keep_free(work, rows, is_used)
    wished = {row.number: proposed_username(row.wanted["first_name"], row.wanted["last_name"]) for row in rows}
    left = [row for row in rows if row.number not in kept]
    for row in left:
        row.username = ""
    free = _free(work, Counter(filter(None, (wished[row.number] for row in left))), _also(is_used, kept.values()))
    for row in left:
        if wished[row.number]:
            row.username = free[wished[row.number]].popleft()


def _keep_free(work: Work, rows: Sequence[Row], is_used: Callable[[str], bool]) -> dict[int, str]:
    """Number → username of the rows that have a free one, which no other of them has."""
    named = [row.username for row in rows if row.username]
    taken = taken_among(work, named) if named else set()
    kept: dict[str, int] = {}
    for row in rows:
        if row.username and row.username not in taken and not is_used(row.username):
            kept.setdefault(row.username, row.number)
    return {number: username for username, number in kept.items()}


def _also(is_used: Callable[[str], bool], kept: Iterable[str]) -> Callable[[str], bool]:
    names = set(kept)
    return lambda username: username in names or is_used(username)


def _free(work: Work, wished: Counter[str], is_used: Callable[[str], bool]) -> dict[str, deque[str]]:
    """Wished username → as many free ones as are wished: itself, or with the lowest numbers from 2 on."""
    found: dict[str, deque[str]] = defaultdict(deque)
    begin, many = 1, FIRST_ROUND
    while lacking := {name: count for name, count in wished.items() if len(found[name]) < count}:
        numbers = range(begin, begin + many)
        asked = {name: [f"{name}{number}" if number > 1 else name for number in numbers] for name in lacking}
        taken = taken_among(work, [candidate for names in asked.values() for candidate in names])
        for name, candidates in asked.items():
            free = (one for one in candidates if one not in taken and not is_used(one))
            found[name].extend(islice(free, wished[name] - len(found[name])))
        begin, many = numbers.stop, many * TIMES
    return found
