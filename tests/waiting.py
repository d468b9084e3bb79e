"""Small things that tests of running processes share."""

import socket
import time
from collections.abc import Callable
from typing import Any

PATIENCE = 30.0


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(is_so: Callable[[], Any], what: str, seconds: float = PATIENCE, report: Callable[[], str] = str) -> Any:
    """The first true answer of `is_so`; fails with `what`, and what `report` has to say, when there is none in time."""
    end = time.monotonic() + seconds
    while not (answer := is_so()):
        assert time.monotonic() < end, f"waited {seconds} s for {what}\n{report()}"
        time.sleep(0.05)
    return answer
