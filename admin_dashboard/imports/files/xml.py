"""XML by callbacks, in pieces. What would fill the memory is refused: entities, depth, endless tags and names."""

from collections.abc import Iterable, Iterator
from typing import Any, NoReturn
from xml.parsers import expat

from .archive import bomb

_MOST_DEPTH = 50
_MOST_NAMES = 10_000
_LONGEST_TAG = 1 << 20

Attributes = dict[str, str]


class Handler:
    """What is to be done at the start and the end of elements, by their names without prefix, and with their text."""

    def start(self, name: str, attributes: Attributes, /) -> None:
        """An element begins."""
        raise NotImplementedError

    def end(self, name: str, /) -> None:
        """An element ends."""

    def text(self, text: str, /) -> None:
        """Some of the text within."""


class _Names(dict[str, str]):
    """Names as in the file → without their prefix; of a bounded number, for the parser's are."""

    def __missing__(self, name: str) -> str:
        return self.setdefault(name, name.rpartition(":")[2])


def walk(chunks: Iterable[bytes], handler: Handler) -> Iterator[None]:
    """Give the elements to the handler; pauses after every piece.

    Raises:
        ExpatError: it is no XML.
        UnreadableFile: it is made to fill the memory.
    """
    parser: Any = expat.ParserCreate()
    parser.buffer_text = True
    depth, names = 0, _Names()
    start, end = handler.start, handler.end

    def started(name: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth > _MOST_DEPTH:
            raise bomb()
        start(names[name], attributes)

    def ended(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(names[name])

    parser.StartElementHandler, parser.EndElementHandler = started, ended
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = _refuse
    yield from _fed(parser, chunks)


def _fed(parser: Any, chunks: Iterable[bytes]) -> Iterator[None]:
    fed = 0
    for chunk in chunks:
        parser.Parse(chunk, False)  # noqa: FBT003 - it takes no keywords
        fed += len(chunk)
        if fed - parser.CurrentByteIndex > _LONGEST_TAG or len(parser.intern) > _MOST_NAMES:
            raise bomb()
        yield
    parser.Parse(b"", True)  # noqa: FBT003 - it takes no keywords
    yield


def _refuse(*_declaration: object) -> NoReturn:
    """A document type is where entities are made; no workbook has one."""
    raise bomb()


def attribute(attributes: Attributes, name: str) -> str:
    """An attribute's value whatever its prefix; empty when there is none."""
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), "")


def read(chunks: Iterable[bytes], handler: Handler) -> None:
    """Give all elements to the handler. Raises like `walk`."""
    for _pause in walk(chunks, handler):
        pass
