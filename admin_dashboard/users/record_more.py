"""The lines of a record that not every site and every user has: attributes, language, spaces."""

from ..attributes.queries import all_attributes, label
from ..attributes.values import shown
from ..core.i18n import Message, _
from ..core.work import Work
from .queries import UserRecord

Line = tuple[Message | str, Message | str]
LANGUAGES: dict[str, Message | str] = {"": _("As in the browser"), "en": "English", "fr": "Français"}


def attribute_lines(found: UserRecord, work: Work) -> list[Line]:
    """What the user has of attributes, in their order, and the language of their pages and mails."""
    values, language = found.profile.attributes, work.actor.language
    lines: list[Line] = [
        (label(row, language), shown(row.type, values[row.key], language))
        for row in all_attributes(work)
        if row.key in values
    ]
    return [*lines, (_("Language"), LANGUAGES[found.profile.language])]


def space_lines(found: UserRecord, language: str) -> list[Line]:
    """The spaces the reader may see the user work in, in one line; none when there are none."""
    names = [_space(space.name, is_manager=space.is_manager).in_language(language) for space in found.spaces]
    return [(_("Spaces"), ", ".join(names))] if names else []


def _space(name: str, *, is_manager: bool) -> Message:
    return _("{name} (manager)", name=name) if is_manager else Message("{name}", {"name": name})


def in_words(text: Message | str, language: str) -> str:
    """The text in that language."""
    return text.in_language(language) if isinstance(text, Message) else text
