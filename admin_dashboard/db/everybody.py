"""The statuses of everybody, counted once for all who ask within a few seconds."""

from threading import Lock
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlmodel import Session, col

from ..models import AuditHead
from .tallies import Statuses, everybodys_statuses

SECONDS = 3.0
"""How old the numbers may be: what nobody records, as an import from outside, shows after this."""

_lock = Lock()
_counted: WeakKeyDictionary[Any, tuple[int, float, Statuses]] = WeakKeyDictionary()


def everybody(session: Session) -> Statuses:
    """How many users there are of each status, after every recorded change; who asks meanwhile waits for one count."""
    changes = session.execute(select(col(AuditHead.batch_id))).scalar_one()
    with _lock:
        started, bind = monotonic(), session.get_bind()
        known = _counted.get(bind)
        if known and known[0] == changes and started - known[1] < SECONDS:
            return known[2]
        found = everybodys_statuses(session)
        _counted[bind] = (changes, started, found)
        return found
