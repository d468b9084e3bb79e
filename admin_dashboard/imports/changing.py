"""What a person changes about how a file is read: one thing at a time."""

import re
from dataclasses import replace
from itertools import chain, count

from ..attributes import service as attributes
from ..attributes.commands import FIXED_NAMES, LONGEST_LABEL, CreateAttribute
from ..attributes.queries import all_attributes
from ..core.forms import parse
from ..core.text import fold
from ..core.work import Work
from ..models import AttributeType
from . import access, queries, service
from .columns import ATTRIBUTE, READINGS, Column, Mapping, Reading, UnusableMapping, chosen
from .files import Format, Shape, detect
from .limits import limits
from .storage import path_of

LONGEST_KEY = 36
_NO_KEY = re.compile(r"[^a-z0-9]+")
UNDECIDED = "?"
"""Stands for a group of which nobody has said what role it gives: no role's key."""


def choose_column(work: Work, import_id: int, position: int, target: str, reading: str = "") -> None:
    """Say what the column at this position (from 0) is for, and how its cells say it.

    Raises:
        UnusableMapping: there is no such column, target or reading.
        As `service.set_mapping`.
    """
    mapping = queries.find(work, import_id).mapping
    readings = READINGS.get(target, (Reading.PLAIN,))
    wanted = next((one for one in readings if one == (reading or Reading.PLAIN)), None)
    if not 0 <= position < len(mapping.columns) or wanted is None:
        raise UnusableMapping
    column = Column(mapping.columns[position].header, target, wanted)
    changed = chosen(mapping, position, column) if target else _ignored(mapping, position, column)
    service.set_mapping(work, import_id, changed)


def make_attribute(work: Work, import_id: int, position: int) -> None:
    """Have a new attribute of the column at this position (from 0), called as its header is: a text for each user.

    Raises:
        UnusableMapping: there is no such column.
        InvalidInput: nothing can be called like that.
        As `attributes.service.create` and `service.set_mapping`.
    """
    mapping = queries.find(work, import_id).mapping
    if not 0 <= position < len(mapping.columns):
        raise UnusableMapping
    label = mapping.columns[position].header[:LONGEST_LABEL]
    taken = {*FIXED_NAMES, *(attribute.key for attribute in all_attributes(work))}
    parts = _NO_KEY.sub("_", fold(label)).strip("_")[:LONGEST_KEY] or f"column_{position + 1}"
    names = chain([parts], (f"{parts}_{n}" for n in count(2)))
    key = next(name for name in names if name not in taken and len(name) > 1)
    made = attributes.create(
        work, parse(CreateAttribute, {"key": key, "label_en": label, "label_fr": label, "type": AttributeType.TEXT})
    )
    choose_column(work, import_id, position, f"{ATTRIBUTE}{made.key}")


def choose_group(work: Work, import_id: int, group: str, role: str) -> None:
    """Say what role a group of the file gives: a role's key, none (empty), or UNDECIDED. Raises as `set_mapping`."""
    mapping = queries.find(work, import_id).mapping
    groups = {name: given for name, given in mapping.groups.items() if name != group}
    if role != UNDECIDED:
        groups[group] = role
    service.set_mapping(work, import_id, replace(mapping, groups=groups))


def choose_passwords(work: Work, import_id: int, are_used: bool) -> None:
    """Say whether passwords in the file are imported. Raises as `service.set_mapping`."""
    mapping = queries.find(work, import_id).mapping
    service.set_mapping(work, import_id, replace(mapping, passwords="use" if are_used else "ignore"))


def read_as(work: Work, import_id: int, part: str, value: str) -> None:
    """Read the file with another encoding, delimiter, header_line or sheet; what depends on it is told anew.

    Raises:
        UnreadableFile: there is no such part, or the file cannot be read like that.
        As `service.set_shape`.
    """
    stored, shape = access.own(work, import_id).stored, queries.find(work, import_id).shape
    service.set_shape(work, import_id, _other(stored, shape, part, value))


def _other(stored: str, shape: Shape, part: str, value: str) -> Shape:
    if part == "header_line" and value.isascii() and value.isdigit() and len(value) < 7:
        return replace(shape, header_line=int(value))
    path = path_of(stored)
    if part == "sheet" and shape.format is Format.XLSX:
        return detect(path, limits(), sheet=value)
    if part == "encoding" and shape.format is Format.CSV:
        return detect(path, limits(), encoding=value, delimiter=shape.delimiter)
    if part == "delimiter" and shape.format is Format.CSV:
        return detect(path, limits(), encoding=shape.encoding, delimiter=value)
    # Refused like any other value that is none of ours.
    return replace(shape, header_line=-1)


def _ignored(mapping: Mapping, position: int, column: Column) -> Mapping:
    columns = [*mapping.columns]
    columns[position] = column
    return replace(mapping, columns=tuple(columns))
