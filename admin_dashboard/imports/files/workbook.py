"""An Excel workbook: which sheets it has, and their rows. Read by ourselves, in pieces; see docs/decisions/0013."""

import posixpath
from collections.abc import Iterator, Sized
from contextlib import ExitStack, contextmanager
from pathlib import Path

from ...core.i18n import _
from .archive import Archive, bomb, open_archive
from .kinds import no_workbook
from .numbers import PLAIN, Style, style_of
from .shape import Limits, Rows, UnreadableFile
from .shared_strings import SharedStrings
from .sheet import Book, rows_of
from .xml import Attributes, Handler, attribute, read

_MAIN = "xl/workbook.xml"
_MOST = 100_000
"""Relations, sheets or styles of a workbook."""
_YES = {"1", "true"}


class Workbook:
    """An opened workbook. `sheets` are the names of its tables that are not hidden, in their order."""

    def __init__(self, archive: Archive, limits: Limits, stack: ExitStack) -> None:
        self._archive = archive
        self._limits = limits
        self._stack = stack
        main = next(iter(self._targets("", "officeDocument").values()), _MAIN)
        if main not in archive.names or not main.endswith(".xml"):
            raise no_workbook(archive.names)
        contents = _Contents()
        read(archive.part(main), contents)
        tables = self._targets(main, "worksheet")
        visible = [name for name, identifier, is_hidden in contents.sheets if identifier in tables and not is_hidden]
        self._parts = {name: tables[identifier] for name, identifier, _h in contents.sheets if identifier in tables}
        self.sheets = list(dict.fromkeys(visible or self._parts))
        if not self.sheets:
            raise no_workbook(archive.names)
        self._book = Book(self._strings(main), self._styles(main), contents.is_1904)

    def rows(self, sheet: str) -> Rows:
        """The rows of a sheet that hold any text. Raises like `open_workbook`."""
        if sheet not in self._parts:
            raise UnreadableFile(_("There is no sheet “{sheet}” in this workbook.", sheet=sheet))
        return rows_of(self._archive.part(self._parts[sheet]), self._book, self._limits)

    def _targets(self, part: str, kind: str) -> dict[str, str]:
        """Identifier → name of the parts of some kind that a part relates to."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self._archive.names:
            return {}
        found = _Relations(kind)
        read(self._archive.part(relations), found)
        # A target is relative to the part's folder unless it begins with a slash.
        return {key: posixpath.normpath(posixpath.join("/", folder, to))[1:] for key, to in found.targets.items()}

    def _strings(self, main: str) -> SharedStrings | tuple[()]:
        for part in self._targets(main, "sharedStrings").values():
            return SharedStrings(self._archive.part(part), self._limits, self._stack)
        return ()

    def _styles(self, main: str) -> list[Style]:
        styles = _Styles()
        for part in self._targets(main, "styles").values():
            read(self._archive.part(part), styles)
        return styles.found


@contextmanager
def open_workbook(path: Path, limits: Limits) -> Iterator[Workbook]:
    """The workbook in a file.

    Raises:
        UnreadableFile: it is none, is damaged or unpacks to too much: also when that shows only while it is read.
    """
    with ExitStack() as stack:
        archive = stack.enter_context(open_archive(path, limits))
        yield Workbook(archive, limits, stack)


class _Relations(Handler):
    def __init__(self, kind: str) -> None:
        self.targets: dict[str, str] = {}
        self._end = f"/{kind}"

    def start(self, name: str, attributes: Attributes, /) -> None:
        if name == "Relationship" and attribute(attributes, "Type").endswith(self._end):
            self.targets[attribute(attributes, "Id")] = attribute(attributes, "Target")
            _require_few(self.targets)


class _Contents(Handler):
    """Sheets (name, identifier of their part, whether hidden), and from when days are counted."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.is_1904 = False

    def start(self, name: str, attributes: Attributes, /) -> None:
        if name == "workbookPr":
            self.is_1904 = attribute(attributes, "date1904") in _YES
        elif name == "sheet":
            is_hidden = attribute(attributes, "state") not in {"", "visible"}
            self.sheets.append((attribute(attributes, "name"), _identifier(attributes), is_hidden))
            _require_few(self.sheets)


def _identifier(attributes: Attributes) -> str:
    """`r:id`, beside which `id` alone would be another one."""
    return next((value for key, value in attributes.items() if key.endswith(":id")), "")


class _Styles(Handler):
    """The style of cells by its number: of all the lists in the part, the one called `cellXfs`."""

    def __init__(self) -> None:
        self.found: list[Style] = []
        self._codes: dict[str, str] = {}
        self._is_cells = False

    def start(self, name: str, attributes: Attributes, /) -> None:
        if name == "numFmt":
            self._codes[attribute(attributes, "numFmtId")] = attribute(attributes, "formatCode")
            _require_few(self._codes)
        elif name == "cellXfs":
            self._is_cells = True
        elif name == "xf" and self._is_cells:
            identifier = attribute(attributes, "numFmtId")
            is_known = identifier.isdecimal() and len(identifier) < 6
            self.found.append(style_of(int(identifier), self._codes.get(identifier, "")) if is_known else PLAIN)
            _require_few(self.found)

    def end(self, name: str, /) -> None:
        if name == "cellXfs":
            self._is_cells = False


def _require_few(found: Sized) -> None:
    if len(found) > _MOST:
        raise bomb()
