"""The frame around every page: skip link, side menu, header, main."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from .account_menu import Person, account_menu, colour_menu
from .browser import LeaveGuard, on_event
from .i18n import t
from .kit.buttons import icon_only, link
from .kit.marks import Text, icon, logo
from .notices import lost_connection, notice_area

MAIN = "main"


@dataclass(frozen=True)
class MenuEntry:
    """One place in the side menu; a count only where somebody has something to do."""

    key: str
    label: rx.Var[str]
    icon: str
    href: str
    is_visible: rx.Var[bool] | bool = True
    count: rx.Var[str] | rx.Var[int] | None = None


def shell(
    page: str, menu: Sequence[MenuEntry], person: Person, *content: rx.Component, title: Text, **props: Any
) -> rx.Component:
    """The page inside the frame. `page` is the key of its menu entry, `title` its heading.

    `total` stands beside the heading, `tools` (a list of components) before the header's menus.
    """
    return rx.el.div(
        rx.el.a(t("Skip to the content"), href=f"#{MAIN}", class_name="skip"),
        _side(page, menu),
        rx.el.div(
            _header([_drawer(page, menu), *_heading(title, props.get("total", ""))], person, props.get("tools", ())),
            lost_connection(),
            rx.el.main(*content, id=MAIN, class_name="main", tab_index=-1),
            class_name="stage",
        ),
        notice_area(),
        LeaveGuard.create(),
        class_name="shell",
    )


def _side(page: str, menu: Sequence[MenuEntry]) -> rx.Component:
    return rx.el.nav(
        _brand(),
        rx.el.ul(*[_entry(entry, page) for entry in menu], class_name="menu"),
        rx.el.div(_fold(), class_name="side-foot"),
        class_name="side",
        aria_label=t("Main menu"),
    )


def _brand() -> rx.Component:
    name = rx.el.span(t("Administration"), class_name="brand menu-text")
    return link(logo(), name, href="/", class_name="side-top")


def _fold() -> rx.Component:
    # One button under two names: which of them is shown depends on the menu, which the server never knows.
    press = on_event("frame", "toggleMenu")
    fold = icon("panel_left_close"), rx.el.span(t("Collapse"), class_name="grow menu-text")
    return rx.fragment(
        rx.el.button(*fold, on_click=press, class_name="menu-item when-full", type="button"),
        rx.el.button(
            icon("panel_left_open"),
            on_click=press,
            class_name="menu-item when-narrow",
            type="button",
            aria_label=t("Expand the menu"),
            title=t("Expand the menu"),
        ),
    )


def _entry(entry: MenuEntry, page: str, closes: bool = False) -> rx.Component:
    here = {"aria_current": "page"} if entry.key == page else {}
    count = rx.el.span(entry.count, class_name="menu-count menu-text") if entry.count is not None else rx.fragment()
    item = link(
        icon(entry.icon),
        rx.el.span(entry.label, class_name="grow menu-text"),
        count,
        href=entry.href,
        class_name="menu-item",
        title=entry.label,
        **here,
    )
    line = rx.el.li(rx.dialog.close(item) if closes else item)
    return line if entry.is_visible is True else rx.cond(entry.is_visible, line)


def _heading(title: Text, total: Text) -> list[rx.Component]:
    return [rx.el.h1(title, class_name="page-title"), rx.el.span(total, class_name="total")]


def _header(start: Sequence[rx.Component], person: Person, tools: Sequence[rx.Component]) -> rx.Component:
    return rx.el.header(
        *start,
        rx.el.div(class_name="grow"),
        *tools,
        colour_menu(person.on_theme),
        account_menu(person),
        class_name="head",
    )


def _drawer(page: str, menu: Sequence[MenuEntry]) -> rx.Component:
    """The side menu where the window is too narrow to keep it open."""
    return rx.dialog.root(
        rx.dialog.trigger(icon_only("menu", t("Open the menu"), class_name="icon-button menu-button")),
        rx.dialog.content(
            rx.el.div(
                logo(),
                rx.dialog.title(t("Administration"), class_name="brand grow sheet-title"),
                rx.dialog.close(icon_only("x", t("Close"))),
                class_name="side-top",
            ),
            rx.dialog.description(t("Main menu"), class_name="sr"),
            rx.el.nav(
                rx.el.ul(*[_entry(entry, page, closes=True) for entry in menu], class_name="menu"),
                aria_label=t("Main menu"),
            ),
            class_name="sheet side-drawer",
        ),
    )
