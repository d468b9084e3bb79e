"""One import: where it stands, how far it is, and what takes it to its next step."""

from typing import TypedDict

import reflex as rx

from ..core.errors import NotFound
from ..core.formatting import exact, relative
from ..core.i18n import Message, _, n_
from ..core.permissions import Permission
from ..core.work import Work
from ..models import ImportState
from ..web.action import needs, public, run
from ..web.caller import current_caller
from ..web.live import keep_watching, listen, listen_while_watching
from . import address, queries, service
from .queries import ImportView
from .rows import Which
from .summary import percent_of
from .words import STATES, file_note, number, progress_note

COLUMNS, CHECK, RUN, REPORT = 1, 2, 3, 4
"""The steps, the file being 0."""
STEPS = {
    ImportState.DRAFT: COLUMNS,
    ImportState.CHECKING: CHECK,
    ImportState.CHECKED: CHECK,
    ImportState.RUNNING: RUN,
}


class Head(TypedDict):
    """The import as its page shows it. `counts`: which rows → how many, as written; empty for all."""

    id: int
    file: str
    note: str
    by: str
    when: str
    exactly: str
    state: str
    step: int
    counts: dict[str, str]
    there_are: dict[str, bool]
    progress: str
    percent: int
    announced: str
    error: str
    run: str
    can_edit: bool
    can_run: bool
    can_cancel: bool
    can_take_back: bool
    is_mine: bool
    is_active: bool
    invite_job: int
    corrects: int


NO_HEAD = Head(
    id=0,
    file="",
    note="",
    by="",
    when="",
    exactly="",
    state="",
    step=0,
    counts={},
    there_are={},
    progress="",
    percent=-1,
    announced="",
    error="",
    run="",
    can_edit=False,
    can_run=False,
    can_cancel=False,
    can_take_back=False,
    is_mine=False,
    is_active=False,
    invite_job=0,
    corrects=0,
)


class StudioState(rx.State):
    """The step is told by where the import stands; `is_back`: a checked one whose columns are looked at again."""

    head: Head = NO_HEAD
    is_missing: bool = False
    is_back: bool = False

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def arrive(self):
        """Show the import of the address."""
        self.head, self.is_back = NO_HEAD, False
        await self._read()

    @rx.event
    @public("reads what the caller's own rights admit, and returns at once on other pages")
    async def refresh(self):
        """Show how far it is."""
        if address.is_one(self.router.url.path) and current_caller().acting.may(Permission.USERS_VIEW):
            await self._read()
        else:
            keep_watching(self, is_on=False)

    @rx.event
    @needs(Permission.USERS_IMPORT)
    async def check(self):
        """Have the whole file checked."""
        await run(service.start_check, self.head["id"])
        self.is_back = False
        await self._read()

    @rx.event
    @needs(Permission.USERS_IMPORT)
    async def go_back(self):
        """From the check to the columns; the check stands until something is changed."""
        self.is_back = self.head["can_edit"]

    @rx.event
    @needs(Permission.USERS_IMPORT)
    async def start(self):
        """Have what was checked carried out."""
        await run(service.start_run, self.head["id"])
        await self._read()

    @rx.event
    @needs(Permission.USERS_IMPORT)
    async def cancel(self):
        """Stop what goes on; what is done stays."""
        await run(service.cancel, self.head["id"])
        await self._read()

    @rx.event
    @needs(Permission.USERS_IMPORT)
    async def discard(self):
        """Forget an import of which nothing has been done."""
        await run(service.discard, self.head["id"])
        return rx.redirect(address.PATH)

    async def _read(self) -> None:
        import_id = address.asked_for(self.router.url.path)
        try:
            head = await run(read_head, import_id, current_caller().language)
        except NotFound:
            self.is_missing = True
            return
        if self.is_missing:
            self.is_missing = False
        keep_watching(self, is_on=head["is_active"])
        if self.head != head:
            self.head = head


def read_head(work: Work, import_id: int, language: str) -> Head:
    """The import as its reader sees it.

    Raises:
        NotFound: there is none, or the reader may not know of it.
    """
    view = queries.find(work, import_id)
    counts = counts_of(view)
    progress = progress_note(view, language) if view.is_active else ""
    percent = percent_of(view)
    state = STATES[view.state].in_language(language)
    return Head(
        id=view.id,
        file=view.file_name,
        note=file_note(view, language),
        by=view.created_by or _("The system").in_language(language),
        when=relative(view.created_at, work.now, language),
        exactly=exact(view.created_at, language),
        state=state,
        step=STEPS.get(view.state, REPORT),
        counts={which: number(count, language) for which, count in counts.items()},
        there_are={which: count > 0 for which, count in counts.items()},
        progress=progress,
        percent=percent,
        # Every tenth is enough to hear.
        announced=f"{state} {max(percent, 0) // 10 * 10} %" if view.is_active else state,
        error=view.error.in_language(language) if view.error else "",
        run=_run(view, language).in_language(language),
        can_edit=view.can_edit,
        can_run=view.can_run and view.created + view.updated > 0,
        can_cancel=view.can_cancel,
        can_take_back=view.can_take_back,
        is_mine=view.is_mine,
        is_active=view.is_active,
        invite_job=view.invite_job_id or 0,
        corrects=view.corrects_id or 0,
    )


def counts_of(view: ImportView) -> dict[str, int]:
    """How many rows of which kind."""
    is_stopped = view.state in {ImportState.CANCELLED, ImportState.FAILED}
    return {
        Which.ALL: view.rows,
        Which.CREATED: view.created,
        Which.UPDATED: view.updated,
        Which.UNCHANGED: view.unchanged,
        Which.REFUSED: view.refused,
        Which.WARNED: view.warned,
        Which.NOT_DONE: view.rows - view.done if is_stopped else 0,
        Which.RESTORED: view.restored,
        Which.LEFT_ALONE: view.left_alone,
    }


def _run(view: ImportView, language: str) -> Message:
    """What the button says that has it carried out."""
    count = view.created + view.updated
    if not count:
        return _("Nothing to import")
    return n_("Import {number} user", "Import {number} users", count, number=number(count, language))


listen(StudioState.refresh, at=address.is_one, shows=("import.",))
listen_while_watching(StudioState.refresh, at=address.is_one)
