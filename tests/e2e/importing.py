"""Imports as a person meets them: a file chosen, its check, its run, and what is waited for before the next press."""

import re

from playwright.sync_api import BrowserContext, FilePayload, Locator, Page, expect

from tests.browser import wait_for_page
from tests.live_server import LiveServer

HEAD = "Identifiant;Prénom;Nom;Courriel;Pointure"
ROWS = (
    "anna.longue;Anna;Longue;anna.longue@example.org;41",
    "carl.tiers;Carl3;Tiers;carl.tiers@example.org;42",
    "ada.lovelace;Augusta;Lovelace;lovelace@example.org;38",
)
PATIENCE = 20_000
"""For what the worker does."""


def open_imports(context: BrowserContext, site: LiveServer) -> Page:
    """The page of all imports, ready to be used."""
    page = context.new_page()
    page.goto(f"{site.url}/imports")
    wait_for_page(page)
    return page


def file_of(*rows: str, name: str = "personnel.csv", head: str = HEAD) -> FilePayload:
    """As an old spreadsheet of a French office writes it."""
    content = "\r\n".join((head, *rows, "")).encode("cp1252")
    return FilePayload(name=name, mimeType="text/csv", buffer=content)


def chooser(page: Page) -> Locator:
    """Where a file is given to the page."""
    return page.locator("input[type=file]")


def choose(page: Page, file: FilePayload) -> None:
    """Choose the file; its columns are shown."""
    chooser(page).set_input_files(file)
    expect(page.get_by_role("table", name="Columns")).to_be_visible()


def check(page: Page) -> None:
    """Have it checked; it is known what would happen."""
    page.get_by_role("button", name="Check", exact=True).click()
    known = page.get_by_role("button", name=re.compile(r"^(Import [\d,]+ users?|Nothing to import)$"))
    expect(known).to_be_visible(timeout=PATIENCE)


def tile(page: Page, name: str) -> Locator:
    """The count with this name."""
    return page.get_by_role("group", name="Show").get_by_role("button", name=name)


def run(page: Page, button: str) -> None:
    """Have it carried out; the report is there."""
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("heading", name="Imported", exact=True)).to_be_visible(timeout=PATIENCE)
