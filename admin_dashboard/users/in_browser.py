"""What the list and its forms do without the server: functions of `assets/ui/rows.js`, `tips.js` and `typing.js`."""

from typing import Any

import reflex as rx
from reflex.event import EventType
from reflex.vars import VarData
from reflex.vars.function import FunctionStringVar, FunctionVar

from ..ui.browser import browser_function, callback, on_event

open_row = on_event("rows", "openRow")
leave_menu = on_event("rows", "leaveMenu")
choose_in_menu = on_event("rows", "chooseInMenu")
next_row = browser_function("rows", "nextRow")
previous_row = browser_function("rows", "previousRow")


def press_in_row(selector: str) -> FunctionVar:
    """Press this part of the row with the focus."""
    return _later(browser_function("rows", "pressInRow"), rx.Var.create(selector))


def with_row(handler: EventType[Any]) -> FunctionVar:
    """Tell the handler the id of the row with the focus."""
    return _later(browser_function("rows", "withRow"), callback(handler, int))


def ask_menu(handler: EventType[Any]) -> FunctionVar:
    """Move the one menu of all rows here and tell the handler whose row it is."""
    return _with_event(browser_function("rows", "askMenu"), callback(handler, int))


def after_pause(handler: EventType[Any]) -> FunctionVar:
    """Tell the handler what stands in the form, once nobody has typed for a moment."""
    return _with_event(browser_function("typing", "afterPause"), callback(handler, dict))


def reveal(field: str) -> FunctionVar:
    """Show what stands in a password field."""
    return _later(browser_function("typing", "reveal"), rx.Var.create(field))


def copy_field(field: str) -> FunctionVar:
    """Copy what stands in a field."""
    return _later(browser_function("typing", "copyField"), rx.Var.create(field))


def guarded_close(on_open_change: EventType[Any]) -> FunctionVar:
    """Close a form's dialog like its cross does: asks before typed, unsaved work is lost."""
    return _later(browser_function("sheets", "guardedChange"), rx.Var("false"), callback(on_open_change, bool))


def leave_record(user_id: Any) -> FunctionVar:
    """A closed record gives the focus to its row."""
    return _with_event(browser_function("rows", "leaveRecord"), user_id)


class Hints(rx.Component):
    """Tooltips for all that carries `data-hint`. Once a page."""

    library = "$/public/ui/tips.js"
    tag = "Hints"


def hint(text: rx.Var[str] | str) -> dict[str, Any]:
    """The attribute that gives a part its tooltip; its name has to say the same."""
    return {"data-hint": text}


def _later(function: FunctionVar, *given: rx.Var) -> FunctionVar:
    return _made(f"(() => {function.call(*given)})", function, *given)


def _with_event(function: FunctionVar, *given: rx.Var) -> FunctionVar:
    event = rx.Var("_args[_args.length - 1]")
    return _made(f"((..._args) => {function.call(event, *given)})", function, *given)


def _made(expression: str, *parts: rx.Var) -> FunctionVar:
    return FunctionStringVar.create(expression, _var_data=VarData.merge(*[part._get_all_var_data() for part in parts]))
