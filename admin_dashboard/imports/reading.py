"""What a file's columns are for, before anybody has said so."""

import json
from collections.abc import Generator
from dataclasses import replace
from itertools import islice

from sqlalchemy import select
from sqlmodel import col

from ..attributes.queries import all_attributes
from ..core.work import Work
from ..models import Import, ImportMapping, Role
from .columns import (
    ATTRIBUTE,
    Mapping,
    UnusableMapping,
    fitted,
    from_json,
    groups_in,
    header_key,
    recognise,
    to_json,
    with_groups,
)
from .files import Record, Shape, header, records
from .limits import limits
from .shapes import load_shape
from .storage import path_of

SAMPLED = 50
"""Rows that are looked at to tell what a column is for."""


def mapping_of(work: Work, stored: str, shape: Shape) -> Mapping:
    """As the last time for the same headers, else as recognised; groups with the roles they usually give.

    Raises:
        UnreadableFile: the file cannot be read in this shape.
    """
    path = path_of(stored)
    headers = header(path, shape, limits())
    attributes = {row.key: (row.label_en, row.label_fr) for row in all_attributes(work)}
    mapping = _remembered(work, headers, list(attributes))
    if mapping is None:
        samples = [record.cells for record in islice(records(path, shape, limits(), headers), SAMPLED)]
        mapping = recognise(headers, attributes, samples)
    groups = groups_in(mapping, (record.cells for record in records(path, shape, limits(), headers)))
    roles = work.session.execute(select(col(Role.key))).scalars().all()
    return with_groups(mapping, groups, roles)


def mapping_in(stored: str) -> Mapping:
    """What an import's columns are for, as it is stored, whether or not all of its attributes are still there."""
    targets = (column["target"] for column in json.loads(stored)["columns"])
    return from_json(stored, [target.removeprefix(ATTRIBUTE) for target in targets if target.startswith(ATTRIBUTE)])


def remember(work: Work, mapping: Mapping) -> None:
    """Keep what the columns are for, until the next file with the same headers; passwords are asked about anew."""
    key = header_key(column.header for column in mapping.columns)
    kept = to_json(replace(mapping, passwords="ignore"))
    work.session.merge(ImportMapping(header_key=key, mapping=kept, saved_at=work.now))


def numbered(row: Import, after: int = 0) -> Generator[tuple[int, Record], None, None]:
    """The records of an import's file with their numbers, those behind that number.

    Raises:
        UnreadableFile: while they are read.
        OSError: the file is gone.
    """
    headers = [column.header for column in mapping_in(row.mapping).columns]
    found = records(path_of(row.stored), load_shape(row.shape), limits(), headers)
    yield from islice(enumerate(found, 1), after, None)


def _remembered(work: Work, headers: list[str], keys: list[str]) -> Mapping | None:
    found = work.session.get(ImportMapping, header_key(headers))
    if found is None:
        return None
    try:
        return fitted(from_json(found.mapping, keys), headers)
    except UnusableMapping:
        return None
