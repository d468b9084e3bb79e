"""`mass …`: actions on many users, what became of them, and taking them back."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..cli_tools import FAILED, Json, begin, group, print_json, say

if TYPE_CHECKING:
    from ..core.permissions import Actor
    from ..core.work import Work
    from .commands import Ask
    from .queries import MassActionRow

app = group("Actions on many users.")
JobId = Annotated[int, typer.Argument(metavar="ID", help="As `mass list` gives it.")]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="Why, for the audit trail.")]
LOOK_EVERY_SECONDS = 0.2


@app.command("list")
def list_(limit: Annotated[int, typer.Option(min=1, help="How many.")] = 20, json: Json = False) -> None:
    """The latest actions."""
    from .printed import printed
    from .queries import latest

    with begin() as work:
        rows = latest(work, limit)
    if json:
        print_json([printed(row) for row in rows])
        return
    for row in rows:
        typer.echo(f"{row.job_id:>6}  {row.asked_at:%Y-%m-%d %H:%M}  {_line(row)}")


@app.command()
def show(job_id: JobId, json: Json = False) -> None:
    """How far an action is, and why users were left out."""
    _show(job_id, json=json)


@app.command()
def cancel(job_id: JobId) -> None:
    """Stop an action; what is done stays."""
    from .service import cancel as stop

    with begin() as work:
        was_going_on = stop(work, job_id)
    typer.echo("Cancelled." if was_going_on else "It had ended already.")


@app.command()
def undo(job_id: JobId, reason: Reason = "", json: Json = False) -> None:
    """Take an action back from everybody who is still as it left them."""
    from .commands import UndoMassAction

    _start(UndoMassAction(job_id, reason), json=json)


@app.command()
def retry(job_id: JobId, reason: Reason = "", json: Json = False) -> None:
    """Do the same once more to those it failed on."""
    from .commands import RetryMassAction

    _start(RetryMassAction(job_id, reason), json=json)


@app.command()
def report(
    job_id: JobId, output: Annotated[Path | None, typer.Option("--output", "-o", help="Into this file.")] = None
) -> None:
    """What became of everybody, as CSV."""
    from .report import report as lines

    parts = lines(open_work, job_id, system())
    if output is None:
        for part in parts:
            typer.echo(part, nl=False)
        return
    with output.open("w", encoding="utf-8", newline="") as file:
        file.writelines(parts)
    say(f"{output} written.")


def open_work(_actor: Actor) -> AbstractContextManager[Work]:
    """One transaction after another of the command line."""
    return begin()


def system() -> Actor:
    """Who acts on the command line."""
    from ..core.permissions import SYSTEM

    return SYSTEM


def _start(ask: Ask, *, json: bool) -> None:
    from . import service

    finish(service.start(open_work, ask, system()), json=json)


def finish(job_id: int, *, json: bool) -> None:
    """Do the action here and now, unless a worker was faster, and say what became of it.

    When this is interrupted, a worker goes on with it.
    """
    from ..jobs.worker import Worker
    from . import queries
    from .jobs import MASS_ACTION

    worker = Worker([MASS_ACTION])
    while True:
        has_worked = worker.run_once()
        with begin() as work:
            row = queries.row(work, job_id)
        if row.is_over:
            break
        if not has_worked:
            time.sleep(LOOK_EVERY_SECONDS)
    _show(job_id, json=json)
    if row.failed:
        raise typer.Exit(FAILED)


def _show(job_id: int, *, json: bool) -> None:
    from . import queries
    from .printed import printed_in_full
    from .report import reason_in_words

    with begin() as work:
        row = queries.row(work, job_id)
        told = printed_in_full(work, row)
    if json:
        print_json(told)
        return
    typer.echo(f"Action {job_id}: {_line(row)}")
    for reason, count in told["reasons"].items():
        typer.echo(f"  {count}: {reason_in_words(reason)}")
    for state, count in told["mails"].items():
        typer.echo(f"  Mails {state}: {count}")


def _line(row: MassActionRow) -> str:
    counts = f"{row.done} of {row.asked} done, {row.skipped} left out, {row.failed} failed"
    waiting = f", {row.waiting} to go" if row.waiting else ""
    return f"{row.action.name.replace('_', ' ')}, {row.state}: {counts}{waiting}"
