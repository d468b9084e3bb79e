"""Under the list: where one is, page size, page by number, previous and next."""

from typing import Any

import reflex as rx

from ..ui.i18n import t
from ..ui.kit import button, icon, icon_only
from ..ui.theme import ICON_TINY
from . import address
from .list_state import UsersListState, UsersRowsState
from .paging_state import PageNumberState

PAGE_FIELD = "page-number"


def list_foot() -> rx.Component:
    """One line that stays while the list scrolls."""
    foot = UsersRowsState.foot
    sizes = [rx.el.option(str(size), value=str(size)) for size in address.SIZES]
    size = rx.el.select(
        *sizes,
        class_name="select",
        aria_label=t("Rows per page"),
        value=UsersListState.asked["size"],
        on_change=UsersListState.choose_size,
    )
    where = rx.cond(foot["span"], t("{span} of {total}", span=foot["span"], total=foot["total"]), "")
    return rx.el.div(
        rx.el.span(where, class_name="grow"),
        rx.el.span(foot["announced"], role="status", class_name="sr"),
        rx.el.span(t("Rows"), class_name="wide", aria_hidden="true"),
        rx.el.div(size, class_name="wide"),
        rx.cond(foot["has_previous"] | foot["has_next"], _page_number(), rx.fragment()),
        _pager("chevron_left", t("Previous page"), foot["has_previous"], -1),
        _pager("chevron_right", t("Next page"), foot["has_next"], 1),
        class_name="foot",
    )


def _page_number() -> rx.Component:
    """Says which page it is; pressed, it asks for another by its number."""
    foot = UsersRowsState.foot
    number: Any = foot["number"]
    here = rx.cond(
        foot["pages"] > 0,
        t("Page {page} of {pages}", page=number, pages=foot["pages"]),
        t("Page {page}", page=number),
    )
    press = rx.el.button(
        here, icon("chevron_down", ICON_TINY), class_name="page-of", type="button", title=t("Go to a page")
    )
    field = rx.input(
        id=PAGE_FIELD,
        name="page",
        default_value=number.to(str),
        input_mode="numeric",
        auto_complete="off",
        size="2",
        max_length=9,
        class_name="page-field",
    )
    form = rx.el.form(
        rx.el.label(t("Page"), html_for=PAGE_FIELD, class_name="field-label"),
        rx.el.div(field, button(t("Go"), kind="primary", type="submit"), class_name="group"),
        on_submit=PageNumberState.go,
        class_name="page-form",
    )
    return rx.popover.root(
        rx.popover.trigger(press),
        rx.popover.content(form, side="top", align="end", class_name="pop", aria_label=t("Go to a page")),
        open=PageNumberState.is_open,
        on_open_change=PageNumberState.change_open,
    )


def _pager(name: str, label: rx.Var[str], is_there: Any, pages: int) -> rx.Component:
    return icon_only(name, label, class_name="pager", disabled=~is_there, on_click=UsersListState.turn(pages))
