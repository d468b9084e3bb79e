"""What the list and its forms do without the server: functions and components of `assets/ui`."""

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
open_present_row = browser_function("rows", "openPresentRow")
tick_row = browser_function("ticks", "tickRow")
tick_to_row = browser_function("ticks", "tickToRow")


def initials(first_name: Any, last_name: Any) -> rx.Var[str]:
    """The letters of an avatar."""
    return browser_function("rows", "initials").call(first_name, last_name).to(str)


def press_envelope(handler: EventType[Any]) -> FunctionVar:
    """Press the envelope of the row with the focus, or tell the handler the row's id where that column is hidden."""
    return _later(browser_function("rows", "pressEnvelope"), callback(handler, int))


def _told(
    ids: rx.Var[list[int]], is_on: rx.Var[bool], gesture: rx.Var[int]
) -> tuple[rx.Var[list[int]], rx.Var[bool], rx.Var[int]]:
    return ids, is_on, gesture


class Ticks(rx.Component):
    """Shows who is ticked and tells each gesture. Once a page."""

    library = "$/public/ui/ticks.js"
    tag = "Ticks"

    rows: rx.Var[list[dict[str, Any]]]
    ticked: rx.Var[list[int]]
    answered: rx.Var[int]
    refused: rx.Var[int]
    on_tick: rx.EventHandler[_told]


def tick_all(handler: EventType[Any]) -> FunctionVar:
    """Tick everybody who matches, and tell the handler the gesture's number."""
    return _later(browser_function("ticks", "tickAll"), callback(handler, int))


def clear_ticks(handler: EventType[Any]) -> FunctionVar:
    """Tick nobody, and tell the handler the gesture's number."""
    return _later(browser_function("ticks", "clearTicks"), callback(handler, int))


def with_row(handler: EventType[Any]) -> FunctionVar:
    """Tell the handler the id of the row with the focus."""
    return _later(browser_function("rows", "withRow"), callback(handler, int))


def ask_menu(handler: EventType[Any]) -> FunctionVar:
    """Move the one menu of all rows here and tell the handler whose row it is."""
    return _with_event(browser_function("rows", "askMenu"), callback(handler, int))


class SearchAnswers(rx.Component):
    """Tells the search field which question has been answered; says when nobody types any more. Once a page."""

    library = "$/public/ui/search.js"
    tag = "SearchAnswers"

    text: rx.Var[str]
    on_rest: rx.EventHandler[rx.event.no_args_event_spec]


def ask_in_turn(handler: EventType[Any]) -> FunctionVar:
    """Tell the handler what stands in the field; while an answer is under way, the newest waits for it."""
    return _with_event(browser_function("search", "askInTurn"), callback(handler, str))


def after_pause(handler: EventType[Any]) -> FunctionVar:
    """Tell the handler what stands in the form, once nobody has typed for a moment."""
    return _with_event(browser_function("typing", "afterPause"), callback(handler, dict))


def reveal(field: str) -> FunctionVar:
    """Show what stands in a password field."""
    return _later(browser_function("typing", "reveal"), rx.Var.create(field))


def focus_group(group: Any) -> FunctionVar:
    """An opened filter panel has the focus in this group, the first one when it is empty."""
    return _with_event(browser_function("filters", "focusGroup"), group)


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
