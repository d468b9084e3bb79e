"""What is wrong with a row, or odd about it: stored as it was found, and said in the reader's language."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..core.i18n import Message

LONGEST_COLUMN, LONGEST_VALUE = 100, 200
"""Letters that are kept of what is wrong, for each of very many rows."""


@dataclass(frozen=True)
class Problem:
    """A column as its header calls it, empty for the row as a whole; the cell's text; and the sentence."""

    column: str
    value: str
    reason: Message


def dump(problems: Sequence[Problem]) -> str | None:
    """As text to be stored; None for none."""
    if not problems:
        return None
    parts = ((one.column[:LONGEST_COLUMN], one.value[:LONGEST_VALUE], _parts(one.reason)) for one in problems)
    return json.dumps(list(parts))


def load(stored: str | None) -> tuple[Problem, ...]:
    """What `dump` stored."""
    return tuple(Problem(column, value, _message(parts)) for column, value, parts in json.loads(stored or "[]"))


def dump_message(message: Message) -> str:
    """One sentence as text to be stored."""
    return json.dumps(_parts(message))


def load_message(stored: str) -> Message:
    """What `dump_message` stored."""
    return _message(json.loads(stored))


def _parts(message: Message) -> list[Any]:
    return [message.text, {k: _kept(v) for k, v in message.values.items()}, message.plural, message.count]


def _kept(value: Any) -> Any:
    """A value that is a sentence itself is kept as one."""
    return _parts(value) if isinstance(value, Message) else value[:LONGEST_VALUE] if isinstance(value, str) else value


def _message(parts: list[Any]) -> Message:
    text, values, plural, count = parts
    return Message(text, {k: _message(v) if isinstance(v, list) else v for k, v in values.items()}, plural, count)
