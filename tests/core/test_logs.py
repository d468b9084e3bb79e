"""What stands in the log, and in which form."""

import io
import json
import logging
import logging.config
from collections.abc import Iterator

import engineio
import pytest

from admin_dashboard.core import logs


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Everything that goes to standard error."""
    root, written = logging.getLogger(), io.StringIO()
    before = root.handlers[:], root.level
    monkeypatch.setattr("sys.stderr", written)
    logs.configure("info")
    yield written
    root.handlers[:], root.level = before


def test_every_line_is_one_json_object(lines: io.StringIO):
    logging.getLogger("ours").warning("two\nlines")
    (line,) = lines.getvalue().splitlines()
    assert json.loads(line)["event"] == "two\nlines"


def test_the_websocket_librarys_lines_are_among_them(lines: io.StringIO):
    engineio.AsyncServer(async_mode="asgi").logger.error("no such thing")
    (line,) = lines.getvalue().splitlines()
    assert (json.loads(line)["event"], json.loads(line)["logger"]) == ("no such thing", "engineio.server")


def test_the_servers_lines_are_among_them(lines: io.StringIO):
    logging.config.dictConfig({"version": 1, "disable_existing_loggers": False, **logs.SERVER})
    logging.getLogger("_granian").error("a worker has died")
    (line,) = lines.getvalue().splitlines()
    assert json.loads(line)["event"] == "a worker has died"


def test_a_token_stands_nowhere(lines: io.StringIO):
    logging.getLogger("ours").warning("opened /invitation/%s", "x" * 43)
    assert "x" * 43 not in lines.getvalue()
