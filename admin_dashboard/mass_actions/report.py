"""What became of everybody, as a file."""

import csv
import io
from collections.abc import Iterable, Iterator

from ..core.i18n import Message, _
from ..core.permissions import Actor
from ..core.spreadsheet import neutral
from ..core.work import OpenWork
from ..mail.reasons import REASONS
from ..models import Outcome
from .queries import LARGEST_PAGE, ItemRow, items
from .reasons import TEXTS, in_words

OUTCOMES: dict[str, Message] = {
    Outcome.WAITING: _("Waiting"),
    Outcome.DONE: _("Done"),
    Outcome.SKIPPED: _("Left out"),
    Outcome.FAILED: _("Failed"),
}
HEAD = (
    _("ID"),
    _("Username"),
    _("First name"),
    _("Last name"),
    _("Email"),
    _("Outcome"),
    _("Reason"),
    _("Mail"),
    _("Time (UTC)"),
)


def report(open_work: OpenWork, job_id: int, caller: Actor, outcome: Outcome | None = None) -> Iterator[str]:
    """The lines of a CSV file, part by part, in the caller's language; never more than a page in memory.

    Raises:
        NotFound: there is no such action for this caller.
    """
    language = caller.language
    yield _lines([[text.in_language(language) for text in HEAD]])
    after_id = 0
    while True:
        with open_work(caller) as work:
            page = items(work, job_id, outcome, after_id, LARGEST_PAGE)
        if page:
            yield _lines(_cells(item, language) for item in page)
            after_id = page[-1].user_id
        if len(page) < LARGEST_PAGE:
            return


def reason_in_words(reason: str) -> Message:
    """Why not, whether an action or a mail says so."""
    return REASONS[reason] if reason in REASONS and reason not in TEXTS else in_words(reason)


def _cells(item: ItemRow, language: str) -> list[str]:
    said = reason_in_words(item.reason).in_language(language) if item.reason else ""
    person = (item.username, item.first_name, item.last_name, item.email)
    at = f"{item.at:%Y-%m-%d %H:%M:%S}" if item.at else ""
    became = OUTCOMES[item.outcome].in_language(language)
    return [str(item.user_id), *map(neutral, person), became, said, item.mail or "", at]


def _lines(rows: Iterable[Iterable[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()
