"""Rows of an import as the tables of its pages show them: every part a text in the reader's language."""

from collections.abc import Iterator, Sequence
from typing import TypedDict

from ..attributes.queries import AttributeRow, all_attributes
from ..core.errors import NotFound
from ..core.i18n import Message, _
from ..core.work import Work
from ..models import RowOutcome
from . import queries, rows
from .labels import name_of
from .problems import Problem
from .queries import ImportView
from .rows import NOT_RUN, Change, RowsAsked, RowView, Which
from .words import DID, EMPTY, WILL, number

PAGE_SIZE = 50
YES_NO = {"yes": _("Yes"), "no": _("No")}
TONES = {RowOutcome.CREATED: "green", RowOutcome.UPDATED: "amber", RowOutcome.REFUSED: "red"}


class Line(TypedDict):
    """A line of a table: a row of the file, or one of several things to say about it."""

    key: str
    line: str
    user: str
    user_id: int
    outcome: str
    tone: str
    column: str
    value: str
    reason: str
    field: str
    old: str
    new: str


class RowsPage(TypedDict):
    """A page of a table. `kind`: problems, changes or people; `last` is the number of its last row."""

    kind: str
    lines: list[Line]
    last: int
    has_next: bool


NO_PAGE = RowsPage(kind="", lines=[], last=0, has_next=False)
NO_LINE = Line(
    key="",
    line="",
    user="",
    user_id=0,
    outcome="",
    tone="gray",
    column="",
    value="",
    reason="",
    field="",
    old="",
    new="",
)
KINDS = {Which.REFUSED: "problems", Which.WARNED: "problems", Which.UPDATED: "changes"}


def read_rows(work: Work, import_id: int, asked: RowsAsked, language: str) -> RowsPage:
    """A page of such rows; nothing where there is no such import for this reader."""
    try:
        view = queries.find(work, import_id)
        found = rows.rows(work, import_id, RowsAsked(asked.which, asked.text, asked.after, PAGE_SIZE + 1))
    except NotFound:
        return NO_PAGE
    said = _Said(view, all_attributes(work), language)
    page = found[:PAGE_SIZE]
    return RowsPage(
        kind=KINDS.get(asked.which, "people"),
        lines=[line for row in page for line in said.lines(row, asked.which)],
        last=page[-1].number if page else 0,
        has_next=len(found) > PAGE_SIZE,
    )


def usual_which(work: Work, import_id: int) -> Which:
    """The rows that are shown before anybody has chosen: the refused ones, where there are any."""
    try:
        return Which.REFUSED if queries.find(work, import_id).refused else Which.ALL
    except NotFound:
        return Which.ALL


class _Said:
    """Says what becomes of rows."""

    def __init__(self, view: ImportView, attributes: Sequence[AttributeRow], language: str) -> None:
        self._words = WILL if view.state in NOT_RUN else DID
        self._attributes, self._language = attributes, language

    def lines(self, row: RowView, which: Which) -> Iterator[Line]:
        """The lines of one row, at least one."""
        parts: list[dict[str, str]] = [{"reason": self._all_of(row, which)}]
        if which is Which.UPDATED:
            parts = [self._change(change) for change in row.changes] or [{}]
        elif which in KINDS:
            parts = [self._problem(one) for one in (row.warnings if which is Which.WARNED else row.problems)] or [{}]
        outcome = Which(row.outcome) if row.outcome else Which.NOT_DONE
        for at, part in enumerate(parts):
            yield {  # type: ignore[typeddict-item]
                **NO_LINE,
                "key": f"{row.number}-{at}",
                "line": number(row.line, self._language),
                "user": row.username or row.email or row.name,
                "user_id": row.user_id or 0,
                "outcome": self._say(self._words.get(outcome, DID[outcome])),
                "tone": TONES.get(row.outcome, "gray") if row.outcome else "gray",
                **part,
            }

    def _problem(self, problem: Problem) -> dict[str, str]:
        return {"column": problem.column, "value": problem.value, "reason": self._say(problem.reason)}

    def _change(self, change: Change) -> dict[str, str]:
        field = name_of(change.target, self._attributes)
        old, new = self._value(change.target, change.old), self._value(change.target, change.new)
        return {"field": self._say(field), "old": old, "new": new}

    def _value(self, target: str, value: str) -> str:
        return self._say(YES_NO[value]) if target == "enabled" and value in YES_NO else value

    def _all_of(self, row: RowView, which: Which) -> str:
        """Everything there is to say about a row, in one cell."""
        if row.taken_back and which in {Which.LEFT_ALONE, Which.ALL}:
            return self._say(row.taken_back)
        problems = [
            f"{one.column}: {self._say(one.reason)}" if one.column else self._say(one.reason) for one in _said(row)
        ]
        changes = [self._change(change) for change in row.changes]
        empty = self._say(EMPTY)
        shown = [f"{one['field']}: {one['old'] or empty} → {one['new'] or empty}" for one in changes]
        return " · ".join([*problems, *(shown if row.outcome == RowOutcome.UPDATED else [])])

    def _say(self, text: Message | str) -> str:
        return text.in_language(self._language) if isinstance(text, Message) else text


def _said(row: RowView) -> tuple[Problem, ...]:
    return (*row.problems, *row.warnings)
