"""What is no table, or made to do harm, is refused in one sentence, and soon."""

import struct
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from admin_dashboard.imports.files import Format, Limits, Shape, UnreadableFile, detect, header, sheets

from .conftest import Writing
from .making import LIMITS, PARTS, found, shape_of, sheet, table, workbook

ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
SMALL = replace(LIMITS, bytes=100_000)


def refused(path: Path, limits: Limits = LIMITS) -> str:
    """The sentence with which the file is refused."""
    with pytest.raises(UnreadableFile) as refusal:
        found(path, limits)
    return str(refusal.value)


class TestOtherFiles:
    @pytest.mark.parametrize("content", [b"", b" \r\n\n\t", b"\xef\xbb\xbf", b"\xff\xfe", b",,,\n,,\n"])
    def test_without_content(self, write: Writing, content: bytes):
        assert refused(write(content)) == "The file is empty."

    @pytest.mark.parametrize(
        ("content", "kind"),
        [
            (b"%PDF-1.7\n", "a PDF document"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an Excel file in the old format"),
            (b"\x89PNG\r\n\x1a\n", "an image"),
            (b"\x1f\x8b\x08\x00", "a compressed archive"),
            (b"SQLite format 3\0", "not text"),
            (b"\xef\xbb\xbf\n<!DOCTYPE html><table>", "a web page"),
            (b"<table><tr><td>email", "a web page"),
            (b"name\0\1\2\3email", "not text"),
            (bytes(range(256)) * 20, "not text"),
            (b"".join(bytes([byte]) * 3 for byte in range(1, 255)), "not text"),
        ],
    )
    def test_are_told_by_their_kind(self, write: Writing, content: bytes, kind: str):
        assert refused(write(content)).startswith(f"This file is {kind}")

    @pytest.mark.parametrize(
        ("part", "kind"),
        [
            ("xl/workbook.bin", "the binary format"),
            ("content.xml", "an OpenDocument file"),
            ("word/document.xml", "a text document"),
            ("users.csv", "a compressed archive"),
        ],
    )
    def test_that_are_archives_too(self, tmp_path: Path, part: str, kind: str):
        assert kind in refused(workbook(tmp_path / "x", {part: "x"}))

    def test_that_are_too_large(self, write: Writing):
        limits = replace(LIMITS, bytes=3 * 2**19)
        path = write(b"a\n" * 2**20)
        assert refused(path, limits) == "The file is larger than 1.5 MB."
        with pytest.raises(UnreadableFile, match="larger"):
            header(path, Shape(format=Format.CSV), limits)

    def test_that_are_no_workbook_although_said_to_be(self, write: Writing):
        path = write("name,email\n")
        for attempt in (lambda: sheets(path, LIMITS), lambda: header(path, Shape(format=Format.XLSX), LIMITS)):
            with pytest.raises(UnreadableFile, match="damaged"):
                attempt()


class TestShapes:
    @pytest.mark.parametrize(
        "wrong", [{"encoding": "utf-7"}, {"delimiter": ""}, {"delimiter": "ab"}, {"header_line": -1}]
    )
    def test_of_no_sense(self, wrong: dict[str, object]):
        with pytest.raises(UnreadableFile, match="cannot be read with this"):
            replace(Shape(format=Format.CSV), **wrong)

    def test_are_refused_when_asked_for(self, write: Writing):
        with pytest.raises(UnreadableFile):
            detect(write("a,b\n"), LIMITS, encoding="nonsense")


class TestTooMuch:
    def test_columns(self, write: Writing):
        assert refused(write(",".join(map(str, range(10_000))) + "\n")) == "Line 1 has more than 500 columns."
        assert refused(write("a,b\n1,2\n1,2\n1" + ",2" * 10_000)) == "Line 4 has more than 500 columns."
        assert refused(write("a,b\n1,2\n1,2\n1" + ",2" * 10**6)) == "Line 4 has more than 500 columns."

    def test_rows(self, write: Writing):
        limits = replace(LIMITS, rows=3)
        assert len(found(write("a\n1\n2\n3\n"), limits)) == 3
        assert refused(write("a\n1\n2\n3\n4\n"), limits) == "The file has more than 3 rows."
        assert refused(write("a,b\n" + ",\n" * 4 + "x,y\n"), limits) == "The file has more than 3 rows."


class TestBombs:
    def test_by_what_they_say(self, tmp_path: Path):
        assert "unpacks to far more" in refused(workbook(tmp_path / "x", {**PARTS, "y": "x" * 10**6}), SMALL)

    def test_by_their_ratio(self, tmp_path: Path):
        path = workbook(tmp_path / "x", {**PARTS, "y": "x" * 105 * 2**20})
        assert "unpacks to far more" in refused(path)

    def test_by_their_number_of_parts(self, tmp_path: Path):
        parts = {f"part{number}": "" for number in range(2_000)}
        assert "unpacks to far more" in refused(workbook(tmp_path / "x", {**PARTS, **parts}))

    def test_by_what_is_read_however_often(self, tmp_path: Path):
        styles = [f'<Relationship Id="s{n}" Type="x/styles" Target="styles.xml"/>' for n in range(30)]
        relations = PARTS["xl/_rels/workbook.xml.rels"].replace(
            "</Relationships>", "".join(styles) + "</Relationships>"
        )
        parts = {**PARTS, "xl/_rels/workbook.xml.rels": relations, "xl/styles.xml": f"<a>{' ' * 50_000}</a>"}
        assert "unpacks to far more" in refused(workbook(tmp_path / "x", parts), SMALL)

    def test_that_lie_about_their_size(self, tmp_path: Path):
        path = workbook(tmp_path / "x", sheet("<row><c><v>1</v></c></row>" * 50_000))
        with zipfile.ZipFile(path) as archive:
            size = archive.getinfo("xl/sheets/one.xml").file_size
        path.write_bytes(path.read_bytes().replace(struct.pack("<L", size), struct.pack("<L", 500)))
        assert "damaged" in refused(path)

    def test_with_an_endless_directory(self, write: Writing):
        end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 60_000, 60_000, 3 * 2**20, 4, 0)
        assert "damaged" in refused(write(b"PK\3\4" + bytes(3 * 2**20) + end))

    @pytest.mark.parametrize(
        "rows",
        [
            ENTITIES + "<worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>",
            "<a>" * 200_000,
            "<worksheet>" + "".join(f"<n{number}/>" for number in range(50_000)) + "</worksheet>",
            "<worksheet>" + "".join(f'<c n{number}=""/>' for number in range(50_000)) + "</worksheet>",
            "<worksheet a='" + "x" * 3 * 2**20 + "'/>",
            "<worksheet><!--" + "x" * 3 * 2**20 + "--></worksheet>",
        ],
        ids=["entities", "depth", "elements", "attributes", "attribute", "comment"],
    )
    def test_of_the_parser(self, tmp_path: Path, rows: str):
        assert "unpacks to far more" in refused(workbook(tmp_path / "x", {**PARTS, "xl/sheets/one.xml": rows}))

    def test_none_of_them_is_an_ordinary_workbook(self, tmp_path: Path):
        assert table(workbook(tmp_path / "x")) == [["email"], ["marie@example.org"]]
        assert shape_of(workbook(tmp_path / "x")).sheet == "People"
