"""An action in two lines: what goes on or has been done, to how many, and how far it is."""

from babel.dates import format_timedelta

from ..core.i18n import Message, _
from ..models import JobState
from .queries import MassActionRow
from .sentences import SENTENCES, number

PATH = "/actions"


def path_of(row: MassActionRow) -> str:
    """Its report."""
    return f"{PATH}/{row.job_id}"


def title_of(row: MassActionRow, language: str) -> Message:
    """What goes on, or what has been done, to how many."""
    words = SENTENCES[row.action.name]
    if not row.is_over:
        return words.running(row.asked, number(row.asked, language))
    if row.state == JobState.CANCELLED:
        return _("Cancelled: {what}", what=words.over(row.done, number(row.done, language)))
    if row.state == JobState.FAILED:
        return _("Stopped: {what}", what=words.over(row.done, number(row.done, language)))
    return words.over(row.done, number(row.done, language))


def percent_of(row: MassActionRow) -> int:
    """How much of it has been looked at."""
    return 100 if row.is_over else (row.asked - row.waiting) * 100 // row.asked if row.asked else 0


def note_of(row: MassActionRow, language: str) -> Message:
    """How far, how fast and how long still; of one that is over, how many it was not done to."""
    if row.is_over:
        left_out, failed = number(row.skipped, language), number(row.failed, language)
        return _("{skipped} left out, {failed} failed", skipped=left_out, failed=failed)
    if row.state == JobState.PREPARING:
        return _("Being prepared")
    far = number(row.asked - row.waiting, language), number(row.asked, language)
    if row.rate is None or row.left is None:
        return _("{done} of {asked}", done=far[0], asked=far[1])
    left = format_timedelta(row.left, granularity="second", threshold=1, locale=language)
    rate = number(max(1, round(row.rate)), language)
    return _("{done} of {asked} · {rate}/s · {left} left", done=far[0], asked=far[1], rate=rate, left=left)
