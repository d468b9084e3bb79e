"""The one place that computes what a user's row holds twice: the search document and the sort keys."""

from datetime import datetime

from ..core.text import first_name_key, fold, name_key, search_document
from ..models import User


def derived_columns(username: str, first_name: str, last_name: str, email: str) -> dict[str, str]:
    """The columns that follow from names and addresses, for writers of many rows at once."""
    # Folding twice changes nothing, and takes no time where it has been done.
    first, last = fold(first_name), fold(last_name)
    return {
        "name_key": name_key(first, last),
        "first_name_key": first_name_key(first, last),
        "search": search_document(username, first, last, email),
    }


def touch(user: User, now: datetime) -> User:
    """Note that the user changed: who edits an older version is told."""
    user.updated_at = now
    if user.id is not None:
        user.version += 1
    return user


def prepare(user: User, now: datetime) -> User:
    """Compute the derived columns and note the change; call it before a new, renamed or readdressed user is flushed."""
    for column, value in derived_columns(user.username, user.first_name, user.last_name, user.email).items():
        setattr(user, column, value)
    return touch(user, now)
