"""Large files on their way in: their progress is shown, they can be given up, and too large ones are refused."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.live_server import LiveServer
from tests.waiting import wait_until

from .importing import PATIENCE, chooser, open_imports
from .people import populate, sign_in

LARGE = 64 * 2**20
SLOW = 2**20
"""Bytes a second."""
UNDER_WAY = re.compile(r"^[1-9]\d?$")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Users of 64 MB."""
    path = tmp_path_factory.mktemp("large") / "large.csv"
    note = "x" * 4000
    with path.open("w") as file:
        file.write("username,first_name,last_name,email,note\n")
        for number in range(LARGE // 4080):
            file.write(f"anna.long{number},Anna,Long,anna.long{number}@example.org,{note}\n")
    return path


@pytest.fixture
def page(browser: Browser, people: LiveServer) -> Iterator[Page]:
    """The page of all imports."""
    context = sign_in(browser, people, "ada.lovelace")
    yield open_imports(context, people)
    context.close()


def on_disk(site: LiveServer) -> list[int]:
    """The sizes of the files that imports have there."""
    return sorted(path.stat().st_size for path in (Path(site.environment["DATA_DIR"]) / "imports").glob("*"))


def slowly(page: Page) -> None:
    """From now on what the page sends takes its time."""
    limits = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": SLOW}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", limits)


def begin(page: Page, file: Path) -> None:
    """Choose the file, and see it on its way."""
    chooser(page).set_input_files(file)
    bar = page.get_by_role("progressbar", name="large.csv")
    expect(bar).to_have_attribute("aria-valuenow", UNDER_WAY, timeout=PATIENCE)


def test_a_file_that_is_given_up_leaves_nothing(
    page: Page, people: LiveServer, large: Path, axe: Callable[[], None]
) -> None:
    before = on_disk(people)
    slowly(page)
    begin(page, large)
    wait_until(lambda: any(0 < size < LARGE for size in on_disk(people)), "a part of the file on disk")
    axe()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Given up. Nothing was imported.")).to_be_attached()
    expect(page.get_by_role("button", name="Choose a file")).to_be_focused()
    wait_until(lambda: on_disk(people) == before, "the part to be gone", report=lambda: str(on_disk(people)))
    page.reload()
    expect(page.get_by_role("main").locator("[aria-busy=true]")).to_have_count(0)
    expect(page.get_by_role("link", name="large.csv")).to_have_count(len(before))


def test_a_page_that_is_left_gives_its_file_up(page: Page, people: LiveServer, large: Path) -> None:
    before = on_disk(people)
    slowly(page)
    begin(page, large)
    wait_until(lambda: len(on_disk(people)) > len(before), "a part of the file on disk")
    page.get_by_role("navigation", name="Main menu").get_by_role("link", name="Users").click()
    wait_until(lambda: on_disk(people) == before, "the part to be gone", report=lambda: str(on_disk(people)))


def test_a_large_file_arrives_as_a_whole(page: Page, people: LiveServer, large: Path) -> None:
    chooser(page).set_input_files(large)
    expect(page.get_by_role("table", name="Columns")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("heading", name="large.csv")).to_be_visible()
    assert large.stat().st_size in on_disk(people)


def test_one_that_is_too_large_is_refused_in_plain_words(
    browser: Browser, start_server: Callable[..., LiveServer], large: Path
) -> None:
    small = start_server(IMPORT_MAX_BYTES=str(2 * 2**20))
    populate(small)
    context = sign_in(browser, small, "ada.lovelace")
    page = open_imports(context, small)
    chooser(page).set_input_files(large)
    expect(page.get_by_role("alert").filter(has_text="The file is larger than 2 MB.")).to_be_visible()
    expect(page.get_by_role("button", name="Choose a file")).to_be_visible()
    assert on_disk(small) == []
    context.close()
