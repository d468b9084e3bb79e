"""Structured logs: one JSON object a line, or plain lines on a terminal. Nothing that opens a door is ever written."""

import logging
import re
import sys
from typing import Any

import structlog
from structlog.types import EventDict, Processor

# What our tokens look like (43 characters of URL-safe base64), wherever they turn up: an address, a header, an error.
_TOKEN = re.compile(r"(?<![\w-])[\w-]{43}(?![\w-])")
_SECRET_NAMES = re.compile(r"password|secret|token|cookie|authorization", re.IGNORECASE)
HIDDEN = "…"
TALKATIVE = ("engineio.server", "socketio.server")
SERVER: dict[str, Any] = {
    "loggers": {name: {"handlers": [], "propagate": True} for name in ("_granian", "granian.access")}
}
"""What the server is to make of its own loggers: nothing, so that their lines come out with all others."""


def configure(level: str) -> None:
    """Send every log line of this process to standard error, from `level` upwards."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        hide_secrets,
    ]
    on_terminal = sys.stderr.isatty()
    renderer = structlog.dev.ConsoleRenderer() if on_terminal else structlog.processors.JSONRenderer(ensure_ascii=False)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    for name in TALKATIVE:
        # With a level of their own they add no handler of their own.
        logging.getLogger(name).setLevel(logging.WARNING)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())


def hide_secrets(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Take tokens out of every text and blank every value whose name says that it is a secret."""
    return {name: HIDDEN if _SECRET_NAMES.search(name) else _without_tokens(value) for name, value in event.items()}


def _without_tokens(value: Any) -> Any:
    return _TOKEN.sub(HIDDEN, value) if isinstance(value, str) else value
