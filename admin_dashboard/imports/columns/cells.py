"""What one cell says. The rules of the values themselves are those of every door (`core.fields`)."""

import re
from functools import lru_cache

from ...core.spreadsheet import neutral, original
from ...core.text import fold
from .names import bare

CLEAR = "-"
"""Empties an optional value."""
DASH = " -"
"""A value that is a dash and empties nothing: it stands in a file with an apostrophe before it."""

_LEAVE = frozenset({"", "****", "--"})
_STARS = re.compile(r"'*\*{4}")
_LONGEST_WORD = 40

_YES = "yes y true t on oui o vrai v 1"
_NO = "no n false f off non faux 0"
_ACTIVE = "active enabled activated staged provisioned recovery passwordexpired lockedout actif activee"
_INACTIVE = """inactive disabled deactivated suspended blocked deprovisioned archived
    inactif desactive desactivee suspendu suspendue bloque bloquee archive archivee"""
_YES_NO = {**dict.fromkeys(_YES.split(), True), **dict.fromkeys(_NO.split(), False)}
_STATES = {**_YES_NO, **dict.fromkeys(_ACTIVE.split(), True), **dict.fromkeys(_INACTIVE.split(), False)}
_LANGUAGE = re.compile(r"(?:(fr|fra|fre|french|francais)|(?:en|eng|english|anglais))(?:[-_.( ].*)?", re.DOTALL)


def said(cell: str) -> str:
    """The cell's text, trimmed, formulas as they were before they were made harmless; empty: the value stays.

    A lone `-` is `CLEAR`; a value that is a dash comes as `DASH`, which every rule trims.
    """
    text = cell.strip()
    if text in _LEAVE:
        return ""
    # Only where a line begins does an apostrophe do more than stand in a name.
    return _freed(cell.lstrip()) if "'" in text and (text[0] == "'" or not text.isprintable()) else text


def is_left(cell: str) -> bool:
    """Whether the cell says that the value stays: it is empty, hidden (`****`) or a rule (`--`)."""
    return cell.strip() in _LEAVE


def written(value: str) -> str:
    """The cell of a file that says this value, harmless in a spreadsheet; `said` gives it back, trimmed."""
    return f"'{value}" if _STARS.fullmatch(value.strip()) else neutral(value)


def _freed(cell: str) -> str:
    text = cell.strip()
    if _STARS.fullmatch(text):
        return text[1:]
    value = original(cell).strip()
    return DASH if value == CLEAR else value


@lru_cache
def parse_yes_no(text: str) -> bool | None:
    """Yes or no, in English or French; None when it is neither."""
    return _YES_NO.get(bare(text)) if len(text) <= _LONGEST_WORD else None


@lru_cache
def parse_enabled(text: str) -> bool | None:
    """Whether somebody is enabled: yes or no, or a state such as Suspended or Actif; None when it is neither."""
    return _STATES.get(bare(text)) if len(text) <= _LONGEST_WORD else None


@lru_cache
def parse_language(text: str) -> str | None:
    """The product's language that a language or locale is: `fr_CA`, `French` and `Français` are fr; None: another."""
    found = _LANGUAGE.fullmatch(fold(text.strip())) if len(text) <= _LONGEST_WORD else None
    return found and ("fr" if found[1] else "en")
