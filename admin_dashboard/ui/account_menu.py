"""The header's two menus: light or dark, and the person's own."""

from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex.style import color_mode, set_color_mode

from .browser import post
from .i18n import LANGUAGE_NAMES, page_language, set_language, t
from .kit.marks import avatar, icon
from .kit.menus import menu, menu_choice, menu_choices, menu_item, menu_line, menu_link

MODES = ("light", "dark", "system")


@dataclass(frozen=True)
class Person:
    """Who is signed in, and the addresses of their own things.

    `language_url` takes the POST of a chosen `language`, keeps it in the profile and sets the cookie `language`;
    without it the choice stays in this browser. `on_theme` is told of a chosen theme; the browser shows it by itself.
    """

    name: rx.Var[str]
    email: rx.Var[str]
    initials: rx.Var[str]
    tint: rx.Var[int] | int = 0
    account_url: str = "/account"
    sign_out_url: str = "/sign-out"
    language_url: str = ""
    on_theme: Any = None


def colour_menu(on_theme: Any = None) -> rx.Component:
    """Light, dark, or as the system is."""
    names = {"light": t("Light"), "dark": t("Dark"), "system": t("System")}
    trigger = rx.el.button(
        icon("sun", class_name="in-light"),
        icon("moon", class_name="in-dark"),
        class_name="icon-button",
        type="button",
        aria_label=t("Light or dark"),
        title=t("Light or dark"),
    )
    told = [] if on_theme is None else [on_theme]
    choices = [menu_choice(names[m], m, [set_color_mode(m), *[tell(m) for tell in told]]) for m in MODES]
    return menu(trigger, menu_choices(t("Appearance"), color_mode, *choices), within="header")


def account_menu(person: Person) -> rx.Component:
    """My account, language, sign out."""
    trigger = rx.el.button(
        avatar(person.initials, person.tint),
        class_name="me",
        type="button",
        aria_label=t("{name}: your account", name=person.name),
    )
    who = rx.el.div(
        rx.el.div(person.name, class_name="strong cut"),
        rx.el.div(person.email, class_name="sub cut"),
        class_name="drop-who",
    )
    return menu(
        trigger,
        who,
        menu_line(),
        menu_link(t("My account"), "user_round", person.account_url),
        menu_line(),
        menu_choices(t("Language"), page_language(), *[_language(person, *each) for each in LANGUAGE_NAMES.items()]),
        menu_line(),
        menu_item(t("Sign out"), "log_out", post(person.sign_out_url)),
        within="header",
    )


def _language(person: Person, language: str, name: str) -> rx.Component:
    choose = post(person.language_url, language=language) if person.language_url else set_language(language)
    return menu_choice(name, language, choose, lang=language)
