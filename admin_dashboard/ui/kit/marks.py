"""Marks: icon, logo, avatar, badge, key."""

from typing import Any

import reflex as rx

from ..theme import ICON, ICON_TINY

Text = str | rx.Var[str]


def icon(name: str, size: int = ICON, **props: Any) -> rx.Component:
    """A decorative icon: the text beside it, or the button's label, says what it means."""
    return rx.icon(name, size=size, aria_hidden="true", **props)


def logo(size: int = 22) -> rx.Component:
    """The mark alone; the product's name stands beside it."""
    return rx.el.img(src="/logo.svg", width=size, height=size, alt="")


def avatar(initials: Text, tint: int | rx.Var[int], size: str = "m") -> rx.Component:
    """Initials on one of six quiet tints (0–5); size m or l. Never the only sign of who it is.

    The letters are drawn by the stylesheet, so they are neither read out, nor copied, nor part of a button's name.
    """
    return rx.el.span(
        class_name=rx.Var.create(f"txt avatar avatar-{size} tint-{tint}"),
        aria_hidden="true",
        custom_attrs={"data-text": initials},
    )


def badge(text: Text, color: Any = "gray", name: str | None = None) -> rx.Component:
    """A badge says what differs from normal, and nothing else."""
    mark = [icon(name, ICON_TINY)] if name else []
    return rx.badge(*mark, text, color_scheme=color, variant="soft", size="1")


def kbd(keys: str) -> rx.Component:
    """A key, drawn small; like an avatar's letters it belongs to no name."""
    return rx.el.kbd(class_name="txt kbd", aria_hidden="true", custom_attrs={"data-text": keys})
