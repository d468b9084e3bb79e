"""Whatever is done to a file, it is read or refused in one sentence; never anything else."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from admin_dashboard.imports.files import (
    DELIMITERS,
    ENCODINGS,
    Format,
    Limits,
    Shape,
    UnreadableFile,
    detect,
    header,
    records,
    sheets,
)

from .making import FIXTURES, LIMITS, PARTS, TEXT, workbook

TIMES = 400
SMALL = Limits(bytes=10**6, rows=50, columns=8, cell=40)
BITS = (
    *(b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc3", b'"', b'""', b"\r", b"\n", b"\r\n", b",", b";"),
    *(b"{", b"}", b"[", b"]", b":", b"\\", b"\\ud800", b"null", b"1e999", b"-", b"<", b">", b"</c>", b"<!DOCTYPE a>"),
    *(b"&lt;", b"&#0;", b"]]>", b'r="A1"', b't="s"', b"99999999999", b"PK\1\2", b"PK\5\6", b"x" * 200, b"\xe2\x80\xa8"),
)


def mutated(content: bytes, random: Random) -> bytes:
    """The content with a few bytes changed, added, repeated, moved or left out."""
    for _time in range(random.randint(1, 4)):
        at, to = sorted(random.choices(range(len(content) + 1), k=2))
        content = random.choice(
            [
                content[:at] + bytes([random.randrange(256)]) + content[at + 1 :],
                content[:at] + random.choice(BITS) + content[at:],
                content[:at] + content[at : at + 40] * 3 + content[at + 40 :],
                content[:at] + content[min(to, at + 40) :],
                content[:at],
                content[at:to] + content[:at] + content[to:],
            ]
        )
    return content


def read(path: Path, random: Random) -> None:
    """Read the file as detected, and in some shape or other."""
    limits = random.choice([SMALL, LIMITS])
    shapes = [
        Shape(
            format=random.choice(list(Format)), encoding=random.choice(ENCODINGS), delimiter=random.choice(DELIMITERS)
        )
    ]
    with suppress(UnreadableFile):
        shapes.append(detect(path, limits))
    with suppress(UnreadableFile):
        sheets(path, limits)
    for shape in [*shapes, replace(shapes[-1], header_line=random.randrange(4))]:
        with suppress(UnreadableFile):
            width = len(header(path, shape, limits))
            for record in records(path, shape, limits):
                assert len(record.cells) == width
                "".join(record.cells).encode()


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode("cp1252"),
        TEXT.encode("utf-16"),
        *(path.read_bytes() for path in sorted(FIXTURES.glob("*.*"))),
    ],
)
def test_no_text_does_harm(tmp_path: Path, content: bytes):
    random, path = Random(1), tmp_path / "users"
    for _time in range(TIMES):
        path.write_bytes(mutated(content, random))
        read(path, random)


def test_no_archive_does_harm(tmp_path: Path):
    random, path = Random(2), tmp_path / "users"
    content = workbook(path).read_bytes()
    for _time in range(TIMES):
        path.write_bytes(mutated(content, random))
        read(path, random)


@pytest.mark.parametrize("part", PARTS)
def test_no_part_of_a_workbook_does_harm(tmp_path: Path, part: str):
    random = Random(3)
    for _time in range(TIMES // 2):
        text = mutated(PARTS[part].encode(), random).decode("latin-1")
        read(workbook(tmp_path / "users", {**PARTS, part: text}), random)
