"""How the whole site is dressed: `rx.App(**root(), …)`."""

from typing import Any

import reflex as rx
from reflex_components_core.base.error_boundary import ErrorBoundary

from .notices import toaster
from .pages import broken, first_paint
from .theme import STYLESHEETS


def root() -> dict[str, Any]:
    """The app's stylesheets, head, first paint, toasts and error boundary.

    Reflex' own connection dialogs and its error page, which shows traces, are replaced.
    """
    return {
        "stylesheets": STYLESHEETS,
        "html_lang": "en",
        "head_components": [
            rx.el.link(rel="icon", type="image/svg+xml", href="/favicon.svg"),
            rx.el.meta(name="color-scheme", content="light dark"),
            rx.el.meta(name="robots", content="noindex"),
        ],
        "hydrate_fallback": first_paint,
        "toaster": toaster(),
        # Inside the theme, whose place is 20: what it shows instead of a page is dressed like one.
        "app_wraps": {(19, "ErrorBoundary"): lambda _: ErrorBoundary.create(fallback_render=rx.Var.create(broken()))},
    }
