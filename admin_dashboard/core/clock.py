"""The one place that asks what time it is."""

from datetime import datetime

from ..compat import UTC


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)
