"""What an action would do, as the question before it shows it: every part a text in the reader's language."""

from typing import TypedDict

from ..core.i18n import Message, _, n_
from .commands import ActionName
from .reasons import in_words
from .sentences import SENTENCES, number
from .service import Preview
from .words import NAMES


class Skip(TypedDict):
    """A reason, its sentence, and how many are left out for it."""

    key: str
    reason: str
    count: str


class ShownPreview(TypedDict):
    """The question. `is_possible` is False while nothing would change or something has yet to be chosen."""

    title: str
    description: str
    confirm: str
    will: str
    will_text: str
    skipped: str
    effects: list[str]
    skips: list[Skip]
    is_possible: bool
    is_dangerous: bool
    expected: str


NOTHING_SHOWN = ShownPreview(
    title="",
    description="",
    confirm="",
    will="",
    will_text="",
    skipped="",
    effects=[],
    skips=[],
    is_possible=False,
    is_dangerous=False,
    expected="",
)


def shown_before(action: ActionName, description: Message, language: str) -> ShownPreview:
    """The question while it is not known what would happen: something has to be chosen, or is being counted."""
    name = NAMES[action].in_language(language)
    said = description.in_language(language)
    is_dangerous = SENTENCES[action].is_dangerous
    return {**NOTHING_SHOWN, "title": name, "description": said, "confirm": name, "is_dangerous": is_dangerous}


def shown(action: ActionName, preview: Preview, language: str) -> ShownPreview:
    """What would happen, in words and numbers."""
    words, count = SENTENCES[action], preview.will_change
    ask = words.ask(count, number(count, language)).in_language(language)
    left_out = preview.asked - count
    effects = [*_counted(preview, language), *words.effects] if count else []
    return ShownPreview(
        title=_("{what}?", what=ask).in_language(language) if count else _nothing(action).in_language(language),
        description=_selected(preview.asked, language).in_language(language),
        confirm=ask,
        will=number(count, language),
        will_text=words.will.in_language(language),
        skipped=number(left_out, language),
        effects=[effect.in_language(language) for effect in effects],
        skips=[
            Skip(key=reason, reason=in_words(reason).in_language(language), count=number(many, language))
            for reason, many in preview.skipped.items()
        ],
        is_possible=count > 0,
        is_dangerous=words.is_dangerous,
        expected=str(count) if action == ActionName.DELETE else "",
    )


def _nothing(action: ActionName) -> Message:
    return _("{action}: nobody is left to do it to", action=NAMES[action])


def _selected(count: int, language: str) -> Message:
    written = number(count, language)
    return n_(
        "{number} is selected; this is what will happen.",
        "{number} are selected; this is what will happen.",
        count,
        number=written,
    )


def _counted(preview: Preview, language: str) -> list[Message]:
    """Sessions that end and mails that go, where there are any."""
    found: list[Message] = []
    if count := preview.sessions_ending:
        written = number(count, language)
        found.append(n_("{number} open session ends.", "{number} open sessions end.", count, number=written))
    if count := preview.mails:
        written = number(count, language)
        found.append(n_("{number} mail goes out.", "{number} mails go out.", count, number=written))
    return found
