"""Two browsers submit the same invitation's link at once: one joins, the other is shown the refusal."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser import wait_for_page
from tests.live_server import LiveServer
from tests.waiting import wait_until

JOIN = "**/auth/invitation"
PASSWORDS = ("seven quiet lanterns", "eleven loud harbours")
JOINED, REFUSED = "My account", "This link does not work, or not any more"


@pytest.fixture
def browsers(browser: Browser) -> Iterator[list[Page]]:
    """Pages of two browsers that share nothing."""
    contexts = [browser.new_context() for _browser in PASSWORDS]
    yield [context.new_page() for context in contexts]
    for context in contexts:
        context.close()


@pytest.fixture
def read(site: LiveServer) -> Callable[..., Any]:
    """What a command of the command line prints."""
    return lambda *arguments: json.loads(site.cli(*arguments, "--json").stdout)


@pytest.fixture
def link(site: LiveServer, read: Callable[..., Any]) -> str:
    """The link in the mail of somebody invited."""
    names = ("--first-name", "Éléonore", "--last-name", "D'Arc", "--email", "eleonore.darc@example.org")
    read("users", "add", *names, "--invite")
    (mail,) = read("mail", "list")
    found = re.search(r"http://\S+/invitation/\S+", read("mail", "show", str(mail["id"]))["text"])
    assert found
    return found.group()


def send_at_once(pages: list[Page], link: str) -> None:
    """Have each browser choose its password; what they send is let go together."""
    held: list[Route] = []
    for page, password in zip(pages, PASSWORDS, strict=True):
        page.goto(link)
        wait_for_page(page)
        page.get_by_label("New password").fill(password)
        page.route(JOIN, lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks what it is given
        page.get_by_role("button", name="Set password and sign in").click()
    # Asking the page anything lets Playwright tell what has come in.
    wait_until(lambda: pages[-1].evaluate("true") and len(held) == len(pages), "both to submit")
    for route in held:
        route.continue_()


def outcome(page: Page) -> str:
    """The heading of the page that somebody comes to."""
    heading = page.get_by_role("heading", level=1, name=re.compile(f"{JOINED}|{REFUSED}"))
    expect(heading).to_be_visible()
    return heading.inner_text()


def test_one_joins_and_one_sees_the_refusal(
    browsers: list[Page], link: str, site: LiveServer, read: Callable[..., Any]
) -> None:
    send_at_once(browsers, link)
    outcomes = [outcome(page) for page in browsers]
    assert sorted(outcomes) == [JOINED, REFUSED]
    (eleonore,) = read("users", "show", "eleonore.darc")
    assert (eleonore["is_connected"], eleonore["live_session_count"]) == (True, 1)
    done = [line["action"] for line in eleonore["history"]]
    assert (done.count("invitation.accepted"), done.count("invitation.refused")) == (1, 1)
