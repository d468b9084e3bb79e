"""Pieces of the attributes page."""

from typing import Any

import reflex as rx

from ..models import AttributeType
from ..ui.browser import KeepFocus, guarded_close
from ..ui.i18n import t, tn
from ..ui.kit import (
    area,
    badge,
    button,
    card,
    field,
    form,
    grow,
    icon_button,
    option,
    question,
    select,
    sheet,
    sheet_foot,
    skeleton_rows,
    two,
)
from ..ui.kit.marks import Text
from .state import AttributeFormState, AttributesState, DeleteAttributeState

FORM = "attribute"
COLUMNS = 6
USERS = t("Users with a value")
state: Any = AttributesState


def attribute_list() -> rx.Component:
    """Every attribute in its order."""
    add = button(t("Add attribute"), "plus", kind="primary", on_click=AttributeFormState.open_new)
    return card(
        t("Attributes"),
        rx.el.p(t("What is known of users beside name and email, in this order."), class_name="sub"),
        _table(),
        rx.el.p(state.said, class_name="sr", role="status"),
        KeepFocus.create(rows=state.rows),
        action=add,
    )


def _table() -> rx.Component:
    heads = [t("English"), t("French"), t("Type"), t("Required"), USERS]
    head = rx.el.tr(
        *[rx.el.th(name, scope="col", role="columnheader") for name in heads],
        rx.el.th(t("Actions"), scope="col", role="columnheader", class_name="c-actions"),
        role="row",
    )
    rows = rx.cond(state.is_loaded, rx.foreach(state.rows, _row), skeleton_rows(5, COLUMNS))
    return rx.el.div(
        rx.el.table(
            rx.el.thead(head, role="rowgroup"),
            rx.el.tbody(rows, role="rowgroup"),
            role="table",
            aria_label=t("Attributes"),
            class_name="plain attributes",
        ),
        class_name="plain-scroll",
        tab_index=0,
        role="region",
        aria_label=t("List of attributes"),
    )


def _row(row: Any) -> rx.Component:
    no = rx.fragment(rx.el.span("–", class_name="dash", aria_hidden="true"), rx.el.span(t("No"), class_name="sr"))
    required = rx.cond(row["is_required"], badge(t("Required"), "blue"), no)
    return rx.el.tr(
        rx.el.th(
            rx.el.div(row["label_en"], class_name="strong"),
            rx.el.code(row["key"], class_name="code"),
            scope="row",
            role="rowheader",
            class_name="c-label",
        ),
        rx.el.td(row["label_fr"], role="cell", lang="fr", class_name="c-end"),
        rx.el.td(
            row["type"],
            rx.cond(row["choices"], rx.el.div(row["choices"], class_name="sub cut", title=row["choices"])),
            role="cell",
        ),
        rx.el.td(required, role="cell", class_name="c-end"),
        rx.el.td(
            rx.el.span(USERS, ": ", class_name="when-cards"), rx.el.span(row["users"], class_name="num"), role="cell"
        ),
        rx.el.td(_actions(row), role="cell", class_name="c-actions"),
        role="row",
        key=row["id"].to(str),
    )


def _actions(row: Any) -> rx.Component:
    label, of = row["label"], row["id"]
    delete = icon_button("trash_2", t("Delete {label}…", label=label), on_click=DeleteAttributeState.ask(of))
    return rx.el.div(
        _step(row, "up", t("Move {label} up", label=label), row["is_first"]),
        _step(row, "down", t("Move {label} down", label=label), row["is_last"]),
        icon_button("pencil", t("Edit {label}", label=label), on_click=AttributeFormState.open_for(of)),
        rx.cond(row["is_built_in"], rx.fragment(), delete),
        class_name="tools",
    )


def _step(row: Any, direction: str, label: Any, is_at_the_end: Any) -> rx.Component:
    """Not disabled at the end: it would lose the focus of who has just moved the row there."""
    return icon_button(
        f"arrow_{direction}",
        label,
        id=rx.Var.create(f"{direction}-{row['id']}"),
        aria_disabled=rx.cond(is_at_the_end, "true", "false"),
        on_click=AttributesState.move(row["id"], direction).temporal,
    )


def attribute_form() -> rx.Component:
    """The form for one, in its drawer."""
    is_new: Any = AttributeFormState.of_id == 0
    given: Any = AttributeFormState.given
    foot = sheet_foot(
        grow(),
        button(t("Cancel"), on_click=guarded_close(AttributeFormState.change_open)),
        button(rx.cond(is_new, t("Add attribute"), t("Save")), kind="primary", type="submit", form=FORM),
    )
    return sheet(
        rx.cond(is_new, t("Add attribute"), t("Edit attribute")),
        rx.cond(is_new, t("Every user can have a value of it."), t("Its key stays: {key}", key=given["key"])),
        form(_fields(is_new), id=FORM, on_submit=AttributeFormState.submit, guard=True),
        open=AttributeFormState.is_open,
        on_open_change=AttributeFormState.change_open,
        foot=foot,
    )


def _fields(is_new: Any) -> rx.Component:
    given, errors = AttributeFormState.given, AttributeFormState.field_errors
    about_key = t("In files, addresses and on the command line. It cannot be changed later.")
    usual = {"auto_capitalize": "none", "spell_check": False, "auto_complete": "off"}
    return rx.el.div(
        two(
            _label(t("English label"), "label_en", first=True),
            _label(t("French label"), "label_fr", lang="fr"),
        ),
        rx.cond(is_new, field(t("Key"), "key", help=about_key, error=errors["key"], **usual), rx.fragment()),
        _type(),
        _choices(),
        option(
            t("Required"),
            "is_required",
            t("Forms ask for it. Users who have none stay as they are."),
            default_checked=given["is_required"],
        ),
        key=AttributeFormState.form_number,
        class_name="form",
    )


def _type() -> rx.Component:
    given, errors = AttributeFormState.given, AttributeFormState.field_errors
    types: list[tuple[str, Text]] = [
        (AttributeType.TEXT, t("Text")),
        (AttributeType.CHOICE, t("Choice")),
        (AttributeType.DATE, t("Date")),
        (AttributeType.NUMBER, t("Number")),
    ]
    return select(
        t("Type"),
        "type",
        types,
        id="attribute_type",
        error=errors["type"],
        help=t("It can be changed as long as nobody has a value."),
        default_value=given["type"],
    )


def _choices() -> rx.Component:
    """Shown by the stylesheet while the type is a choice."""
    given, errors = AttributeFormState.given, AttributeFormState.field_errors
    about = t("One on each line.")
    return rx.el.div(
        area(t("Choices"), "choices", help=about, error=errors["choices"], default_value=given["choices"]),
        class_name="for-a-choice",
    )


def _label(text: Any, name: str, **props: Any) -> rx.Component:
    given, errors = AttributeFormState.given, AttributeFormState.field_errors
    usual = {"default_value": given[name], "error": errors[name], "auto_complete": "off"}
    return field(text, name, **usual, **props)


def delete_question() -> rx.Component:
    """Asks once, and says how many users lose a value."""
    label: Any = DeleteAttributeState.label
    users: Any = DeleteAttributeState.users
    lost = tn("{count} user loses a value.", "{count} users lose a value.", users)
    return question(
        t("Delete {label}?", label=label),
        rx.cond(users > 0, lost, t("Nobody has a value.")),
        rx.el.p(t("Columns and filters on it go too. This cannot be undone."), class_name="sub"),
        confirm=button(
            t("Delete {label}", label=label), "trash_2", kind="danger", on_click=DeleteAttributeState.delete.temporal
        ),
        open=DeleteAttributeState.is_asking,
        on_open_change=DeleteAttributeState.change_asking,
    )
