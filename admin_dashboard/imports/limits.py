"""How much an import takes, as the settings say."""

from ..settings import settings
from .files import Limits


def limits() -> Limits:
    """The limits of this process."""
    own = settings()
    return Limits(
        bytes=own.import_max_bytes,
        rows=own.import_max_rows,
        columns=own.import_max_columns,
        cell=own.import_max_cell,
    )
