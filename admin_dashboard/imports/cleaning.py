"""Rows of a file, held against the rules of each field. What today's data says about them comes afterwards."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..attributes.queries import AttributeRow
from ..core.i18n import Message, _, n_
from . import rules
from .columns import ATTRIBUTE, CLEAR, UNDECIDED_GROUPS, Reading, reader
from .columns import Mapping as ColumnMapping
from .columns.cells import said as said_in
from .problems import Problem
from .rules import Rule

CUT = _("This is longer than an import reads.")
NOT_OURS = _("This language is not available here: left as it is.")
NO_ROLE = _("Nobody has said what role these groups give: none.")
NOTHING_SAID = _("This row says nothing about a user.")
PASSWORD = "password"  # noqa: S105 - a column's name
_SPECIAL = frozenset({PASSWORD, "invite", "language", UNDECIDED_GROUPS})
_NO_CHANGES: dict[str, list[str]] = {}


class Row:
    """One row: what its cells say, by target and as it would be stored, and what is decided about it.

    Of the targets, `roles` and `spaces` are still texts, `enabled` is `yes` or `no`; empty takes a value away. With
    `is_twice` an earlier row has its username or email. `changes` are old and new by target. `derived` are the columns
    that follow from what it says, behind the username they were made for.
    """

    # What most rows never have is said once for all of them: there are very many.
    problems: Sequence[Problem] = ()
    warnings: Sequence[Problem] = ()
    password = ""
    password_hash: str | None = None
    asks_invitation = False
    is_twice = False
    outcome = ""
    user_id: int | None = None
    username = ""
    changes: Mapping[str, list[str]] = _NO_CHANGES
    derived: tuple[str, ...] = ("",)

    def __init__(self, number: int, line: int, cells: Sequence[str], wanted: dict[str, str]) -> None:
        self.number, self.line, self.cells, self.wanted = number, line, cells, wanted

    def refuse(self, problem: Problem) -> None:
        """Note what is wrong with it."""
        self.problems = [*self.problems, problem]

    def warn(self, warning: Problem) -> None:
        """Note what is odd about it."""
        self.warnings = [*self.warnings, warning]

    def change(self, target: str, old: str, new: str) -> None:
        """Note what it changes."""
        self.changes = {**self.changes, target: [old, new]}


class Cleaner:
    """Makes rows of records, as the columns and the attributes of today say."""

    def __init__(self, mapping: ColumnMapping, attributes: Sequence[AttributeRow]) -> None:
        self._read = reader(mapping)
        self._is_example = mapping.dialect.startswith("entra")
        self._rules = _rules(mapping, attributes)
        self._secret = [at for at, column in enumerate(mapping.columns) if column.is_secret]
        self._mapped = {at: column.header for at, column in enumerate(mapping.columns) if column.target}
        self._plain = _plain_columns(mapping)
        self.headers = {target: column.header for column in mapping.columns for target in column.claims}

    def rows(self, lines: Sequence[tuple[int, int]], cells: Sequence[Sequence[str]]) -> list[Row | None]:
        """A row for each (number, line) with its cells; None for a line that is no more than an example."""
        if self._plain is None or not cells:
            return [self.row(*line, one) for line, one in zip(lines, cells, strict=True)]
        columns = list(zip(*cells, strict=True))
        # Column by column, which takes a third of the time.
        said = {target: _said_in_all(columns[at]) for at, target in self._plain}
        values = {target: self._values(target, texts) for target, texts in said.items()}
        rows = [
            Row(number, line, one, wanted)
            for (number, line), one, wanted in zip(lines, cells, _by_row(values, len(cells)), strict=True)
        ]
        for target, found in values.items():
            self._refuse_wrong(rows, target, said[target], found)
        for row in rows:
            if not row.wanted and not row.problems:
                row.refuse(Problem("", "", NOTHING_SAID))
        if not _SPECIAL.isdisjoint(said):
            for at, row in enumerate(rows):
                self._look(row, {target: said[target][at] for target in said if target in _SPECIAL})
        return list(rows)

    def row(self, number: int, line: int, cells: Sequence[str]) -> Row | None:
        """As `rows`, for one."""
        said = self._read(cells)
        row = Row(number, line, cells, {})
        for target, text in said.items():
            rule = self._rules.get(target)
            value = rule(text) if rule else text
            if isinstance(value, str):
                row.wanted[target] = value
            else:
                row.refuse(self.problem(target, text, value))
        if not said:
            if self._is_example:
                return None
            row.refuse(Problem("", "", NOTHING_SAID))
        elif not _SPECIAL.isdisjoint(row.wanted):
            self._look(row, said)
        return row

    def problem(self, target: str, value: str, reason: Message) -> Problem:
        """What is wrong with what a row says of a target; a password's text is not repeated."""
        return Problem(self.headers.get(target, ""), "" if target == PASSWORD else value, reason)

    def note(self, row: Row, surplus: int, too_long: Sequence[int]) -> None:
        """What was odd about the record as it was read: a cell that was cut is not taken for the whole."""
        for at in too_long:
            if at in self._mapped:
                row.refuse(Problem(self._mapped[at], row.cells[at], CUT))
        if surplus:
            reason = n_(
                "{count} cell more than there are columns.", "{count} cells more than there are columns.", surplus
            )
            row.warn(Problem("", "", reason))

    def without_secrets(self, cells: Sequence[str]) -> Sequence[str]:
        """The cells as they may be kept."""
        if not self._secret:
            return cells
        kept = list(cells)
        for at in self._secret:
            kept[at] = ""
        return kept

    def _values(self, target: str, texts: Sequence[str]) -> Sequence[str | Message | None]:
        """By the target's rule; None where nothing is said."""
        rule = self._rules[target]
        if "" in texts:
            return [rule(text) if text else None for text in texts]
        return list(map(rule, texts))

    def _refuse_wrong(self, rows: Sequence[Row], target: str, texts: Sequence[str], values: Sequence[object]) -> None:
        if Message not in set(map(type, values)):
            return
        for at, value in enumerate(values):
            if isinstance(value, Message):
                del rows[at].wanted[target]
                rows[at].refuse(self.problem(target, texts[at], value))

    def _look(self, row: Row, said: Mapping[str, str]) -> None:
        """What is no value of the user's."""
        row.password = row.wanted.pop(PASSWORD, "")
        row.asks_invitation = row.wanted.pop("invite", "") == "yes"
        if UNDECIDED_GROUPS in row.wanted:
            row.warn(self.problem("roles", row.wanted.pop(UNDECIDED_GROUPS), NO_ROLE))
        if row.wanted.get("language") == "" and said["language"] != CLEAR:
            row.warn(self.problem("language", said["language"], NOT_OURS))
            del row.wanted["language"]


def _said_in_all(cells: Sequence[str]) -> list[str]:
    texts = [cell.strip() for cell in cells]
    # Few columns hold what is anything else than its text, which `said` knows.
    if _TELLTALE.isdisjoint(texts) and "'" not in "".join(texts):
        return texts
    return list(map(said_in, cells))


_TELLTALE = frozenset({"****", "--"})


def _by_row(values: Mapping[str, Sequence[Any]], count: int) -> list[dict[str, str]]:
    """What each row says, with the sentences that refuse it still among it."""
    targets, by_row = list(values), zip(*values.values(), strict=True)
    if not targets:
        return [{} for _row in range(count)]
    if any(None in column for column in values.values()):
        return [{t: v for t, v in zip(targets, row, strict=True) if v is not None} for row in by_row]
    return [dict(zip(targets, row, strict=True)) for row in by_row]


def _plain_columns(mapping: ColumnMapping) -> list[tuple[int, str]] | None:
    """Where each target stands, when every column just says its value."""
    columns = [(at, column) for at, column in enumerate(mapping.columns) if column.target]
    is_plain = all(column.reading is Reading.PLAIN for _at, column in columns)
    has_examples = mapping.dialect.startswith("entra")
    if not is_plain or has_examples or mapping.passwords != "ignore":
        return None
    return [(at, column.target) for at, column in columns if column.target != PASSWORD]


def _rules(mapping: ColumnMapping, attributes: Sequence[AttributeRow]) -> dict[str, Rule]:
    """The rule of each target that the file has."""
    known: dict[str, Callable[[], Rule]] = {
        "username": rules.username_rule,
        "first_name": rules.name_rule,
        "last_name": rules.name_rule,
        "email": rules.email_rule,
        "language": rules.language_rule,
        "enabled": rules.enabled_rule,
        "invite": rules.yes_no_rule,
        "roles": lambda: rules.as_it_is,
        "spaces": lambda: rules.as_it_is,
    }
    claims = {target for column in mapping.columns for target in column.claims}
    of_attributes = {f"{ATTRIBUTE}{row.key}": rules.attribute_rule(row) for row in attributes}
    return {target: rule() for target, rule in known.items() if target in claims} | {
        target: rule for target, rule in of_attributes.items() if target in claims
    }
