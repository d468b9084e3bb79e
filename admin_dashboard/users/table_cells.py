"""How each kind of column draws its cells; `cells.py` says what they hold."""

from typing import Any

import reflex as rx

from ..invitations.envelope import LOOKS
from ..ui.i18n import t
from ..ui.kit import badge, icon
from ..ui.theme import ICON
from . import columns
from .in_browser import hint
from .invite_state import InviteState

MARKS = tuple(dict.fromkeys(look[0] for look in LOOKS.values()))
"""The pictures of envelopes."""


def cell_content(kind: Any, cell: Any, user_id: Any) -> Any:
    """What stands in the cell of a column of this kind."""
    return rx.match(
        kind,
        (columns.LAST_LOGIN, _moment(cell)),
        (columns.CREATED, _moment(cell)),
        (columns.ENROLLMENT, _envelope(cell, user_id)),
        (columns.TYPE, rx.cond(cell[0], badge(t("External"), "teal"), rx.el.span(t("Internal")))),
        (columns.STATE, rx.cond(cell[0], badge(t("Disabled"), "red"), rx.el.span(t("Enabled")))),
        (columns.ROLES, _list(cell, t("No role"))),
        (columns.SPACES, _list(cell, t("No space"))),
        rx.cond(cell[0], rx.el.span(cell[0], class_name="cut block", title=cell[0]), _nothing(t("None"))),
    )


def _moment(cell: Any) -> rx.Component:
    return rx.el.time(cell[0], title=cell[1])


def _envelope(cell: Any, user_id: Any) -> rx.Component:
    """A button while it can be sent, a named picture when it cannot; the label says why without hovering."""
    state, label, sentence, can_press = cell[0], cell[1], cell[2], cell[3]
    name = rx.Var.create(f"{label}: {sentence}")
    tone = rx.match(state, *[(str(known), look[1]) for known, look in LOOKS.items()], "")
    face = rx.match(state, *[(*_states(mark), icon(mark, ICON)) for mark in MARKS], icon("mail", ICON))
    press = rx.el.button(
        face,
        rx.el.span(label),
        class_name=rx.Var.create(f"envelope {tone}"),
        type="button",
        aria_label=name,
        on_click=InviteState.invite(user_id),
        custom_attrs=hint(sentence),
    )
    still = rx.el.span(
        face,
        rx.el.span(label),
        class_name=rx.Var.create(f"envelope still {tone}"),
        role="img",
        aria_label=name,
        custom_attrs=hint(sentence),
    )
    return rx.cond(can_press, press, still)


def _states(mark: str) -> list[str]:
    return [str(state) for state, look in LOOKS.items() if look[0] == mark]


def _list(cell: Any, none: rx.Var[str]) -> rx.Component:
    """The first entry, then how many more."""
    more = rx.cond(cell[1], rx.el.span(cell[1], class_name="more", title=cell[2]), rx.fragment())
    found = rx.el.span(rx.el.span(cell[0], class_name="cut"), more, class_name="roles")
    return rx.cond(cell[0], found, _nothing(none))


def _nothing(said: rx.Var[str]) -> rx.Component:
    """A dash, in words for whoever hears it."""
    return rx.el.span(rx.el.span("–", aria_hidden="true"), rx.el.span(said, class_name="sr"))
