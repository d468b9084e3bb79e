"""What a file says twice: the first row counts, those after it are refused and told its line."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import col

from ..core.i18n import Message, _
from ..core.work import Work
from ..db.many import is_one_of
from ..models import ImportRow
from .cleaning import Cleaner, Row
from .seen import Seen


def same_username(line: int) -> Message:
    """Why a row is refused whose user another one is about."""
    return _("Line {line} has the same username.", line=line)


def same_email(line: int) -> Message:
    """Why a row is refused whose address another one has."""
    return _("Line {line} has the same email.", line=line)


_KEYS = ("username", "email")


class Twice:
    """The usernames and emails of the rows so far. No username looks like an email: one set holds both."""

    def __init__(self) -> None:
        self._seen = Seen()
        self._found: list[tuple[Row, str, int]] = []

    def has(self, row: Row) -> bool:
        """Whether an earlier row has the username or the email; if not, later ones are told of this one."""
        keys = [key for target in _KEYS if (key := row.wanted.get(target))]
        first = self._seen.claim(keys, row.number)
        if not first:
            return False
        target = next(target for target in _KEYS if self._seen.find(row.wanted.get(target, "")) == first)
        return self._note(row, target, first)

    def has_user(self, row: Row, username: str) -> bool:
        """As `has`, for the username of the user a row is about that does not say it."""
        first = self._seen.claim([username], row.number)
        return first > 0 and self._note(row, "username", first)

    def _note(self, row: Row, target: str, first: int) -> bool:
        row.is_twice = True
        self._found.append((row, target, first))
        return True

    def knows(self, key: str) -> bool:
        """Whether a row has it."""
        return self._seen.find(key) > 0

    def remember(self, number: int, keys: Sequence[str | None]) -> None:
        """Note the keys of a row that has been decided."""
        for key in keys:
            if key:
                self._seen.add(key, number)

    def tell(self, work: Work, import_id: int, cleaner: Cleaner, rows: Sequence[Row]) -> None:
        """Tell the rows found since the last time, which are among these, the line of the first."""
        lines = {row.number: row.line for row in rows}
        earlier = {first for _row, _target, first in self._found if first not in lines}
        stored = select(col(ImportRow.number), col(ImportRow.line)).where(
            col(ImportRow.import_id) == import_id, is_one_of(work.session, col(ImportRow.number), sorted(earlier))
        )
        lines.update((row[0], row[1]) for row in (work.session.execute(stored) if earlier else ()))
        for row, target, first in self._found:
            is_email = target == "email"
            reason = same_email(lines[first]) if is_email else same_username(lines[first])
            row.refuse(cleaner.problem(target, row.wanted.get("email", "") if is_email else row.username, reason))
        self._found.clear()
