"""What will happen to everybody who is ticked, asked once before it does."""

from typing import Any

import reflex as rx

from ..mass_actions.commands import LONGEST_REASON
from ..ui.i18n import t
from ..ui.kit import button, field, select
from ..ui.kit.consequences import consequences, question_form
from ..web.left_out import LeftOutState
from .in_browser import after_pause
from .many_state import ManyState

FORM = "many"
_question: Any = ManyState.question
_choices: Any = ManyState.choices
_errors: Any = ManyState.field_errors


def many_question() -> rx.Component:
    """How many it concerns, who is left out and why; what has to be chosen; the button with the verb and the number."""
    why = rx.cond(_question["is_possible"], _why(), rx.fragment())
    return question_form(
        ManyState, _to_choose(), consequences(_question, LeftOutState), why, confirm=_confirm(), id=FORM
    )


def _confirm() -> rx.Component:
    def submit(kind: Any) -> rx.Component:
        return button(
            _question["confirm"],
            kind=kind,
            type="submit",
            busy=ManyState.is_busy,
            disabled=~_question["is_possible"].to(bool),
        )

    return rx.cond(_question["is_dangerous"], submit("danger"), submit("primary"))


def _why() -> rx.Component:
    typed = field(
        t("Type {number} to confirm", number=_question["expected"]),
        "typed",
        error=_errors["typed"],
        id="many-typed",
        input_mode="numeric",
        auto_complete="off",
    )
    return rx.fragment(
        field(
            t("Reason (optional)"),
            "reason",
            t("Stands in the history of everybody it is done to."),
            error=_errors["reason"],
            id="many-reason",
            max_length=LONGEST_REASON,
            auto_complete="off",
        ),
        rx.cond(_question["expected"] != "", typed, rx.fragment()),
    )


def _to_choose() -> rx.Component:
    """Which role, space or value."""
    asked = rx.match(
        _choices["kind"],
        ("role", rx.fragment(_choice(t("Role"), "choice", t("Choose…")), _places())),
        ("space", _choice(t("Space"), "choice", t("Choose…"))),
        ("attribute", rx.fragment(_choice(t("Attribute"), "choice", t("Choose…")), _value())),
        rx.fragment(),
    )
    return rx.cond(
        _choices["kind"] != "",
        rx.el.div(asked, class_name="form", custom_attrs={"onInput": after_pause(ManyState.choose)}),
        rx.fragment(),
    )


def _choice(label: Any, name: str, empty: Any, choices: str = "choices") -> rx.Component:
    identifier = f"many-{name}"
    options = rx.foreach(
        _choices[choices], lambda one: rx.el.option(one["label"], value=one["value"], key=one["value"])
    )
    return rx.el.div(
        rx.el.label(label, html_for=identifier, class_name="field-label"),
        rx.el.select(
            rx.el.option(empty, value=""), options, id=identifier, name=name, class_name="select select-field"
        ),
        class_name="field",
    )


def _places() -> rx.Component:
    where = _choice(t("Where it holds"), "place", t("Everywhere"), "places")
    return rx.cond(_choices["places"].length() > 0, where, rx.fragment())


def _value() -> rx.Component:
    """The value, asked for as the attribute is."""
    usual: dict[str, Any] = {"id": "many-value", "error": _errors["value"], "auto_complete": "off"}
    label = t("Value")
    chosen = select(label, "value", _choices["values"], empty=t("None"), id="many-value", error=_errors["value"])
    typed: Any = rx.match(
        _choices["value_kind"],
        ("", rx.fragment()),
        ("choice", chosen),
        ("date", field(label, "value", t("Empty takes the value away."), type="date", **usual)),
        ("number", field(label, "value", t("Empty takes the value away."), input_mode="decimal", **usual)),
        field(label, "value", t("Empty takes the value away."), **usual),
    )
    return typed
