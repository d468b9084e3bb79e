"""The users page as a person meets it: its parts by their names, and what is waited for before the next press."""

import re
from collections.abc import Callable, Sequence

from playwright.sync_api import Locator, Page, expect

from tests.waiting import wait_until

SEVEN = (
    ("Connection", "Connected"),
    ("Connection", "Never connected"),
    ("Enrollment", "Enrolled"),
    ("Enrollment", "Never enrolled"),
    ("Enrollment", "No enrollment possible"),
    ("Type", "Internal"),
    ("Type", "External"),
)
"""The advanced filters: group and name."""

# ---- the list ----


def rows(page: Page) -> Locator:
    """Every row of the list."""
    return page.locator("[data-row]")


def usernames(page: Page) -> list[str]:
    """Who is in the list, from its first row to its last."""
    return [text.split("\n")[0] for text in page.locator("[data-row] .who .sub").all_inner_texts()]


def ids(page: Page) -> list[int]:
    """Who is in the list, by id."""
    return rows(page).evaluate_all("rows => rows.map(row => Number(row.dataset.row))")


def expect_list(page: Page, expected: Sequence[str]) -> None:
    """Wait until exactly these are in the list, by username and in this order."""
    _expect(lambda: usernames(page), expected)


def expect_ids(page: Page, expected: Sequence[int]) -> None:
    """Wait until exactly these are in the list, by id and in this order."""
    _expect(lambda: ids(page), expected)


def _expect(shown: Callable[[], Sequence[object]], expected: Sequence[object]) -> None:
    wait_until(lambda: [*shown()] == [*expected], f"{expected[:3]}…", report=lambda: str(shown()[:3]))


def expect_total(page: Page, total: int) -> None:
    """Wait until so many are said to be in the list, exactly."""
    expect(page.locator(".foot > .grow")).to_have_text(re.compile(rf" of {total:,}$"))


def search_field(page: Page) -> Locator:
    """Where one looks for somebody."""
    return page.get_by_label("Search users")


def turn(page: Page, direction: str, number: int) -> None:
    """Go to the `Next` or the `Previous` page, which has this number."""
    page.get_by_role("button", name=f"{direction} page").click()
    expect(page.get_by_role("button", name=re.compile(rf"^Page {number}( of|$)"))).to_be_visible()


def go_to(page: Page, number: int) -> None:
    """Go to a page by its number."""
    page.get_by_role("button", name=re.compile(r"^Page \d")).click()
    page.get_by_label("Page", exact=True).fill(str(number))
    page.get_by_role("button", name="Go", exact=True).click()
    expect(page.get_by_role("button", name=re.compile(rf"^Page {number} of"))).to_be_visible()


# ---- ticks ----


def boxes(page: Page) -> Locator:
    """The box of every row."""
    return page.get_by_role("checkbox", name=re.compile("^Select (?!this page)"))


def ticked(page: Page) -> Locator:
    """Every row that is ticked."""
    return page.locator("[data-row]:has(.tick input:checked)")


def bar(page: Page) -> Locator:
    """What is said about those who are ticked."""
    return page.get_by_role("region", name="Selection")


def expect_selected(page: Page, count: int, on_page: int) -> None:
    """Wait until so many are ticked, so many of them on this page."""
    expect(bar(page)).to_contain_text(f"{count:,} selected")
    expect(ticked(page)).to_have_count(on_page)


# ---- columns ----


def headings(page: Page) -> list[str]:
    """The columns between the name and the menu."""
    return page.get_by_role("columnheader").all_inner_texts()[2:-1]


def choose_columns(page: Page, choose: Callable[[Locator], None]) -> None:
    """Open the column chooser, choose once it knows the columns, and leave it."""
    page.get_by_role("button", name="Columns").click()
    chooser = page.get_by_role("dialog", name="Columns")
    expect(chooser.get_by_role("checkbox", name="Email")).to_be_visible()
    choose(chooser)
    page.keyboard.press("Escape")
    expect(chooser).to_be_hidden()


# ---- filters ----


def panel(page: Page) -> Locator:
    """The filter panel."""
    return page.get_by_role("dialog", name="Filters")


def open_panel(page: Page) -> Locator:
    """Open the filter panel."""
    page.get_by_role("button", name=re.compile("^Filters")).click()
    expect(panel(page)).to_be_visible()
    return panel(page)


def choice(page: Page, group: str, name: str) -> Locator:
    """A choice of the panel."""
    return (
        panel(page)
        .get_by_role("group", name=group, exact=True)
        .get_by_role("checkbox", name=re.compile(rf"^{name}( [\d,]+\+?)?$"))
    )


def count(page: Page, group: str, name: str) -> str:
    """How many users a choice says it would give."""
    return choice(page, group, name).locator("xpath=..").locator(".num").inner_text()


def chips(page: Page) -> Locator:
    """The filters in use."""
    return page.get_by_role("list", name="Filters in use").get_by_role("listitem")


# ---- views ----


def menu_button(page: Page) -> Locator:
    """The button of the saved views, which says which one is open."""
    return page.get_by_role("button", name=re.compile("^View"))


def entry(page: Page, name: str) -> Locator:
    """A view in the open menu."""
    return page.get_by_role("menu").get_by_role("menuitemradio", name=re.compile(f"^{name}"))


def choose(page: Page, action: str) -> None:
    """Choose an action of the menu of views."""
    menu_button(page).click()
    page.get_by_role("menu").get_by_role("menuitem", name=action, exact=True).click()


def open_view(page: Page, name: str) -> None:
    """Open a saved view."""
    menu_button(page).click()
    entry(page, name).click()
    expect(menu_button(page)).to_contain_text(name)


def save(page: Page, name: str, *, is_shared: bool = False) -> None:
    """Save the list as a new view."""
    choose(page, "Save as a new view…")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name of the view").fill(name)
    dialog.get_by_label("Share it").set_checked(is_shared)
    dialog.get_by_role("button", name="Save view").click()
    expect(dialog).to_be_hidden()
    expect(menu_button(page)).to_contain_text(name)
