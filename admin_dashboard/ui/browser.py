"""What the browser does without the server: functions and components of `assets/ui`. None evaluates strings."""

from collections.abc import Mapping
from typing import Any

import reflex as rx
from reflex.event import EventChain, EventType, passthrough_event_spec
from reflex.vars import LiteralVar, VarData
from reflex.vars.function import FunctionStringVar, FunctionVar

from ..web.answers import AnswerState


def browser_function(module: str, name: str) -> FunctionVar:
    """A function that `assets/ui/MODULE.js` exports; it can be called in expressions and given to triggers."""
    return FunctionStringVar.create(name, _var_data=VarData(imports={_library(module): [name]}))


def callback(handler: Any, kind: type = dict) -> rx.Var:
    """A function that sends its one argument to the handler."""
    return LiteralVar.create(EventChain.create(handler, passthrough_event_spec(kind)))


def on_event(module: str, name: str) -> FunctionVar:
    """A trigger that hands the browser's own event to a function of `assets/ui/MODULE.js`."""
    function = browser_function(module, name)
    call = f"((..._args) => {function.call(rx.Var('_args[_args.length - 1]'))})"
    return FunctionStringVar.create(call, _var_data=function._get_all_var_data())


def _library(module: str) -> str:
    return f"$/public/ui/{module}.js"


# ---- forms ----


def post_form(url: str | rx.Var[str], on_done: EventType[Any] | None = None) -> FunctionVar:
    """For `on_submit`: POST the fields as a form with the cookies of this site, never over the websocket.

    The route answers JSON `{ok, redirect?, fields?, error?}`. `ok` with a local `redirect` loads that page anew, with
    a fresh tab state (the session cookie may have changed). Every other answer goes to `on_done(answer: dict)` with all
    four keys present; a lost connection is such an answer. The form waits (`aria-busy`) from the press to the answer.
    """
    from .i18n import t

    failure = t("The server could not be reached. Nothing is lost: try again.")
    done = rx.Var("undefined") if on_done is None else callback([on_done, AnswerState.answered])
    function = browser_function("forms", "postForm")
    call = f"((_data, _event) => {function.call(url, rx.Var('_event.target'), failure, done)})"
    return FunctionStringVar.create(call, _var_data=VarData.merge(*_data_of(function, url, failure, done)))


def post(url: str | rx.Var[str], **values: Any) -> FunctionVar:
    """A trigger that posts these values, then follows the answer's redirect or loads the page anew."""
    function = browser_function("forms", "post")
    sent = rx.Var.create(values)
    call = f"(() => {function.call(url, sent)})"
    return FunctionStringVar.create(call, _var_data=VarData.merge(*_data_of(function, url, sent)))


def _data_of(*parts: Any) -> list[VarData | None]:
    return [LiteralVar.create(part)._get_all_var_data() for part in parts]


class FormAnswers(rx.Component):
    """Ends a form's waiting when the server has answered and puts the focus into the first wrong field."""

    library = _library("answers")
    tag = "FormAnswers"

    form: rx.Var[str]
    count: rx.Var[int]


def guarded_change(on_open_change: EventType[Any]) -> FunctionVar:
    """For `on_open_change`: asks before a dialog closes over typed, unsaved work."""
    change = callback(on_open_change, bool)
    function = browser_function("sheets", "guardedChange")
    call = f"((_open) => {function.call(rx.Var('_open'), change)})"
    return FunctionStringVar.create(call, _var_data=VarData.merge(*_data_of(function, change)))


def guarded_close(on_open_change: EventType[Any]) -> FunctionVar:
    """For the Cancel of a form's dialog: closes it like its cross does."""
    change = callback(on_open_change, bool)
    function = browser_function("sheets", "guardedChange")
    call = f"(() => {function.call(rx.Var('false'), change)})"
    return FunctionStringVar.create(call, _var_data=VarData.merge(*_data_of(function, change)))


class LeaveGuard(rx.Component):
    """Asks before a change of page loses typed, unsaved work. The shell has one; a router allows no second."""

    library = _library("frame")
    tag = "LeaveGuard"


# ---- address, keys and focus ----


class AddressBar(rx.Component):
    """Keeps the address bar at `address`."""

    library = _library("frame")
    tag = "AddressBar"

    address: rx.Var[str]


def address_bar(address: rx.Var[str] | str) -> rx.Component:
    """Show this local address in the address bar: no load, no event, no step in the history. Empty: as it is."""
    return AddressBar.create(address=address)


class Shortcuts(rx.Component):
    """Runs an action when its key is pressed outside fields and dialogs."""

    library = _library("frame")
    tag = "Shortcuts"

    actions: rx.Var[dict[str, Any]]


def shortcuts(keys: Mapping[str, Any]) -> rx.Component:
    """Keys of a page, as `KeyboardEvent.key` names them: each to a handler without arguments or to `focus(id)`.

    Filtered in the browser: other keys, and keys typed into fields, dialogs or menus, send nothing.
    """
    return Shortcuts.create(actions=rx.Var.create({key: _action(action) for key, action in keys.items()}))


def _action(action: EventType[Any] | FunctionVar) -> rx.Var:
    if isinstance(action, FunctionVar):
        return action
    return LiteralVar.create(EventChain.create(action, rx.event.no_args_event_spec))


def focus(element_id: str) -> FunctionVar:
    """A trigger that puts the focus on an element and selects what stands in it."""
    function = browser_function("frame", "focusOn")
    call = f"(() => {function.call(element_id)})"
    return FunctionStringVar.create(call, _var_data=function._get_all_var_data())


def copy_field(element_id: str) -> FunctionVar:
    """A trigger that copies what stands in a field, or selects it where the browser keeps the clipboard shut."""
    function = browser_function("typing", "copyField")
    call = f"(() => {function.call(rx.Var.create(element_id))})"
    return FunctionStringVar.create(call, _var_data=function._get_all_var_data())


class Download(rx.Component):
    """Has the browser fetch the file at `address`, a local path; `on_begun(address)` must empty it."""

    library = _library("downloads")
    tag = "Download"

    address: rx.Var[str]
    on_begun: rx.EventHandler[passthrough_event_spec(str)]


class KeepFocus(rx.Component):
    """Keeps the focus on a button of a list whose `rows` change their order; the button needs an id."""

    library = _library("columns")
    tag = "KeepFocus"

    rows: rx.Var[list[Any]]
