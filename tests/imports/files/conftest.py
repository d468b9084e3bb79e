"""A file with some content."""

from collections.abc import Callable
from pathlib import Path

import pytest

Writing = Callable[[str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Writing:
    """Write a file: bytes as they are, text in UTF-8 with its line ends."""

    def written(content: str | bytes) -> Path:
        path = tmp_path / "users"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written
