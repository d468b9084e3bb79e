"""Small dialogs over the list or the record: a temporary password, and the question before disabling."""

import reflex as rx

from ..ui.browser import guarded_change, guarded_close, on_event
from ..ui.i18n import t
from ..ui.kit import button, form, question
from .in_browser import after_pause
from .password_part import password_part
from .password_state import FIELD, SetPasswordState
from .status_state import UserStatusState

FORM = "set-password"


def set_password() -> rx.Component:
    """A temporary password for somebody."""
    why = t("Their sessions end and they are told by mail. They choose their own password at the next sign-in.")
    parts = rx.el.div(
        password_part(SetPasswordState, FIELD, SetPasswordState.generate, first=True),
        rx.el.div(
            button(t("Cancel"), on_click=guarded_close(SetPasswordState.change_open)),
            button(t("Set password"), "key_round", kind="primary", type="submit"),
            class_name="dialog-foot",
        ),
        key=SetPasswordState.form_number,
        class_name="form",
        custom_attrs={"onInput": after_pause(SetPasswordState.typed)},
    )
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(t("Set a password for {name}", name=SetPasswordState.name), class_name="sheet-title"),
            rx.dialog.description(why, class_name="sheet-description"),
            form(
                parts,
                id=FORM,
                on_submit=SetPasswordState.submit,
                guard=True,
            ),
            class_name="dialog",
            on_open_auto_focus=on_event("sheets", "focusOnOpen"),
            on_close_auto_focus=on_event("sheets", "returnFocus"),
        ),
        open=SetPasswordState.is_open,
        on_open_change=guarded_change(SetPasswordState.change_open),
    )


def disable_question() -> rx.Component:
    """Asks once; the button says what it does and to whom."""
    name = UserStatusState.name
    return question(
        t("Disable {name}?", name=name),
        t("This is what happens:"),
        rx.el.ul(
            rx.el.li(t("They cannot sign in any more, and their sessions end at once.")),
            rx.el.li(t("Roles are kept. An open invitation stops working.")),
            rx.el.li(t("You can enable them again at any time.")),
            class_name="consequences",
        ),
        confirm=button(t("Disable {name}", name=name), "ban", kind="danger", on_click=UserStatusState.disable.temporal),
        open=UserStatusState.is_asking,
        on_open_change=UserStatusState.change_asking,
    )
