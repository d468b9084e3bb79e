"""An import in two lines: what goes on or has come of it, and how far it is or what it has done."""

from collections.abc import Callable

from ..core.i18n import Message, _
from ..models import ImportState
from .queries import ImportView
from .words import number, progress_note

_TITLES: dict[ImportState, Callable[[str], Message]] = {
    ImportState.CHECKING: lambda file: _("Checking {file}…", file=file),
    ImportState.CHECKED: lambda file: _("Checked: {file}", file=file),
    ImportState.RUNNING: lambda file: _("Importing {file}…", file=file),
    ImportState.DONE: lambda file: _("Imported: {file}", file=file),
    ImportState.CANCELLED: lambda file: _("Import cancelled: {file}", file=file),
    ImportState.TAKING_BACK: lambda file: _("Taking back {file}…", file=file),
    ImportState.TAKEN_BACK: lambda file: _("Taken back: {file}", file=file),
}
_STOPPED = frozenset({ImportState.DRAFT, ImportState.FAILED})
"""What an import is that did not come to its end: a draft could not be checked."""


def has_stopped(view: ImportView) -> bool:
    """Whether it could not go on."""
    return view.state in _STOPPED


def title_of(view: ImportView) -> Message:
    """What goes on with the file, or has come of it."""
    if has_stopped(view):
        return _("Import stopped: {file}", file=view.file_name)
    return _TITLES[view.state](view.file_name)


def percent_of(view: ImportView) -> int:
    """How far it is; -1 while nobody can tell."""
    if not view.is_active:
        return 100
    return -1 if view.progress is None else round(100 * view.progress)


def note_of(view: ImportView, language: str) -> str:
    """How far, how fast and how long still; of one that is over, the figures, or why it stopped."""
    if view.is_active:
        return progress_note(view, language)
    if view.error is not None:
        return view.error.in_language(language)
    figures = ("created", "updated", "refused", "restored", "left_alone")
    said = {name: number(getattr(view, name), language) for name in figures}
    return _figures(view.state, said).in_language(language)


def _figures(state: ImportState, said: dict[str, str]) -> Message:
    if state == ImportState.CHECKED:
        return _("{created} to create, {updated} to update, {refused} refused", **said)
    if state == ImportState.TAKEN_BACK:
        return _("{restored} taken back, {left_alone} left as they are", **said)
    return _("{created} created, {updated} updated, {refused} refused", **said)
