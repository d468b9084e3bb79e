"""What a file's columns are for, as far as their headers and first rows tell."""

from collections.abc import Mapping as Names
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .cells import is_left, parse_enabled
from .dialects import dialect_of
from .kinds import ERROR, Dialect, Note
from .mapping import Column, Mapping
from .names import Name, name_of
from .words import INTERNAL, MAYBE_ENABLED, Meaning, Words, is_secret

_MAYBE_ENABLED = frozenset(MAYBE_ENABLED.split())
_ENABLED = Meaning("enabled")
_HASH = "passwordhashfunction"


@dataclass(frozen=True)
class _Header:
    """One column as the file has it: its first cells that say something are there to tell what headers leave open."""

    text: str
    name: Name
    cells: tuple[str, ...]


def recognise(
    headers: Sequence[str], attributes: Names[str, tuple[str, ...]], samples: Sequence[Sequence[str]]
) -> Mapping:
    """What each column is for. `attributes` gives the labels of each attribute's key; `samples` are the first rows.

    Of two columns for the same the first is taken and the other ignored, with a note. What nobody knows is ignored and
    not `known`. Names of what the platform keeps itself, and of secrets, are never anything.
    """
    words = Words(attributes)
    parts = [_Header(text, name_of(text), _said(samples, at)) for at, text in enumerate(headers)]
    dialect = dialect_of(headers, [part.name for part in parts], words)
    meanings = [_meaning(part, words, dialect) for part in parts]
    taken = _taken(meanings)
    columns = (
        _column(part, meaning, is_taken=at in taken)
        for at, (part, meaning) in enumerate(zip(parts, meanings, strict=True))
    )
    return Mapping(dialect, tuple(_without_hashes(parts, list(columns))))


def _said(samples: Sequence[Sequence[str]], at: int) -> tuple[str, ...]:
    return tuple(row[at] for row in samples if at < len(row) and not is_left(row[at]))


def _meaning(part: _Header, words: Words, dialect: Dialect) -> Meaning | None:
    if part.name.is_read_only:
        return None
    meaning = words.meaning(part.text, part.name)
    if meaning is None and not _MAYBE_ENABLED.isdisjoint(part.name.names):
        is_it = bool(part.cells) and all(parse_enabled(cell) is not None for cell in part.cells)
        return _ENABLED if is_it else None
    if meaning == Meaning("username") and _are_addresses(part, dialect):
        return Meaning("email", weight=2)
    return meaning


def _are_addresses(part: _Header, dialect: Dialect) -> bool:
    """Whether what people sign in with elsewhere is an email address: no username here may look like one."""
    if part.cells:
        return all("@" in cell for cell in part.cells)
    return dialect is Dialect.OKTA


def _taken(meanings: Sequence[Meaning | None]) -> set[int]:
    """The positions of the columns that get what they are for: the surest first, then the first."""
    claimed: set[str] = set()
    taken: set[int] = set()
    ordered = sorted((meaning.weight, at) for at, meaning in enumerate(meanings) if meaning is not None)
    for _weight, at in ordered:
        meaning = meanings[at]
        claims = Column("", meaning.target, meaning.reading).claims if meaning else ()
        if claimed.isdisjoint(claims):
            claimed.update(claims)
            taken.add(at)
    return taken


def _column(part: _Header, meaning: Meaning | None, *, is_taken: bool) -> Column:
    if meaning is None:
        note = _note(part)
        return Column(part.text, note=note, known=note is not Note.NONE or ERROR in part.name.names)
    is_address = meaning.target == "email" and meaning.weight > 0
    if not is_taken:
        return Column(part.text, note=Note.ADDRESS if is_address else Note.TWICE)
    return Column(part.text, meaning.target, meaning.reading, Note.ADDRESS if is_address else Note.NONE)


def _note(part: _Header) -> Note:
    """Why a column that is for nothing is ignored; NONE where a person has to choose."""
    if part.name.is_read_only:
        return Note.READ_ONLY
    if is_secret(part.text):
        return Note.SECRET
    return Note.NONE if INTERNAL.isdisjoint(part.name.names) else Note.INTERNAL


def _without_hashes(parts: Sequence[_Header], columns: list[Column]) -> list[Column]:
    """A file that names how its passwords are hashed has none that somebody could sign in with."""
    of_hashes = (_HASH in part.name.names and part.cells for part in parts)
    if any(is_used and column.note is Note.SECRET for is_used, column in zip(of_hashes, columns, strict=True)):
        return [
            replace(column, target="", note=Note.HASHED) if column.target == "password" else column
            for column in columns
        ]
    return columns
