"""The step of the columns as it is shown: texts in the reader's language, and what can be chosen."""

from typing import TypedDict

from sqlalchemy import select
from sqlmodel import col

from ..attributes.queries import all_attributes, label
from ..core.i18n import Message, _, n_
from ..core.permissions import BUILT_IN_ROLES
from ..core.work import Work
from ..models import Role
from . import access, queries
from .changing import UNDECIDED
from .columns import (
    ATTRIBUTE,
    MOST_GROUPS,
    READINGS,
    TARGETS,
    TITLES,
    Column,
    Dialect,
    Reading,
    column_note,
    mapping_notes,
)
from .files import DELIMITERS, ENCODINGS, Format, Record, sheets
from .labels import LABELS
from .limits import limits
from .queries import ImportView
from .storage import path_of
from .words import DELIMITERS as DELIMITER_NAMES
from .words import ENCODINGS as ENCODING_NAMES
from .words import FORMATS, number

SAMPLES = 3
LONGEST_SAMPLE = 60
MOST_SHOWN = 200
MOST_HEADER_LINES = 20
READING_NAMES: dict[str, dict[Reading, Message]] = {
    "enabled": {Reading.PLAIN: _("Yes means enabled"), Reading.INVERTED: _("Yes means disabled")},
    "first_name": {Reading.PLAIN: _("First name only"), Reading.FULL_NAME: _("First and last name")},
    "roles": {
        Reading.PLAIN: _("Roles of this platform"),
        Reading.GROUPS: _("Groups, separated by ;"),
        Reading.GROUP_WORDS: _("Groups, separated by blanks"),
    },
}


class Choice(TypedDict):
    """One of several."""

    value: str
    label: str


class ShownColumn(TypedDict):
    """A column of the file. `readings` is empty where there is nothing to choose."""

    position: int
    header: str
    samples: list[str]
    target: str
    reading: str
    readings: list[Choice]
    note: str
    is_unknown: bool


class ShownGroup(TypedDict):
    """A group that the file names, and the role it gives."""

    name: str
    role: str


class ShownShape(TypedDict):
    """How the file is read; a list that is empty cannot be chosen from."""

    format: str
    encoding: str
    encodings: list[Choice]
    delimiter: str
    delimiters: list[Choice]
    header_line: str
    header_lines: list[Choice]
    sheet: str
    sheets: list[Choice]


class ShownChoices(TypedDict):
    """What is chosen besides the columns, and what can be chosen from."""

    mode: str
    invite: bool
    use_passwords: bool
    has_passwords: bool
    targets: list[Choice]
    roles: list[Choice]


NO_SHAPE = ShownShape(
    format="",
    encoding="",
    encodings=[],
    delimiter="",
    delimiters=[],
    header_line="",
    header_lines=[],
    sheet="",
    sheets=[],
)
NO_CHOICES = ShownChoices(mode="", invite=False, use_passwords=False, has_passwords=False, targets=[], roles=[])


class Shown(TypedDict):
    """The whole step. `more_groups` says how many there are besides those shown, empty for none."""

    shape: ShownShape
    columns: list[ShownColumn]
    groups: list[ShownGroup]
    more_groups: str
    notes: list[str]
    choices: ShownChoices


def read_columns(work: Work, import_id: int, language: str) -> Shown | None:
    """The step, for whoever may change it; None once it is too late, or for others.

    Raises:
        NotFound: there is no such import for this reader.
        UnreadableFile: the file cannot be read.
    """
    view = queries.find(work, import_id)
    if not view.can_edit:
        return None
    samples = queries.preview(work, import_id, SAMPLES).rows
    columns = [_column(at, one, samples, language) for at, one in enumerate(view.mapping.columns)]
    groups = queries.groups(work, import_id)
    return Shown(
        shape=_shape(view, access.own(work, import_id).stored, language),
        columns=columns,
        groups=[ShownGroup(name=name, role=view.mapping.groups.get(name, UNDECIDED)) for name in groups[:MOST_SHOWN]],
        more_groups=_more_groups(len(groups), language),
        notes=[note.in_language(language) for note in mapping_notes(view.mapping)],
        choices=_choices(work, view, language),
    )


def _column(position: int, column: Column, samples: tuple[Record, ...], language: str) -> ShownColumn:
    note = column_note(column)
    names = READING_NAMES.get(column.target, {})
    cells = [record.cells[position][:LONGEST_SAMPLE] for record in samples]
    return ShownColumn(
        position=position,
        header=column.header,
        samples=["••••••••"] if column.is_secret else [cell for cell in cells if cell.strip()],
        target=column.target,
        reading=str(column.reading),
        readings=[
            Choice(value=str(one), label=names[one].in_language(language)) for one in READINGS.get(column.target, ())
        ],
        note=note.in_language(language) if note else "",
        is_unknown=not column.known,
    )


def _shape(view: ImportView, stored: str, language: str) -> ShownShape:
    shape, is_text = view.shape, view.shape.format is Format.CSV
    is_book = shape.format is Format.XLSX
    names = sheets(path_of(stored), limits()) if is_book else []
    none = Choice(value="0", label=_("No header line").in_language(language))
    lines = range(1, max(MOST_HEADER_LINES, shape.header_line) + 1)
    line_choices = [Choice(value=str(n), label=_("Line {line}", line=n).in_language(language)) for n in lines]
    return ShownShape(
        format=" · ".join(part.in_language(language) for part in _kind(view)),
        encoding=shape.encoding,
        encodings=[Choice(value=one, label=ENCODING_NAMES[one]) for one in ENCODINGS if is_text],
        delimiter=shape.delimiter,
        delimiters=[
            Choice(value=one, label=DELIMITER_NAMES[one].in_language(language)) for one in DELIMITERS if is_text
        ],
        header_line=str(shape.header_line),
        header_lines=[none, *line_choices] if is_text or is_book else [],
        sheet=shape.sheet,
        sheets=[Choice(value=name, label=name) for name in names],
    )


def _kind(view: ImportView) -> list[Message]:
    """The kind of file, and whose it is where that is known."""
    dialect = view.mapping.dialect
    return [FORMATS[view.shape.format], *([] if dialect is Dialect.OTHER else [TITLES[dialect]])]


def _more_groups(there_are: int, language: str) -> str:
    more = there_are - MOST_SHOWN
    if more <= 0:
        return ""
    many = number(more, language) if there_are < MOST_GROUPS else _("more than {number}", number=number(more, language))
    said = n_(
        "The file names one more group. Unless its role is known it gives none, and a warning.",
        "The file names {number} more groups. Those whose role is not known give none, and a warning.",
        more,
        number=many,
    )
    return said.in_language(language)


def _choices(work: Work, view: ImportView, language: str) -> ShownChoices:
    ignore = Choice(value="", label=_("Ignore").in_language(language))
    own = [Choice(value=target, label=LABELS[target].in_language(language)) for target in TARGETS]
    more = [Choice(value=f"{ATTRIBUTE}{row.key}", label=label(row, language)) for row in all_attributes(work)]
    rows = work.session.execute(select(col(Role.key), col(Role.name)).order_by(col(Role.name))).all()
    roles = [Choice(value=key, label=_role(key, name, language)) for key, name in rows]
    undecided = Choice(value=UNDECIDED, label=_("Not decided: no role, and a warning").in_language(language))
    none = Choice(value="", label=_("No role").in_language(language))
    return ShownChoices(
        mode=str(view.mode),
        invite=view.invite,
        use_passwords=view.mapping.passwords == "use",
        has_passwords=any(column.target == "password" for column in view.mapping.columns),
        targets=[ignore, *own, *more],
        roles=[undecided, none, *roles],
    )


def _role(key: str, name: str, language: str) -> str:
    return BUILT_IN_ROLES[key][0].in_language(language) if key in BUILT_IN_ROLES else name
