"""Files as other programs write them, and what is read from them."""

import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from admin_dashboard.imports.files import Limits, Record, Shape, detect, header, records

FIXTURES = Path(__file__).parents[1] / "fixtures"
LIMITS = Limits(bytes=200 * 2**20, rows=1_000_000, columns=500, cell=10_000)
TEXT = "username,first_name,email\nmarie.dupont,Éléonore,marie@example.org\njean.petit,Zoë,jean@example.org\n"
MARIE = ["marie.dupont", "Éléonore", "marie@example.org"]
JEAN = ["jean.petit", "Zoë", "jean@example.org"]

_RELATIONS = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{0}" Target="{1}"/>
<Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
 Target="strings.xml"/>
<Relationship Id="r3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"
 Target="/xl/styles.xml"/></Relationships>"""
PARTS: Mapping[str, str] = {
    "_rels/.rels": _RELATIONS.format("officeDocument", "xl/workbook.xml"),
    "xl/workbook.xml": """<workbook xmlns:r="relations"><sheets><sheet name="People" sheetId="1" r:id="r1"/></sheets>
</workbook>""",
    "xl/_rels/workbook.xml.rels": _RELATIONS.format("worksheet", "sheets/one.xml"),
    "xl/strings.xml": "<sst><si><t>email</t></si></sst>",
    "xl/styles.xml": """<styleSheet><numFmts><numFmt numFmtId="170" formatCode="dd/mm/yyyy"/></numFmts>
<cellStyleXfs><xf numFmtId="22"/></cellStyleXfs>
<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>""",
    "xl/sheets/one.xml": """<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row>
<row r="2"><c r="A2" t="inlineStr"><is><t>marie@example.org</t></is></c></row></sheetData></worksheet>""",
}


def sheet(rows: str) -> dict[str, str]:
    """The parts of a workbook with these rows, as XML."""
    return {**PARTS, "xl/sheets/one.xml": f"<worksheet><sheetData>{rows}</sheetData></worksheet>"}


def workbook(path: Path, parts: Mapping[str, str] = PARTS) -> Path:
    """A workbook with these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def table(path: Path, limits: Limits = LIMITS, **overruled: Any) -> list[list[str]]:
    """The header and the cells of every record, as detected but for what is overruled."""
    shape = replace(detect(path, limits), **overruled)
    return [header(path, shape, limits), *(record.cells for record in records(path, shape, limits))]


def found(path: Path, limits: Limits = LIMITS, **overruled: Any) -> list[Record]:
    """Every record, as detected but for what is overruled."""
    shape = replace(detect(path, limits), **overruled)
    return list(records(path, shape, limits))


def shape_of(path: Path) -> Shape:
    """What is detected."""
    return detect(path, LIMITS)
