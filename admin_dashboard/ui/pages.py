"""What is shown in place of a page: not found, broken, not there yet."""

import reflex as rx
from reflex.utils.imports import ImportDict

from .browser import on_event
from .door import door, door_title
from .i18n import t
from .kit.buttons import button, link_as_button

FONT = "@fontsource-variable/inter@5.2.8"


def page_title(name: rx.Var[str] | str) -> rx.Var[str]:
    """The window's title of a page: its name, then the product's."""
    site = t("Administration")
    return rx.Var.create(f"{name} · {site}").to(str)


def not_found() -> rx.Component:
    """There is no such page."""
    return door(
        door_title(t("This page does not exist"), t("It may have moved, or you may not see it.")),
        link_as_button(t("Go to the start"), "/", kind="primary"),
    )


def broken() -> rx.Component:
    """The page itself failed."""
    return rx.el.main(
        rx.el.title(page_title(t("Error"))),
        rx.el.h1(t("Something went wrong on this page"), class_name="door-title"),
        rx.el.p(t("What was saved is safe. Loading the page again usually helps."), class_name="door-sub"),
        button(t("Load again"), "rotate_cw", kind="primary", on_click=on_event("frame", "reload")),
        class_name="broken",
    )


class FirstPaint(rx.el.Div):
    """An empty ground in the theme's colour until the page is there. It also brings the font's package."""

    def add_imports(self) -> ImportDict:
        """The package holding the font's files, which the stylesheet names, and what runs once at every load."""
        return {FONT: rx.ImportVar(tag=None, render=False), "$/public/ui/tab.js": rx.ImportVar(tag=None)}


def first_paint() -> rx.Component:
    """What stands on the screen before the page does."""
    return FirstPaint.create(class_name="first-paint")
