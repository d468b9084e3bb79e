"""The attributes in a form: one field each, drawn as what it holds."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from ..ui.i18n import LANGUAGE_NAMES, t
from ..ui.kit import field, select
from ..ui.kit.marks import Text

Under = Callable[[Any], rx.Component]


def attribute_fields(fields: Any, errors: Any, prefix: str, under: Under | None = None) -> rx.Component:
    """`fields`: a state's list of `FormField`. `prefix` keeps two forms' ids apart; `under` draws more below each."""

    def one(given: Any) -> rx.Component:
        more = under(given["name"]) if under else rx.fragment()
        return rx.el.div(_control(given, errors[given["key"]], prefix), more, key=f"{given['key']} {given['number']}")

    return rx.cond(fields.length() > 0, rx.el.div(rx.foreach(fields, one), class_name="two"), rx.fragment())


def language_field(identifier: str, error: Any, **props: Any) -> rx.Component:
    """Of the person's pages and mails."""
    choices: list[tuple[str, Text]] = [("", t("As in the browser")), *LANGUAGE_NAMES.items()]
    return select(t("Language"), "language", choices, id=identifier, error=error, **props)


def _control(given: Any, error: Any, prefix: str) -> rx.Component:
    usual: dict[str, Any] = {
        "id": rx.Var.create(f"{prefix}_{given['key']}"),
        "error": error,
        "default_value": given["value"],
        "aria_required": rx.cond(given["is_required"], "true", "false"),
    }
    label: Any = rx.cond(given["is_required"], given["label"], t("{label} (optional)", label=given["label"]))
    typed = usual | {"auto_complete": "off"}
    choices = select(label, given["name"], given["choices"], empty=t("Choose…"), **usual)
    control: Any = rx.match(
        given["kind"],
        ("choice", choices),
        ("date", field(label, given["name"], type="date", **typed)),
        ("number", field(label, given["name"], input_mode="decimal", **typed)),
        field(label, given["name"], **typed),
    )
    return control
