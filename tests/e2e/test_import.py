"""Users from a file, in a browser: dropped, understood, checked, imported, corrected, taken back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, ViewportSize, expect

from tests.browser import assert_accessible
from tests.live_server import LiveServer

from .importing import HEAD, PATIENCE, ROWS, check, choose, chooser, file_of, open_imports, run, tile
from .people import sign_in

PHONE, DESK = ViewportSize(width=390, height=844), ViewportSize(width=1440, height=900)


@pytest.fixture
def page(administrator: BrowserContext, people: LiveServer) -> Iterator[Page]:
    """The page of all imports."""
    page = open_imports(administrator, people)
    yield page
    page.close()


def corrected(page: Page) -> FilePayload:
    """The refused rows as they are downloaded, with what was wrong put right."""
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Download refused rows").click()
    text = Path(fetched.value.path()).read_text(encoding="utf-8-sig")
    assert "error" in text.splitlines()[0]
    return FilePayload(name="corrected.csv", mimeType="text/csv", buffer=text.replace("Carl3", "Carl").encode())


def test_a_file_is_understood_and_checked_before_anything_is_written(page: Page, axe: Callable[[], None]) -> None:
    axe()
    choose(page, file_of(*ROWS))
    expect(page.get_by_label("Encoding")).to_have_value("cp1252")
    expect(page.get_by_label("What Courriel is for")).to_have_value("email")
    axe()
    check(page)
    expect(tile(page, "to create")).to_contain_text("1")
    expect(page.get_by_role("table", name="Refused")).to_contain_text("Numbers are not allowed in a name.")
    expect(page.get_by_role("table", name="Updates")).to_contain_text("Augusta")
    expect(page.get_by_text("Nothing has been written yet.")).to_be_visible()
    axe()


def test_what_was_refused_is_corrected_and_imported(page: Page, axe: Callable[[], None]) -> None:
    choose(page, file_of(*ROWS))
    check(page)
    run(page, "Import 2 users")
    axe()
    choose(page, corrected(page))
    check(page)
    run(page, "Import 1 user")
    expect(page.get_by_role("link", name="Corrects an earlier import")).to_be_visible()


def test_is_taken_back_and_says_so(page: Page, axe: Callable[[], None]) -> None:
    choose(page, file_of("dora.quatre;Dora;Quatre;dora.quatre@example.org;40"))
    check(page)
    run(page, "Import 1 user")
    page.get_by_role("button", name="Take back…").click()
    axe()
    page.get_by_role("alertdialog").get_by_role("button", name="Take back").click()
    expect(page.get_by_role("heading", name="Taken back", exact=True)).to_be_visible(timeout=PATIENCE)
    expect(tile(page, "taken back")).to_contain_text("1")


def test_stands_in_the_list_and_is_found_again(page: Page, people: LiveServer) -> None:
    choose(page, file_of(*ROWS, name="later.csv"))
    page.get_by_role("navigation", name="Main menu").get_by_role("link", name="Imports").click()
    page.get_by_role("link", name="later.csv").click()
    expect(page.get_by_role("table", name="Columns")).to_be_visible()


def test_a_dropped_file_is_taken(page: Page) -> None:
    dropped = page.evaluate_handle(
        """text => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([text], "dropped.csv", { type: "text/csv" }));
            return transfer;
        }""",
        "\n".join((HEAD, *ROWS)),
    )
    page.locator(".zone").dispatch_event("drop", {"dataTransfer": dropped})
    expect(page.get_by_role("heading", name="dropped.csv")).to_be_visible()


def test_a_file_that_cannot_be_read_is_refused_in_place(page: Page, axe: Callable[[], None]) -> None:
    chooser(page).set_input_files(FilePayload(name="e.csv", mimeType="text/csv", buffer=b" \n"))
    expect(page.get_by_role("alert").filter(has_text="The file is empty.")).to_be_visible()
    axe()


def test_by_keyboard_alone_a_file_is_chosen_and_checked(page: Page) -> None:
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="Choose a file").focus()
        page.keyboard.press("Enter")
    chosen.value.set_files(file_of(*ROWS))
    target = page.get_by_label("What Pointure is for")
    target.focus()
    page.keyboard.type("Function")
    expect(target).to_have_value("attribute:function")
    expect(target).to_be_focused()
    page.get_by_role("button", name="Check", exact=True).focus()
    page.keyboard.press("Enter")
    expect(tile(page, "refused")).to_be_visible(timeout=PATIENCE)


def test_on_a_phone_nothing_goes_over_the_edge(page: Page, axe: Callable[[], None]) -> None:
    page.set_viewport_size(PHONE)
    choose(page, file_of(*ROWS))
    axe()
    check(page)
    axe()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_in_french(browser: Browser, people: LiveServer) -> None:
    context = sign_in(browser, people, "ada.lovelace", viewport=DESK)
    context.add_cookies([{"name": "language", "value": "fr", "url": people.url}])
    page = open_imports(context, people)
    chooser(page).set_input_files(file_of(*ROWS))
    page.get_by_role("button", name="Vérifier", exact=True).click()
    expect(page.get_by_role("table", name="Refusées")).to_be_visible(timeout=PATIENCE)
    assert_accessible(page)
    context.close()


def test_is_not_offered_to_who_may_not(browser: Browser, people: LiveServer) -> None:
    context = sign_in(browser, people, "noe.aabel")
    page = context.new_page()
    page.goto(f"{people.url}/users")
    expect(page.get_by_role("link", name="Users", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Imports", exact=True)).to_have_count(0)
    context.close()
