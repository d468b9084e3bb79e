"""The menu of saved views, the dialog that names one, and the question before one is deleted."""

from typing import Any

import reflex as rx

from ..ui.browser import focus, guarded_change, guarded_close, on_event
from ..ui.i18n import t
from ..ui.kit import (
    button,
    callout,
    field,
    form,
    icon,
    menu,
    menu_choice,
    menu_choices,
    menu_item,
    menu_line,
    option,
    question,
)
from ..ui.theme import ICON_TINY
from .view_form_state import ViewFormState
from .views_state import ViewsState

FORM = "view"
BUTTON = "views"
EVERYBODY = "0"

# What opens from the menu gives the focus back to the button, not to the menu that goes.
_TO_BUTTON = focus(BUTTON)


def views_menu() -> rx.Component:
    """Own views, shared ones, and what can be done with the one that is open."""
    opened: Any = ViewsState.opened
    chosen = opened["value"]
    everybody = menu_choice(t("All enabled users"), EVERYBODY, ViewsState.show_everybody)
    return menu(
        _trigger(),
        menu_choices(t("No view"), chosen, everybody),
        _group(t("My views"), chosen, ViewsState.own),
        _group(t("Shared views"), chosen, ViewsState.shared),
        menu_line(),
        _if(opened["is_changed"] & opened["may_change"], menu_item(t("Save changes"), "save", ViewsState.save_changes)),
        _if(opened["is_changed"], menu_item(t("Revert"), "undo_2", ViewsState.open_view(opened["id"]))),
        menu_item(t("Save as a new view…"), "bookmark_plus", [_TO_BUTTON, ViewFormState.open_new]),
        _if(opened["id"] > 0, _of_the_open_one()),
        align="start",
        open=ViewsState.is_open,
        on_open_change=ViewsState.change_open,
    )


def _trigger() -> rx.Component:
    """Says which view is open, and in words when the list is not that view any more."""
    opened: Any = ViewsState.opened
    name = rx.cond(opened["is_changed"], t("{name} · changed", name=opened["name"]), opened["name"])
    is_one = opened["id"] > 0
    return button(
        rx.cond(is_one, name, t("Views")),
        "bookmark",
        id=BUTTON,
        class_name="views-button",
        aria_label=rx.cond(is_one, t("View: {name}", name=name), t("Views")),
    )


def _group(label: rx.Var[str], chosen: rx.Var[str], views: Any) -> rx.Component:
    return _if(views.length() > 0, menu_choices(label, chosen, rx.foreach(views, _choice)))


def _choice(view: Any) -> rx.Component:
    """A view by its name; whose it is, whether others see it, whether the list opens with it."""
    face = rx.el.span(
        rx.el.span(view["name"], class_name="cut"),
        rx.cond(view["owner"] != "", rx.el.span(view["owner"], class_name="sub cut")),
        class_name="view-name grow",
    )
    is_own_and_shared = view["is_shared"] & (view["owner"] == "")
    return menu_choice(
        rx.fragment(
            face,
            _if(is_own_and_shared, _mark("users", t("Shared"))),
            _if(view["is_default"], _mark("house", t("Your list opens with it"))),
        ),
        view["value"],
        ViewsState.open_view(view["id"]),
        key=view["value"],
    )


def _mark(name: str, meaning: rx.Var[str]) -> rx.Component:
    return rx.el.span(icon(name, ICON_TINY), rx.el.span(meaning, class_name="sr"), title=meaning, class_name="muted")


def _of_the_open_one() -> rx.Component:
    opened: Any = ViewsState.opened
    may_change = opened["may_change"]
    share = rx.cond(
        opened["is_shared"],
        menu_item(t("Stop sharing"), "lock", ViewsState.share(~opened["is_shared"])),
        menu_item(t("Share with everybody"), "users", ViewsState.share(~opened["is_shared"])),
    )
    first = rx.cond(
        opened["is_default"],
        menu_item(t("Open my list with all enabled users"), "house", ViewsState.open_with(~opened["is_default"])),
        menu_item(t("Open my list with this view"), "house", ViewsState.open_with(~opened["is_default"])),
    )
    delete = menu_item(t("Delete…"), "trash_2", [_TO_BUTTON, ViewFormState.ask_delete], is_dangerous=True)
    return rx.fragment(
        menu_line(),
        first,
        _if(may_change, share),
        _if(may_change, menu_item(t("Rename…"), "pencil", [_TO_BUTTON, ViewFormState.open_rename])),
        _if(may_change, rx.fragment(menu_line(), delete)),
    )


def view_form() -> rx.Component:
    """Asks what a view is called."""
    errors = ViewFormState.field_errors
    is_new = ViewFormState.of_id == 0
    share = option(t("Share it"), "is_shared", t("Everybody who sees users can open it."), value="true")
    parts = rx.el.div(
        _if(errors["query"], callout(errors["query"], "circle_alert", "danger", role="alert")),
        field(
            t("Name of the view"),
            "name",
            error=errors["name"],
            id="view_name",
            default_value=ViewFormState.name,
            max_length=60,
            auto_complete="off",
            first=True,
        ),
        _if(is_new, share),
        rx.el.div(
            button(t("Cancel"), on_click=guarded_close(ViewFormState.change_open)),
            button(rx.cond(is_new, t("Save view"), t("Rename")), kind="primary", type="submit"),
            class_name="dialog-foot",
        ),
        key=ViewFormState.form_number,
        class_name="form",
    )
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(rx.cond(is_new, t("Save as a new view"), t("Rename the view")), class_name="sheet-title"),
            rx.dialog.description(
                t("A view keeps search, filters, order, page size and columns."), class_name="sheet-description"
            ),
            form(parts, id=FORM, on_submit=ViewFormState.submit, guard=True),
            class_name="dialog",
            on_open_auto_focus=on_event("sheets", "focusOnOpen"),
            on_close_auto_focus=on_event("sheets", "returnFocus"),
        ),
        open=ViewFormState.is_open,
        on_open_change=guarded_change(ViewFormState.change_open),
    )


def delete_view_question() -> rx.Component:
    """Asks once before a view is gone, for everybody who shares it."""
    name = ViewFormState.name
    shared = t("Everybody who uses this shared view loses it. Users are not affected.")
    own = t("Only the saved list is deleted. Users are not affected.")
    return question(
        t("Delete the view {name}?", name=name),
        rx.cond(ViewsState.opened["is_shared"], shared, own),
        confirm=button(t("Delete view"), "trash_2", kind="danger", on_click=ViewFormState.delete.temporal),
        open=ViewFormState.is_asking,
        on_open_change=ViewFormState.change_asking,
    )


def _if(is_so: Any, part: rx.Component) -> rx.Component:
    return rx.cond(is_so, part, rx.fragment())
