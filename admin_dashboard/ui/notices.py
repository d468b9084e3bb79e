"""Notices: toasts for what changed or could not be done, and the bar of a lost connection."""

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors
from reflex_components_sonner.toast import Toaster

from ..web.notices import NoticeState
from .i18n import t
from .kit.marks import icon
from .theme import ICON_SMALL


class NamedToaster(Toaster):
    """The region toasts stand in, with a name in the page's language. It is a live region: they are announced."""

    container_aria_label: rx.Var[str]


class Notices(rx.Component):
    """Shows each notice once and reports which have been shown."""

    library = "$/public/ui/notices.js"
    tag = "Notices"

    notices: rx.Var[list[dict[str, str]]]
    on_shown: rx.EventHandler[rx.event.passthrough_event_spec(list[str])]


def toaster() -> rx.Component:
    """Where toasts appear; once for the whole site."""
    return NamedToaster.create(
        position="bottom-right",
        close_button=True,
        rich_colors=False,
        expand=False,
        container_aria_label=t("Notices"),
        class_name="radix-themes",
    )


def notice_area() -> rx.Component:
    """Shows the notices of this page's state."""
    return Notices.create(notices=NoticeState.notices, on_shown=NoticeState.dismiss)


def lost_connection() -> rx.Component:
    """A quiet bar while the server cannot be reached. It goes by itself."""
    bar = rx.el.div(
        icon("cloud_off", ICON_SMALL), t("Connection lost. Trying again; nothing you typed is gone."), class_name="lost"
    )
    return rx.el.div(rx.cond(has_connection_errors, bar), role="status")
