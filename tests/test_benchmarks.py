"""The benchmarks measure what they say; how fast it all is, only their own runs tell."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.db.engine import engine
from admin_dashboard.users.listing import State
from admin_dashboard.users.seed import seed
from benchmarks.bulk.__main__ import DJANGO, Act, beside_each_other
from benchmarks.bulk.report import tables
from benchmarks.imports import __main__ as import_run
from benchmarks.imports import report as import_report
from benchmarks.imports.files import make
from benchmarks.search import report
from benchmarks.search.__main__ import run
from benchmarks.search.grid import cells, peers_cells
from benchmarks.search.outcome import Measurements, figures
from benchmarks.search.queries import FLOOR, NAIVE, OURS
from tests.factories import make_user

BEGIN, END = "<!-- make bench-search -->", "<!-- end of make bench-search -->"
TAKEN = {"ours": 3.0, "floor": 2.0, DJANGO: 12.0}
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
        document.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
        report.write_into(document, report.markdown([measured], "about"))
        text = document.read_text()
        assert "old" not in text
        assert text.startswith("before\n" + BEGIN)
        assert text.endswith(END + "\nafter\n")
        assert "| p95, our query / floor | 300, SQLite |" in text


class TestBulk:
    def test_ours_and_the_floor_switch_the_same_people(self, sqlite_database: str) -> None:
        with begin(SYSTEM) as work:
            for number in range(20):
                make_user(work.session, is_enabled=number > 0)
        acts = list(beside_each_other(sqlite_database, "sqlite", "20"))
        assert [(act.who, act.action, act.changed) for act in acts] == [
            ("ours", "disable", 19),
            ("ours", "enable", 20),
            ("floor", "disable", 19),
            ("floor", "enable", 20),
        ]
        assert all(act.seconds > 0 and act.longest_ms > 0 for act in acts)

    def test_its_table_says_what_is_wanted(self) -> None:
        acts = [Act("sqlite", "20", who, "disable", 19, seconds) for who, seconds in TAKEN.items()]
        text = tables(acts, "about")
        assert "| ours / floor | 20, SQLite, disable | 1.50 × | ≤ 2 × |" in text
        assert "| Django admin / ours | 20, SQLite, disable | 4.0 × | ≥ 4 × |" in text


class TestImport:
    def test_everybody_comes_to_the_same_sums(self, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        seed(engine(), 400)
        monkeypatch.setattr(import_run, "FOLDER", tmp_path)
        make(tmp_path, 200)
        engine().dispose()
        acts = list(import_run.measured(database, "sqlite", "200", ["ours", "bare"]))
        assert [(act.who, act.action, act.rows) for act in acts] == [
            ("ours", "take in", 0),
            ("ours", "check", 200),
            ("ours", "run", 200),
            ("floor", "import", 200),
        ]
        assert import_report.strays(acts) == []
        assert acts[0].longest_ms > 0

    def test_its_table_says_what_is_wanted(self) -> None:
        taken = {("ours", "check"): 1, ("ours", "run"): 3, ("floor", "import"): 2}
        peer = {(import_report.DJANGO, "check"): 40, (import_report.DJANGO, "run"): 60}
        acts = [import_report.Act("sqlite", "10k", *of, seconds, created=10) for of, seconds in (taken | peer).items()]
        text = import_report.tables(acts, "about")
        assert "| rows a second, check and run / floor | 10k, SQLite | 50 % | ≥ 40 % | met |" in text
        assert "| rows a second, check and run / django-import-export | 10k, SQLite | 25 × | ≥ 25 × | met |" in text
        assert "| check / run | 10k, SQLite | 0.333 × | ≤ 1 × | met |" in text
