"""Pieces of "API tokens"."""

from typing import Any

import reflex as rx

from ..ui.browser import copy_field
from ..ui.i18n import t, tn
from ..ui.kit import badge, bone_lines, button, callout, card, empty, field, form, icon, question, select, two
from ..ui.kit.marks import Text
from .commands import DAYS
from .state import FIELD, RevokeTokenState, TokensState

state: Any = TokensState


def new_token() -> rx.Component:
    """The form for one, and under it the one that was just made."""
    times: list[tuple[str, Text]] = [(str(days), tn("{count} day", "{count} days", days)) for days in DAYS]
    fields = two(
        field(
            t("Name"),
            "name",
            help=t("What it is for, as in “Nightly script”."),
            error=state.field_errors["name"],
            auto_complete="off",
        ),
        select(t("Works for"), "days", times, default_value="30", error=state.field_errors["days"]),
        key=state.form_number,
    )
    return card(
        t("New token"),
        form(
            rx.el.p(
                t("By a token a program acts in your name, with your rights of that moment."),
                " ",
                t("Never give it to anybody. A new password ends it."),
                class_name="sub",
            ),
            fields,
            rx.el.div(button(t("Make a token"), "plus", kind="primary", type="submit"), class_name="group"),
            id="make-token",
            on_submit=TokensState.make,
        ),
        _made(),
    )


def _made() -> rx.Component:
    """Always there, so that a token can be put into it; seen only while there is one."""
    return rx.el.div(
        callout(t("Copy the token “{name}” now. It is shown this once.", name=state.made), "key_round", "warn"),
        field(t("Token"), "token", id=FIELD, read_only=True, spell_check=False, auto_complete="off"),
        rx.el.div(
            button(t("Copy"), "copy", on_click=copy_field(FIELD)),
            button(t("Done"), kind="ghost", on_click=TokensState.put_away),
            class_name="group",
        ),
        hidden=state.made == "",
        class_name="made-token",
    )


def token_list() -> rx.Component:
    """One's own tokens."""
    none = empty("key_round", t("No tokens yet"), t("Make one for each program, so that each can be revoked alone."))
    rows = rx.el.ul(rx.foreach(state.rows, _token), class_name="own-sessions")
    return card(t("Your tokens"), rx.cond(state.is_loaded, rx.cond(state.rows.length() > 0, rows, none), bone_lines(3)))


def _token(row: Any) -> rx.Component:
    used = rx.cond(
        row["used"],
        rx.el.span(t("used {moment}", moment=row["used"]), title=row["used_exactly"]),
        rx.el.span(t("never used")),
    )
    ends = rx.cond(row["is_over"], t("ended {day}", day=row["ends"]), t("ends {day}", day=row["ends"]))
    return rx.el.li(
        rx.el.span(icon("key_round"), class_name="entry-mark"),
        rx.el.div(
            rx.el.div(
                rx.el.span(row["name"], class_name="strong"),
                rx.cond(row["is_over"], badge(t("Ended"), "gray"), rx.fragment()),
                class_name="group",
            ),
            rx.el.div(t("made {day}", day=row["made"]), " · ", used, " · ", ends, class_name="sub"),
            class_name="grow",
        ),
        button(
            t("Revoke…"),
            on_click=RevokeTokenState.ask(row["id"]),
            aria_label=t("Revoke the token {name}…", name=row["name"]),
        ),
        class_name="own-session",
        key=row["id"].to(str),
    )


def revoke_question() -> rx.Component:
    """Asks once."""
    name: Any = RevokeTokenState.name
    return question(
        t("Revoke the token {name}?", name=name),
        t("Programs that use it are refused from now on. This cannot be undone."),
        confirm=button(
            t("Revoke {name}", name=name), "trash_2", kind="danger", on_click=RevokeTokenState.revoke.temporal
        ),
        open=RevokeTokenState.is_asking,
        on_open_change=RevokeTokenState.change_asking,
    )
