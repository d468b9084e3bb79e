"""`audit …`: the audit trail."""

import typer

from ..cli_tools import FAILED, Json, begin, group, print_json, say

app = group("The audit trail.")


@app.callback()
def _trail() -> None:
    """The audit trail."""


@app.command()
def verify(json: Json = False) -> None:
    """Walk the whole chain and say where it was altered, cut or added to."""
    from ..core import audit

    with begin() as work:
        faults = audit.verify(work.session)
    if json:
        print_json(faults)
    for fault in faults:
        say(f"Batch {fault.batch_id}: {fault.reason}.")
    if faults:
        raise typer.Exit(FAILED)
    if not json:
        typer.echo("The audit trail is whole.")
