"""`make bench-search` measures what it says; how fast it all is, only its own run tells."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from admin_dashboard.users.listing import State
from benchmarks.search import report
from benchmarks.search.__main__ import run
from benchmarks.search.grid import cells, peers_cells
from benchmarks.search.outcome import Measurements, figures
from benchmarks.search.queries import FLOOR, NAIVE, OURS

EVERY_CELL = set(cells(State.ANY, State.ENABLED))


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Measurements]:
    with pytest.MonkeyPatch.context() as changed:
        for name in ("DATABASE_URL", "DATA_DIR", "REDIS_URL", "SMTP_URL", "PUBLIC_URL"):
            changed.setenv(name, "")
        yield run(["300"], ["sqlite"], ["queries", "paging", "naive"], tmp_path_factory.mktemp("bench"))[0]


class TestServerTimes:
    def test_every_cell_is_measured_for_ours_and_for_the_floor(self, measured):
        assert measured.times[OURS].keys() == measured.times[FLOOR].keys() == EVERY_CELL

    def test_all_that_is_wanted_is_measured(self, measured):
        assert measured.failures == []
        assert measured.paged

    def test_the_floor_answers_what_the_list_answers(self, measured):
        assert measured.differences == []

    def test_the_slow_ones_are_asked_every_text_and_every_set_of_filters(self, measured):
        asked = set(measured.times[NAIVE])
        assert asked == set(peers_cells())
        assert {cell.text for cell in asked} == {cell.text for cell in EVERY_CELL}
        assert {(cell.filters, cell.sort) for cell in asked} == {(cell.filters, cell.sort) for cell in EVERY_CELL}


class TestReport:
    def test_names_every_promise_it_can_tell_about(self, measured):
        assert {figure.what for figure in figures([measured])} == {
            "p95, our query / floor",
            "last page by key / first page",
            "a page by its number",
        }

    def test_keeps_every_time_in_a_file(self, measured):
        kept = json.loads(report.as_json([measured], "about"))
        assert len(kept["measured"][0]["times"]) == 2 * len(EVERY_CELL) + len(peers_cells())

    def test_replaces_the_tables_of_the_last_run(self, measured, tmp_path: Path):
        document = tmp_path / "performance.md"
        document.write_text(f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n")
        report.write_into(document, report.markdown([measured], "about"))
        text = document.read_text()
        assert "old" not in text
        assert text.startswith("before\n" + report.BEGIN)
        assert text.endswith(report.END + "\nafter\n")
        assert "| p95, our query / floor | 300, SQLite |" in text
