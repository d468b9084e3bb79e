"""The search field asks one question at a time, and the list ends with the answer to the newest."""

import json

import pytest
from playwright.sync_api import Page, WebSocket, expect

from tests.browser import wait_for_page
from tests.live_server import LiveServer

pytestmark = pytest.mark.databases("sqlite", "postgresql")
PASSWORD = "walnut harbour 41 kites"
PERSON = ("--first-name", "{name}", "--last-name", "Lindqvist", "--email", "{name}@example.org", "--password", PASSWORD)
ASKED, ANSWERED = "users_list_state.search", "asked_rx_state_"


@pytest.fixture(scope="module")
def people(site: LiveServer) -> LiveServer:
    site.cli("admin", "create", *[part.format(name="Ada") for part in PERSON])
    for name in ("Marie", "Marius", "Martin"):
        site.cli("users", "add", *[part.format(name=name) for part in PERSON])
    return site


@pytest.fixture
def talk() -> list[str]:
    """What page and server said about the search, in order."""
    return []


@pytest.fixture
def field(page: Page, people: LiveServer, talk: list[str]) -> Page:
    """The users page, its search field ready, everything said noted."""

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda said: talk.append(ASKED) if ASKED in str(said) else None)
        socket.on("framereceived", lambda said: talk.append(ANSWERED) if ANSWERED in str(said) else None)

    page.on("websocket", listen)
    page.goto(f"{people.url}/sign-in")
    page.get_by_label("Email or username").fill("ada.lindqvist")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(names(page)).to_have_count(4)
    wait_for_page(page)
    talk.clear()
    return page


def names(page: Page):
    return page.locator("[data-row] a[data-open]")


def test_while_an_answer_is_under_way_the_newest_question_waits(field: Page, talk: list[str]) -> None:
    field.get_by_label("Search users").press_sequentially("martin")
    expect(names(field)).to_have_text(["Martin Lindqvist"])
    asked = 0
    for said in talk:
        asked = asked + 1 if said == ASKED else 0
        assert asked <= 1, json.dumps(talk)
    assert talk.count(ASKED) >= 1


def test_what_was_typed_and_taken_back_is_answered_too(field: Page) -> None:
    search = field.get_by_label("Search users")
    search.press_sequentially("marius")
    expect(names(field)).to_have_text(["Marius Lindqvist"])
    for _letter in "us":
        search.press("Backspace")
    expect(names(field)).to_have_count(2)
    search.fill("")
    expect(names(field)).to_have_count(4)


def test_after_clearing_by_the_button_the_same_word_is_asked_again(field: Page) -> None:
    search = field.get_by_label("Search users")
    search.fill("nobody here")
    field.get_by_role("button", name="Clear the search").click()
    expect(names(field)).to_have_count(4)
    search.fill("nobody here")
    expect(field.get_by_text("Nobody matches")).to_be_visible()
