"""Answers that are the same for all who ask the same: worked out once for those who ask soon after.

Many people who look for somebody at once ask mostly what another has just asked: everybody's name begins with one of
few letters. An answer is good until anything is recorded, so nobody is shown less than what has been done.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from time import monotonic
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlmodel import Session, col

from ..models import AuditHead

SECONDS = 30.0
"""How old an answer may be: what nobody records, as rows written from outside or the passing of time, shows after this.

Long beside the time a million takes to be searched for all the texts a crowd types: else a busy process, whose answers
become old before they are asked again, stays busy."""
MOST = 500
"""Answers kept; the one asked for longest ago goes first."""

T = TypeVar("T")
_HEAD = select(col(AuditHead.batch_id))


class _Answer:
    """What was answered, after which recorded change, and when it was asked; whoever asks meanwhile waits for it."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.changes = -1
        self.since = 0.0
        self.value: Any = None


_lock = Lock()
_answers: WeakKeyDictionary[Any, OrderedDict[Hashable, _Answer]] = WeakKeyDictionary()


def shared(session: Session, question: Hashable, work_out: Callable[[], T]) -> T:
    """The answer to the question, after every recorded change. It is shared: nobody may change it.

    Args:
        session: reads the database that is asked.
        question: everything the answer depends on besides the database, the asker's rights and language included.
        work_out: makes the answer with this session; what it raises is not kept.
    """
    changes = session.connection().execute(_HEAD).scalar_one()
    answer = _place(session.get_bind(), question)
    with answer.lock:
        started = monotonic()
        if answer.changes != changes or started - answer.since >= SECONDS:
            answer.value = work_out()
            answer.changes, answer.since = changes, started
        return answer.value


def _place(bind: object, question: Hashable) -> _Answer:
    with _lock:
        answers = _answers.setdefault(bind, OrderedDict())
        answer = answers.setdefault(question, _Answer())
        answers.move_to_end(question)
        if len(answers) > MOST:
            answers.popitem(last=False)
        return answer
