"""An action as the command line and programs are told of it."""

from typing import Any

from ..core.work import Work
from . import queries


def printed(row: queries.MassActionRow) -> dict[str, Any]:
    """Plain values."""
    return {
        "id": row.job_id,
        "action": row.action.name,
        "args": row.args.model_dump(),
        "reason": row.reason,
        "state": row.state,
        "stopped": row.stopped,
        "asked": row.asked,
        "done": row.done,
        "skipped": row.skipped,
        "failed": row.failed,
        "asked_by": row.asked_by or None,
        "asked_at": row.asked_at,
        "ended_at": row.ended_at,
        "can_be_undone": row.can_be_undone,
        "undo_of": row.undo_of_id,
        "retry_of": row.retry_of_id,
    }


def printed_in_full(work: Work, row: queries.MassActionRow) -> dict[str, Any]:
    """With why people were left out, and what became of mails.

    Raises:
        NotFound: the actor may not see it.
    """
    told = {"reasons": queries.reasons(work, row.job_id), "mails": queries.deliveries(work, row.job_id)}
    return {**printed(row), **told}
