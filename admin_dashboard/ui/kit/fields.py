"""Forms and what they are made of. Inputs are uncontrolled: what is typed stays, whatever the server sends."""

from typing import Any

import reflex as rx
from reflex.vars.function import FunctionVar
from reflex_components_core.el.elements.forms import Form

from ...web.answers import AnswerState
from ..browser import FormAnswers, on_event
from ..i18n import t
from ..theme import ICON_SMALL
from .marks import Text, icon


class _Form(Form):
    """Sends every control once, under its name. Reflex would send it under its id as well."""

    def _get_form_refs(self) -> dict[str, Any]:
        return {}


def form(*content: rx.Component, id: str, on_submit: Any, **props: Any) -> rx.Component:
    """A form that waits for its answer, cannot be sent twice, and puts the focus into the first wrong field.

    `on_submit`: a handler, or `post_form(...)`. `guard=True`: asks before what was typed is lost (needs the shell).
    """
    data: dict[str, Any] = {"data-waits": "true"}
    if props.pop("guard", False):
        data["data-guard"] = t("Leave without saving? What you typed will be lost.")
    # Known anyhow: which fields are wrong stands in the page, answers are counted for every form alike.
    props = {name: value for name, value in props.items() if name not in ("errors", "answers")}
    if not isinstance(on_submit, FunctionVar):
        on_submit = [on_submit, AnswerState.answered]
    look: dict[str, Any] = {"class_name": "form", "no_validate": True} | props
    answers = FormAnswers.create(form=id, count=AnswerState.count)
    return _Form.create(*content, answers, id=id, on_submit=on_submit, custom_attrs=data, **look)


def field(label: Text, name: Text, help: Text = "", error: Text = "", **props: Any) -> rx.Component:
    """Label above, help under, the error in place of the help.

    `error`: `State.field_errors["name"]`; a missing key is no error. `slot`: a component at the right end.
    `first=True`: gets the focus when its sheet opens. `id` (default `name`) must be unique in the page.
    Everything else goes to the input: `default_value`, `type`, `auto_complete`, `on_change`, …
    """
    identifier = props.pop("id", name)
    slot = [rx.input.slot(props.pop("slot"), side="right")] if "slot" in props else []
    wiring = _wiring(identifier, help, error)
    if props.pop("first", False):
        wiring["custom_attrs"] = {"data-first": "true"}
    look: dict[str, Any] = {"size": "2"} | wiring | props
    control = rx.input(*slot, id=identifier, name=name, **look)
    return _labelled(label, identifier, control, _note(identifier, help, error))


def password_field(label: Text, name: str, help: Text = "", error: Text = "", **props: Any) -> rx.Component:
    """A password with an eye that shows it; like `field`. `auto_complete` is `current-password` unless given."""
    identifier = props.get("id", name)
    eye = rx.el.button(
        icon("eye", class_name="when-off"),
        icon("eye_off", class_name="when-on"),
        type="button",
        class_name="inline-icon",
        aria_label=t("Show the password"),
        aria_pressed="false",
        aria_controls=identifier,
        on_click=on_event("forms", "toggleSecret"),
    )
    props = {"auto_complete": "current-password", "spell_check": False} | props
    return field(label, name, help, error, type="password", slot=eye, **props)


def select(label: Text, name: Text, options: list[tuple[str, Text]] | rx.Var, **props: Any) -> rx.Component:
    """A choice of one; options are (value, label), of a Var values that are their own labels.

    `empty`: what is read where nothing is chosen. `help`, `error`, `id` as in `field`, the rest goes to the select.
    """
    identifier = props.pop("id", name)
    note, error = props.pop("help", ""), props.pop("error", "")
    empty = [rx.el.option(props.pop("empty"), value="")] if "empty" in props else []
    choices = (
        [rx.foreach(options, lambda option: rx.el.option(option, value=option))]
        if isinstance(options, rx.Var)
        else [rx.el.option(text, value=value) for value, text in options]
    )
    look: dict[str, Any] = {"class_name": "select select-field"} | _wiring(identifier, note, error) | props
    control = rx.el.select(*empty, *choices, id=identifier, name=name, **look)
    return _labelled(label, identifier, control, _note(identifier, note, error))


def area(label: Text, name: str, help: Text = "", error: Text = "", **props: Any) -> rx.Component:
    """Several lines of text; like `field`."""
    identifier = props.pop("id", name)
    look: dict[str, Any] = {"class_name": "area", "rows": "5"} | _wiring(identifier, help, error) | props
    control = rx.el.textarea(id=identifier, name=name, **look)
    return _labelled(label, identifier, control, _note(identifier, help, error))


def check(label: Text, checked: bool | rx.Var[bool] = False, **props: Any) -> rx.Component:
    """A tick without visible text: uncontrolled, so it shows without waiting for the server."""
    return rx.el.input(type="checkbox", default_checked=checked, class_name="check", aria_label=label, **props)


def option(label: Text, name: str, note: Text = "", **props: Any) -> rx.Component:
    """A tick with its text, and a note under it."""
    grow = " grow" if props.pop("grow", False) else ""
    under = [rx.el.span(note, class_name="sub block")] if _is_given(note) else []
    return rx.el.label(
        rx.el.input(type="checkbox", name=name, class_name="check", **props),
        rx.el.span(label, *under),
        class_name=f"option{grow}",
    )


def two(*fields: rx.Component, **props: Any) -> rx.Component:
    """Two fields side by side; one under the other where it is narrow."""
    return rx.el.div(*fields, class_name="two", **props)


def _is_given(text: Text) -> bool:
    return isinstance(text, rx.Var) or bool(text)


def _noted(identifier: Text) -> Text:
    return rx.Var.create(f"{identifier}-note") if isinstance(identifier, rx.Var) else f"{identifier}-note"


def _wiring(identifier: Text, help: Text, error: Text) -> dict[str, Any]:
    if not (_is_given(help) or _is_given(error)):
        return {}
    wiring: dict[str, Any] = {"aria_describedby": _noted(identifier)}
    if _is_given(error):
        wiring["aria_invalid"] = rx.cond(error, "true", "false")
    return wiring


def _note(identifier: Text, help: Text, error: Text) -> rx.Component:
    if not (_is_given(help) or _is_given(error)):
        return rx.fragment()
    usual = rx.el.span(help, class_name="field-help") if _is_given(help) else rx.fragment()
    wrong = rx.el.span(icon("circle_alert", ICON_SMALL), rx.el.span(error), class_name="field-error")
    return rx.el.div(rx.cond(error, wrong, usual) if _is_given(error) else usual, id=_noted(identifier))


def _labelled(label: Text, identifier: Text, control: rx.Component, note: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, html_for=identifier, class_name="field-label"), control, note, class_name="field"
    )
