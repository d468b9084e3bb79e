"""The report of an action: what was asked, how far it is, and what became of each person."""

from typing import TypedDict

import reflex as rx

from ..core.errors import NotFound
from ..core.formatting import exact, relative
from ..core.i18n import Message, _
from ..core.permissions import Permission
from ..core.work import Work
from ..models import Delivery, JobState, Outcome
from ..web.action import needs, public, run
from ..web.caller import current_caller
from ..web.live import listen
from . import queries, service
from .queries import ItemRow, MassActionRow
from .reasons import in_words
from .report import OUTCOMES, reason_in_words
from .sentences import number
from .summary import PATH, note_of, percent_of, title_of
from .tray_state import PROGRESS, mail_note

PAGE_SIZE = 50


class Head(TypedDict):
    """What was asked, and how far it is. `counts`: outcome → how many, as written."""

    id: int
    title: str
    by: str
    when: str
    exactly: str
    reason: str
    note: str
    stopped: str
    mail_note: str
    percent: int
    counts: dict[str, str]
    origin: int
    origin_text: str
    is_over: bool
    can_undo: bool
    can_retry: bool


class Person(TypedDict):
    """One of those it was asked of."""

    id: int
    name: str
    username: str
    outcome: str
    outcome_text: str
    reason: str


NO_HEAD = Head(
    id=0,
    title="",
    by="",
    when="",
    exactly="",
    reason="",
    note="",
    stopped="",
    mail_note="",
    percent=0,
    counts={},
    origin=0,
    origin_text="",
    is_over=False,
    can_undo=False,
    can_retry=False,
)
NOBODY: list[Person] = []


class ReportState(rx.State):
    """One action and a page of its people. Pages are walked by the id they begin after."""

    head: Head = NO_HEAD
    people: list[Person] = NOBODY
    outcome: str = ""
    has_next: bool = False
    has_previous: bool = False
    is_missing: bool = False
    _last_id: int = 0
    _starts: list[int] = [0]  # noqa: RUF012 - Reflex copies it for each tab

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def arrive(self):
        """Show the action of the address."""
        self.head, self.people, self.outcome, self._starts = NO_HEAD, NOBODY, "", [0]
        await self._read()

    @rx.event
    @public("reads what the caller's own rights admit, and returns at once on other pages")
    async def refresh(self):
        """Show how far it is."""
        if is_here(self.router.url.path) and current_caller().acting.may(Permission.USERS_VIEW):
            await self._read()

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def choose_outcome(self, outcome: str):
        """Only those with this outcome, or all."""
        if outcome in ["", *Outcome]:
            self.outcome, self._starts = outcome, [0]
            await self._read()

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def turn(self, pages: int):
        """To the next page, or the previous one."""
        if pages == 1 and self.has_next:
            self._starts = [*self._starts, self._last_id]
        elif pages == -1 and len(self._starts) > 1:
            self._starts = self._starts[:-1]
        await self._read()

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def cancel(self):
        """Stop it; what is done stays."""
        await run(service.cancel, self.head["id"])
        await self._read()

    async def _read(self) -> None:
        """Read head and people; what is the same is not sent again."""
        job_id = asked_for(self.router.url.path)
        try:
            outcome = Outcome(self.outcome) if self.outcome else None
            head, people = await run(read_report, job_id, outcome, self._starts[-1])
        except NotFound:
            self.is_missing = True
            return
        if self.is_missing:
            self.is_missing = False
        if self.head != head:
            self.head = head
        shown = [person for _id, person in people[:PAGE_SIZE]]
        self._last_id = people[PAGE_SIZE - 1][0] if len(people) >= PAGE_SIZE else 0
        if self.people != shown:
            self.people = shown
        has_next, has_previous = len(people) > PAGE_SIZE, len(self._starts) > 1
        if (self.has_next, self.has_previous) != (has_next, has_previous):
            self.has_next, self.has_previous = has_next, has_previous


def asked_for(path: str) -> int:
    """The id in the path of a report; 0 for none."""
    last = path.rstrip("/").removeprefix(f"{PATH}/")
    return int(last) if last.isascii() and last.isdigit() and len(last) < 10 else 0


def is_here(path: str) -> bool:
    """Whether this is the page of a report."""
    return path.startswith(f"{PATH}/")


def read_report(
    work: Work, job_id: int, outcome: Outcome | None, after_id: int
) -> tuple[Head, list[tuple[int, Person]]]:
    """The action as its reader sees it, and (user id, person) of one more than a page holds.

    Raises:
        NotFound: there is none, or the reader may not see it.
    """
    language = current_caller().language
    row = queries.row(work, job_id)
    items = queries.items(work, job_id, outcome, after_id, PAGE_SIZE + 1)
    return _head(row, work, language), [(item.user_id, _person(item, language)) for item in items]


def _head(row: MassActionRow, work: Work, language: str) -> Head:
    counts = {"": row.asked, "done": row.done, "skipped": row.skipped, "failed": row.failed, "waiting": row.waiting}
    origin, origin_text = _origin(row)
    return Head(
        id=row.job_id,
        title=title_of(row, language).in_language(language),
        by=row.asked_by or _("The system").in_language(language),
        when=relative(row.asked_at, work.now, language),
        exactly=exact(row.asked_at, language),
        reason=row.reason,
        note=note_of(row, language).in_language(language),
        stopped=in_words(row.stopped).in_language(language) if row.state == JobState.FAILED else "",
        mail_note=_mail_note(row, work, language),
        percent=percent_of(row),
        counts={outcome: number(count, language) for outcome, count in counts.items()},
        origin=origin,
        origin_text=origin_text.in_language(language),
        is_over=row.is_over,
        can_undo=row.can_be_undone,
        can_retry=row.is_over and row.failed > 0,
    )


def _mail_note(row: MassActionRow, work: Work, language: str) -> str:
    """What stands in the way of its mails, as long as some of them wait."""
    note = mail_note(work, language) if row.action.sends_mail else ""
    return note if note and Delivery.QUEUED in queries.deliveries(work, row.job_id) else ""


def _origin(row: MassActionRow) -> tuple[int, Message]:
    """The action this one undoes or tries again."""
    if row.retry_of_id is not None:
        return row.retry_of_id, _("Tries again what had failed")
    if row.undo_of_id is not None:
        return row.undo_of_id, _("Undoes an earlier action")
    return 0, Message("")


def _person(item: ItemRow, language: str) -> Person:
    name = f"{item.first_name} {item.last_name}".strip() or _("Deleted user").in_language(language)
    return Person(
        id=item.user_id if item.username else 0,
        name=name,
        username=item.username or f"#{item.user_id}",
        outcome=item.outcome,
        outcome_text=OUTCOMES[item.outcome].in_language(language),
        reason=reason_in_words(item.reason).in_language(language) if item.reason else "",
    )


listen(ReportState.refresh, at=is_here, shows=PROGRESS)
