"""Which rule of the database a write broke, in the same words for both databases."""

import re

from sqlalchemy.exc import IntegrityError

_SQLITE = re.compile(r"UNIQUE constraint failed: (\w+\.\w+)")


def broken_uniqueness(error: IntegrityError) -> str:
    """The `table.column` that already holds the value; empty when another rule was broken."""
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is None:
        found = _SQLITE.fullmatch(str(error.orig))
        return found[1] if found else ""
    found = re.fullmatch(rf"{diagnosis.table_name}_(\w+)_key", diagnosis.constraint_name or "")
    return f"{diagnosis.table_name}.{found[1]}" if found else ""
