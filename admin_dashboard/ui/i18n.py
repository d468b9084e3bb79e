"""Texts of pages: `t("Add user")` is shown in the page's language, chosen in the browser.

A compiled page serves everybody, so each text travels with its translations and the browser picks one:
the cookie `language`, else what the browser asks for, else English. Server texts (`core.i18n`) arrive translated.
"""

from collections.abc import Mapping
from typing import Any

import reflex as rx
from reflex.vars import VarData
from reflex.vars.function import FunctionVar

from ..core.i18n import LANGUAGES, catalogue
from .browser import browser_function

MODULE = "language"
SOURCE = "en"
LANGUAGE_NAMES = {"en": "English", "fr": "Français"}


def t(text: str, **values: Any) -> rx.Var[str]:
    """The text in the page's language, each `{name}` replaced by its value (a constant or a Var; numbers by locale).

    The text must be a literal, so that the catalogue's extraction finds it.
    """
    others = {language: found[0] for language, found in _translations(text)}
    rest = [others, _values(values)] if values else [others] if others else []
    return browser_function(MODULE, "say").call(text, *rest).to(str)


def tn(one: str, many: str, count: rx.Var[int] | int, **values: Any) -> rx.Var[str]:
    """Like `t` for a text that depends on a number, which it can use as `{count}`."""
    others = {language: list(found) for language, found in _translations(one)}
    rest = [_values(values)] if values else []
    return browser_function(MODULE, "sayCount").call([one, many], others, count, *rest).to(str)


def page_language() -> rx.Var[str]:
    """The page's language, `en` or `fr`."""
    return rx.Var("language", _var_data=VarData(imports={f"$/public/ui/{MODULE}.js": ["language"]})).to(str)


def set_language(language: str) -> FunctionVar:
    """A trigger that keeps the language in this browser and loads the page in it.

    Raises:
        ValueError: it is none of ours.
    """
    if language not in LANGUAGES:
        raise ValueError(language)
    return browser_function(MODULE, "setLanguage").partial(language)


def _translations(text: str) -> list[tuple[str, tuple[str, ...]]]:
    found = ((language, catalogue(language).get(text)) for language in LANGUAGES if language != SOURCE)
    return [(language, forms) for language, forms in found if forms]


def _values(values: Mapping[str, Any]) -> rx.Var[dict[str, Any]]:
    return rx.Var.create(dict(values))
