"""Attempts at what one may not do: refused to the person, and kept in the audit trail."""

import asyncio
from datetime import timedelta

from ..core import throttle
from ..core.errors import DomainError, NotAllowed
from ..core.throttle import Limit
from ..core.work import begin
from .access import PasswordChangeFirst
from .caller import Caller, current_caller

# Whoever repeats it without end must not fill the trail.
A_FEW = Limit("refused", 20, timedelta(hours=1))


async def note(error: DomainError, what: str) -> None:
    """Keep that the caller was refused `what`, the name of a handler or an address, for lack of the right."""
    caller = current_caller()
    if caller.actor is None or not isinstance(error, NotAllowed) or isinstance(error, PasswordChangeFirst):
        return
    await asyncio.to_thread(_write, caller, error.user_id, what)


def _write(caller: Caller, user_id: int | None, what: str) -> None:
    with begin(caller.acting, caller.door, caller.address) as work:
        if throttle.hit(work.session, A_FEW, str(caller.acting.id), work.now) <= A_FEW.count:
            work.record("access.refused", user_id, what=what, address=caller.address)
