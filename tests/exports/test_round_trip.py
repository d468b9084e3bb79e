"""What an export says, the import reads: whatever people are called, wherever they work."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlmodel import Session

from admin_dashboard.attributes.values import clean_text, text_fault
from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.spreadsheet import parted
from admin_dashboard.core.text import fold
from admin_dashboard.core.work import begin
from admin_dashboard.exports import people
from admin_dashboard.exports.files import parts
from admin_dashboard.imports.columns.reading import reader
from admin_dashboard.imports.columns.recognise import recognise
from admin_dashboard.imports.files import Limits, detect, header, records
from admin_dashboard.models import ExportFormat, Space, User
from tests.factories import give_value, grant, make_attribute, make_space, make_user

from .exporting import EVERYBODY, head_for, open_work

LIMITS = Limits(bytes=10**7, rows=1000, columns=100, cell=10_000)
SIGNS = "aZé1 ;,|\t'\"=+-@＝＋－＠*@_.#%&<>😀\u0301\u200d"
# As the forms would store them.
values = st.text(st.sampled_from(SIGNS) | st.characters(exclude_categories=["Cs", "Cc"]), max_size=12).map(clean_text)
storable = values.filter(lambda text: bool(fold(text).strip()) and text_fault(text) is None)
tables = st.lists(st.tuples(storable, storable, st.booleans()), min_size=1, max_size=4, unique_by=lambda row: row[1])
forms = st.sampled_from(ExportFormat)


def populate(session: Session, table: Sequence[tuple[str, str, bool]]) -> None:
    session.execute(delete(User))
    session.execute(delete(Space))
    for number, (value, space, is_enabled) in enumerate(table):
        user = make_user(session, username=f"jane.doe-{number}", is_enabled=is_enabled, last_name="D'Arc")
        give_value(session, user, "badge", value)
        grant(session, user, "space_manager", make_space(session, space, user).id)


def read_back(path: Path, format: ExportFormat) -> list[dict[str, Any]]:
    """What the import reads in an export of everybody."""
    head = head_for()
    path.write_bytes(b"".join(parts(format, head, people.pages(open_work, SYSTEM, EVERYBODY, head), 0)))
    shape = detect(path, LIMITS)
    found = [record.cells for record in records(path, shape, LIMITS)]
    read = reader(recognise(header(path, shape, LIMITS), dict.fromkeys(head[8:], ()), found))
    return [read(cells) for cells in found]


@pytest.fixture
def with_badges(sqlite_database: str) -> None:
    with begin(SYSTEM) as work:
        make_attribute(work.session, "badge")


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=tables, format=forms)
def test_any_table_is_read_back_as_it_is(
    with_badges: None, tmp_path: Path, table: list[tuple[str, str, bool]], format: ExportFormat
) -> None:
    with begin(SYSTEM) as work:
        populate(work.session, table)
    rows = read_back(tmp_path / "users", format)
    assert [row["username"] for row in rows] == [f"jane.doe-{number}" for number in range(len(table))]
    assert [row["enabled"] for row in rows] == ["yes" if is_enabled else "no" for *_, is_enabled in table]
    assert [clean_text(row["attribute:badge"]) for row in rows] == [value for value, *_ in table]
    assert [parted(row["spaces"]) for row in rows] == [[space] for _, space, _ in table]
    assert [parted(row["roles"]) for row in rows] == [[f"space_manager@{space}"] for _, space, _ in table]
    assert {row["last_name"] for row in rows} == {"D'Arc"}
