"""The theme: one accent, one grey, one radius. Everything else is a token of it, in `assets/css/tokens.css`."""

import reflex as rx

THEME = rx.theme(
    appearance="inherit",
    accent_color="blue",
    gray_color="slate",
    radius="medium",
    scaling="100%",
    panel_background="solid",
)

# Later sheets may refine earlier ones; `narrow` refines them all.
STYLESHEETS = [
    f"/css/{part}.css"
    for part in (
        "tokens",
        "base",
        "buttons",
        "frame",
        "list",
        "menu",
        "sheet",
        "form",
        "record",
        "mail",
        "page",
        "states",
        "notices",
        "door",
        "users",
        "filters",
        "account",
        "attributes",
        "actions",
        "imports",
        "narrow",
    )
]

ICON = 16
ICON_SMALL = 14
ICON_TINY = 12
