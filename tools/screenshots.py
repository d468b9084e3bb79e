"""Takes the pictures of docs/images: `make images`."""

import re
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, FilePayload, Page, expect, sync_playwright

from tests.browser import launch, wait_for_page
from tests.live_server import LiveServer, live_server

IMAGES = Path(__file__).parents[1] / "docs" / "images"
PASSWORD = "walnut harbour 41 kites"
ADMINISTRATOR = ["--first-name", "Éléonore", "--last-name", "D'Arc", "--email", "eleonore.darc@atelier.example"]
DESK, PHONE = (1440, 900), (390, 844)
PEOPLE = [
    "Username;First name;Last name;Mail;Site",
    "amelie.rousseau;Amélie;Rousseau;amelie.rousseau@atelier.example;Lyon",
    "jonas.weiss;Jonas;Weiß;jonas.weiss@atelier.example;Basel",
    "chiara.bruni;Chiara;Bruni;chiara.bruni@atelier.example;Torino",
    "piet.de.boer;Piet;de Boer;piet.de.boer@atelier.example;Utrecht",
    "nora.lind;Nora2;Lind;nora.lind@atelier.example;Malmö",
    "omar.haddad;Omar;Haddad;omar.haddad;Tunis",
    "eleonore.darc;Éléonore;D'Arc-Marchand;eleonore.darc@atelier.example;Nancy",
]
"""A file as somebody might have it: four to create, one to update, two that are wrong."""


def open_page(browser: Browser, theme: str, size: tuple[int, int] = DESK) -> Page:
    """A fresh browser window."""
    width, height = size
    scheme = "dark" if theme == "dark" else "light"
    return browser.new_context(color_scheme=scheme, viewport={"width": width, "height": height}).new_page()


def take(page: Page, name: str) -> None:
    """Save what the page shows."""
    wait_for_page(page)
    page.screenshot(path=IMAGES / f"{name}.png", animations="disabled")


def sign_in(page: Page, site: LiveServer) -> None:
    """Sign in as the administrator."""
    page.goto(f"{site.url}/sign-in")
    page.get_by_label("Email or username").fill("eleonore.darc")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Users")).to_be_visible()
    expect(page.get_by_role("row").nth(5)).to_be_visible()


def doors(browser: Browser, site: LiveServer) -> None:
    """The pages in front of the door."""
    page = open_page(browser, "light")
    page.goto(f"{site.url}/sign-in")
    take(page, "sign-in-light-1440")
    site.cli("users", "add", "--first-name", "Søren", "--last-name", "Kjærgaard", "--email", "soren@atelier.example",
             "--password", PASSWORD, "--invite")  # fmt: skip
    mails = site.cli("mail", "list", "--json").stdout
    number = re.findall(r'"id": (\d+)', mails)[0]
    found = re.search(r"http://\S+/invitation/[\w-]+", site.cli("mail", "show", number).stdout)
    assert found
    page = open_page(browser, "light")
    page.goto(found.group())
    page.get_by_label("New password").fill("seven quiet lanterns")
    expect(page.get_by_text("Very hard to guess")).to_be_visible()
    take(page, "invitation-light-1440")


def users(browser: Browser, site: LiveServer) -> None:
    """The list and what opens over it."""
    for name, theme, size in (
        ("light-1440", "light", DESK),
        ("dark-1440", "dark", DESK),
        ("light-390", "light", PHONE),
        ("dark-390", "dark", PHONE),
    ):
        page = open_page(browser, theme, size)
        sign_in(page, site)
        take(page, f"users-{name}")
    page = open_page(browser, "light")
    sign_in(page, site)
    page.get_by_role("button", name="Add user").click()
    form = page.get_by_role("dialog")
    form.get_by_label("First name").fill("Éléonore")
    form.get_by_label("Last name").fill("D'Arc")
    expect(form.get_by_label("Username")).to_have_value("eleonore.darc2")
    form.get_by_label("First name").focus()
    take(page, "add-user-light-1440")
    page.goto(f"{site.url}/users?q=eleonore.darc")
    page.get_by_role("link", name="Éléonore D'Arc").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("History")
    take(page, "record-light-1440")


def finding(browser: Browser, site: LiveServer) -> None:
    """Filters and ticks."""
    for theme in ("light", "dark"):
        page = open_page(browser, theme)
        sign_in(page, site)
        page.get_by_role("button", name="Filters").first.click()
        panel = page.get_by_role("dialog", name="Filters")
        panel.get_by_role("checkbox", name=re.compile("^Never connected")).check()
        expect(page.get_by_role("button", name="Filters · 1")).to_be_visible()
        take(page, f"filters-{theme}-1440")
        panel.get_by_role("button", name="Done").click()
        for number in (2, 3, 5, 8):
            page.locator("[data-row] .tick input").nth(number).check()
        expect(page.get_by_role("region", name="Selection")).to_contain_text("4 selected")
        take(page, f"selected-{theme}-1440")


def imports(browser: Browser, site: LiveServer) -> None:
    """A file: how it was understood, and what would become of it."""
    file = FilePayload(name="new-colleagues.csv", mimeType="text/csv", buffer="\r\n".join(PEOPLE).encode("cp1252"))
    for size in (DESK, PHONE):
        page = open_page(browser, "light", size)
        sign_in(page, site)
        page.goto(f"{site.url}/imports")
        wait_for_page(page)
        page.locator("input[type=file]").set_input_files(file)
        expect(page.get_by_role("table", name="Columns")).to_be_visible()
        if size == DESK:
            take(page, "import-columns-light-1440")
        page.get_by_role("button", name="Check", exact=True).click()
        expect(page.get_by_role("button", name=re.compile("^Import [0-9]"))).to_be_visible(timeout=20_000)
        take(page, f"import-checked-light-{size[0]}")


def settings(browser: Browser, site: LiveServer) -> None:
    """What else is known about users."""
    page = open_page(browser, "light")
    sign_in(page, site)
    page.goto(f"{site.url}/settings/attributes")
    expect(page.get_by_role("row").nth(3)).to_be_visible()
    take(page, "attributes-light-1440")


def main() -> None:
    """Start a seeded copy of the product and walk through it."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, live_server(Path(folder), SITE_NAME="Atelier Nord") as site:
        site.cli("admin", "create", *ADMINISTRATOR, "--password", PASSWORD)
        site.cli("seed", "--users", "2000")
        with sync_playwright() as playwright:
            browser = launch(playwright)
            doors(browser, site)
            users(browser, site)
            finding(browser, site)
            imports(browser, site)
            settings(browser, site)
            browser.close()


if __name__ == "__main__":
    main()
