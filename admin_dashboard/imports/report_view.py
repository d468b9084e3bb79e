"""The step of the report: the refused rows corrected, and the import taken back."""

from typing import Any

import reflex as rx

from ..core.permissions import Permission
from ..ui.i18n import t
from ..ui.kit import button, question, text_link
from ..web.person import PersonState
from .frame import head
from .rows import Which
from .take_back_state import TakeBackState
from .zone import upload_zone

_question: Any = TakeBackState.question


def result() -> rx.Component:
    """Where it stands, who is invited, and what can still be done about it."""
    back = button(t("Take back…"), "undo_2", on_click=TakeBackState.ask)
    invited = text_link(t("Invitations sent at the end"), rx.Var.create(f"/actions/{head['invite_job']}"))
    line = rx.el.div(
        rx.el.h2(head["state"], class_name="section-title grow"),
        rx.cond(head["invite_job"] > 0, invited, rx.fragment()),
        rx.cond(head["can_take_back"], back, rx.fragment()),
        class_name="section-head",
    )
    return rx.fragment(rx.cond(head["is_active"], rx.fragment(), line), _take_back_question())


def correct() -> rx.Component:
    """A place for the corrected file of the refused rows."""
    may = PersonState.may[Permission.USERS_IMPORT] & head["is_mine"] & ~head["is_active"].to(bool)
    zone = upload_zone(
        t("Correct the refused rows"),
        t("Download them, correct them in a spreadsheet, and drop the file here. It is checked like any other."),
        corrects=head["id"],
    )
    return rx.cond(may & head["there_are"][str(Which.REFUSED)], zone, rx.fragment())


def _take_back_question() -> rx.Component:
    effects = rx.foreach(_question["effects"], lambda effect: rx.el.li(effect, key=effect))
    return question(
        _question["title"],
        t("What others have done since stays."),
        rx.el.ul(effects, class_name="consequences"),
        confirm=button(_question["confirm"], kind="danger", on_click=TakeBackState.start.temporal),
        open=TakeBackState.is_open,
        on_open_change=TakeBackState.change_open,
    )
