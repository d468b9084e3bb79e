"""What is read: sections, facts, pairs, history, notes, empty and waiting."""

from typing import Any

import reflex as rx

from ..theme import ICON_SMALL
from .marks import Text, icon

BONES = ("56%", "44%", "68%", "50%", "62%", "47%")


def section(title: Text, *content: rx.Component, action: rx.Component | None = None) -> rx.Component:
    """A titled part of a record or page."""
    head = rx.el.div(
        rx.el.h2(title, class_name="section-title grow"), action or rx.fragment(), class_name="section-head"
    )
    return rx.el.section(head, *content, class_name="section")


def card(title: Text, *content: rx.Component, note: Text = "", action: rx.Component | None = None) -> rx.Component:
    """A titled part of a page that is read, with a line around it."""
    head = rx.el.div(
        rx.el.h2(title, class_name="section-title grow"),
        rx.el.span(note, class_name="sub"),
        action or rx.fragment(),
        class_name="section-head",
    )
    return rx.el.section(head, *content, class_name="card")


def page(*content: rx.Component, is_broad: bool = False) -> rx.Component:
    """The column of a page that is read."""
    return rx.el.div(*content, class_name="page broad" if is_broad else "page")


def pairs(*lines: tuple[Text, rx.Component | Text]) -> rx.Component:
    """Label left, value right."""
    return rx.el.dl(*[pair(*line) for line in lines], class_name="pairs")


def pair(label: Text, value: rx.Component | Text) -> rx.Component:
    """One line of `pairs`, for those that are not always there (`rx.cond`)."""
    return rx.el.div(rx.el.dt(label), rx.el.dd(value), class_name="pair")


def facts(*items: rx.Component) -> rx.Component:
    """The statuses of a record, side by side."""
    return rx.el.ul(*items, class_name="facts")


def fact(mark: rx.Component, tone: Text, value: Text, note: Text) -> rx.Component:
    """One status: icon, word, when. tone: good, warn, danger or empty."""
    return rx.el.li(
        rx.el.span(mark, rx.el.span(value), class_name=rx.Var.create(f"fact-value {tone}")),
        rx.el.span(note, class_name="sub"),
        class_name="fact",
    )


def history(*entries: rx.Component) -> rx.Component:
    """What happened, newest first; entries may be one `rx.foreach` of `entry`."""
    return rx.el.ol(*entries, class_name="history")


def entry(mark: rx.Component, what: Text, how: Text, when: Text, *, exactly: Text = "") -> rx.Component:
    """One line of a history; the exact time on hover."""
    return rx.el.li(
        rx.el.span(mark, class_name="entry-mark"),
        rx.el.div(rx.el.div(what, class_name="strong"), rx.el.div(how, class_name="sub"), class_name="grow"),
        rx.el.time(when, title=exactly, class_name="sub"),
        class_name="entry",
    )


def callout(text: Text | rx.Component, name: str = "info", tone: str = "", **props: Any) -> rx.Component:
    """A sentence that stays on the page. tone: good, warn, danger or empty; `role="alert"` when it comes late."""
    return rx.el.div(
        icon(name, ICON_SMALL), rx.el.div(text, class_name="grow"), class_name=f"notice {tone}".strip(), **props
    )


def empty(name: str, title: Text, why: Text, *actions: rx.Component) -> rx.Component:
    """Why it is empty and what to do next; the action that helps first, first."""
    return rx.el.div(
        rx.el.span(icon(name, 20), class_name="empty-mark"),
        rx.el.h2(title, class_name="empty-title"),
        rx.el.p(why, class_name="empty-why"),
        rx.el.div(*actions, class_name="group"),
        class_name="empty",
    )


def bone(width: str) -> rx.Component:
    """Stands for a text that is on its way."""
    return rx.el.span(class_name="bone", style={"width": width}, aria_hidden="true")


def skeleton_rows(count: int, cells: int) -> rx.Component:
    """Table rows on their way, in the height of real ones; they appear after 150 ms, never before."""
    return rx.fragment(*[_bone_row(row, cells) for row in range(count)])


def _bone_row(row: int, cells: int) -> rx.Component:
    widths = [BONES[(row + cell) % len(BONES)] for cell in range(cells)]
    return rx.el.tr(*[rx.el.td(bone(width), role="cell") for width in widths], role="row", class_name="waiting")


def bone_lines(count: int = 5) -> rx.Component:
    """Lines of a record on their way."""
    lines = [rx.el.div(bone(BONES[n % len(BONES)]), class_name="bone-line") for n in range(count)]
    return rx.el.div(*lines, class_name="waiting", aria_hidden="true")


def progress(label: Any, percent: Any) -> rx.Component:
    """How far it is, as a bar."""
    return rx.el.div(
        rx.el.div(class_name="bar-done", style={"width": f"{percent}%"}),
        class_name="bar",
        role="progressbar",
        aria_label=label,
        aria_valuenow=percent,
        aria_valuemin=0,
        aria_valuemax=100,
    )
