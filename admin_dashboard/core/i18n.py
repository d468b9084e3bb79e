"""Texts for people: English in the code, other languages in gettext catalogues.

`_("Hello {name}", name=x)` makes a `Message`: it is translated where it is shown, in the reader's language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po

LANGUAGES = ("en", "fr")
LOCALES = Path(__file__).parents[1] / "locales"


@dataclass(frozen=True)
class Message:
    """A text with its values, not yet in any language. With `count`, `plural` is its other form."""

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)
    plural: str | None = None
    count: int | None = None

    def in_language(self, language: str) -> str:
        """The text in that language, its values filled in; a value that is a `Message` is translated too."""
        values = {k: v.in_language(language) if isinstance(v, Message) else v for k, v in self.values.items()}
        return _lookup(self, language).format(**values) if values else _lookup(self, language)

    def __str__(self) -> str:
        return self.in_language("en")


def _(text: str, **values: Any) -> Message:
    """A text to be shown to a person."""
    return Message(text, values)


def n_(text: str, plural: str, count: int, **values: Any) -> Message:
    """A text that depends on a number, which it can use as `{count}`."""
    return Message(text, {"count": count, **values}, plural, count)


def _lookup(message: Message, language: str) -> str:
    found = catalogue(language).get(message.text)
    if message.plural is None or message.count is None:
        return found[0] if found else message.text
    # French and English have two forms each; French counts zero as one.
    is_plural = message.count != 1 if language == "en" else message.count > 1
    return (found or (message.text, message.plural))[int(is_plural)]


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(language: str) -> Mapping[str, tuple[str, ...]]:
    """msgid → its translations (singular, plural) of one language; untranslated entries are left out."""
    path = LOCALES / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        entries = [m for m in read_po(file, locale=language) if m.id and m.string]
    found = {}
    for entry in entries:
        identifier = entry.id[0] if isinstance(entry.id, tuple | list) else entry.id
        strings = tuple(entry.string) if isinstance(entry.string, tuple | list) else (entry.string,)
        if all(strings):
            found[str(identifier)] = strings
    return found


def best_language(accept_language: str, default: str) -> str:
    """The first of our languages that an Accept-Language header names, else the default."""
    for part in accept_language.split(","):
        tag = part.split(";")[0].strip().lower()
        if tag[:2] in LANGUAGES:
            return tag[:2]
    return default
