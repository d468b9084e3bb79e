"""A row of a file, held against the rules of each field. What today's data says about it comes afterwards."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ..attributes.queries import AttributeRow
from ..core.i18n import Message, _, n_
from . import rules
from .columns import ATTRIBUTE, CLEAR, UNDECIDED_GROUPS, reader
from .columns import Mapping as ColumnMapping
from .problems import Problem
from .rules import Rule

CUT = _("This is longer than an import reads.")
NOT_OURS = _("This language is not available here: left as it is.")
NO_ROLE = _("Nobody has said what role these groups give: none.")
NOTHING_SAID = _("This row says nothing about a user.")
PASSWORD = "password"  # noqa: S105 - a column's name


@dataclass(slots=True, eq=False)
class Row:
    """One row: what its cells say, by target and as it would be stored, and what is decided about it.

    Of the targets, `roles` and `spaces` are still texts, `enabled` is `yes` or `no`; empty takes a value away. With
    `is_twice` an earlier row has its username or email.
    """

    number: int
    line: int
    cells: list[str]
    wanted: dict[str, str]
    problems: list[Problem]
    warnings: list[Problem]
    password: str = ""
    password_hash: str | None = None
    asks_invitation: bool = False
    is_twice: bool = False
    outcome: str = ""
    user_id: int | None = None
    username: str = ""
    changes: dict[str, list[str]] = field(default_factory=dict)

    @property
    def email(self) -> str:
        """The address it names; empty for none."""
        return self.wanted.get("email", "")


class Cleaner:
    """Makes rows of records, as the columns and the attributes of today say."""

    def __init__(self, mapping: ColumnMapping, attributes: Sequence[AttributeRow]) -> None:
        self._read = reader(mapping)
        self._is_example = mapping.dialect.startswith("entra")
        self._rules = _rules(mapping, attributes)
        self._secret = [at for at, column in enumerate(mapping.columns) if column.is_secret]
        self._mapped = {at: column.header for at, column in enumerate(mapping.columns) if column.target}
        self.headers = {target: column.header for column in mapping.columns for target in column.claims}

    def row(self, number: int, line: int, cells: list[str]) -> Row | None:
        """The row; None when the line is no more than an example."""
        said = self._read(cells)
        wanted: dict[str, str] = {}
        row = Row(number, line, cells, wanted, [], [])
        for target, text in said.items():
            rule = self._rules.get(target)
            value = rule(text) if rule else text
            if value.__class__ is str:
                wanted[target] = value  # type: ignore[assignment]
            else:
                row.problems.append(self.problem(target, text, value))  # type: ignore[arg-type]
        if not said:
            if self._is_example:
                return None
            row.problems.append(Problem("", "", NOTHING_SAID))
        elif self._needs_look(wanted):
            self._look(row, said)
        return row

    def problem(self, target: str, value: str, reason: Message) -> Problem:
        """What is wrong with what a row says of a target; a password's text is not repeated."""
        return Problem(self.headers.get(target, ""), "" if target == PASSWORD else value, reason)

    def note(self, row: Row, surplus: int, too_long: Sequence[int]) -> None:
        """What was odd about the record as it was read: a cell that was cut is not taken for the whole."""
        for at in too_long:
            if at in self._mapped:
                row.problems.append(Problem(self._mapped[at], row.cells[at], CUT))
        if surplus:
            more = n_(
                "{count} cell more than there are columns.", "{count} cells more than there are columns.", surplus
            )
            row.warnings.append(Problem("", "", more))

    def without_secrets(self, cells: list[str]) -> list[str]:
        """The cells as they may be kept."""
        if not self._secret:
            return cells
        kept = list(cells)
        for at in self._secret:
            kept[at] = ""
        return kept

    def _needs_look(self, wanted: Mapping[str, str]) -> bool:
        return not _SPECIAL.isdisjoint(wanted)

    def _look(self, row: Row, said: Mapping[str, str]) -> None:
        """What is no value of the user's."""
        row.password = row.wanted.pop(PASSWORD, "")
        row.asks_invitation = row.wanted.pop("invite", "") == "yes"
        if UNDECIDED_GROUPS in row.wanted:
            row.warnings.append(self.problem("roles", row.wanted.pop(UNDECIDED_GROUPS), NO_ROLE))
        if row.wanted.get("language") == "" and said["language"] != CLEAR:
            row.warnings.append(self.problem("language", said["language"], NOT_OURS))
            del row.wanted["language"]


_SPECIAL = frozenset({PASSWORD, "invite", "language", UNDECIDED_GROUPS})


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
