"""Acting on several users from the command line: each in a transaction of their own."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer

from ..cli_tools import FAILED, begin, print_json, refusal, say

Usernames = Annotated[list[str], typer.Argument(metavar="USERNAME…")]
REFUSED = "refused"


def each(usernames: Sequence[str], act: Callable[..., Any], words: tuple[str, str], *, json: bool) -> None:
    """Call `act(work, user_id)` for each; one refusal stops nobody else. `words`: when it did something, when not."""
    outcomes = [_outcome(username, act, words) for username in usernames]
    refused = [one for one in outcomes if one["outcome"] == REFUSED]
    if json:
        print_json(outcomes)
    else:
        for one in outcomes:
            if one not in refused:
                typer.echo(f"{one['username']}: {one['outcome']}.")
    for one in refused:
        say(f"{one['username']}: {one['reason']}")
    if refused:
        raise typer.Exit(FAILED)


def _outcome(username: str, act: Callable[..., Any], words: tuple[str, str]) -> dict[str, str]:
    from ..core.errors import DomainError
    from .queries import find_id

    try:
        with begin() as work:
            done = act(work, find_id(work, username))
    except DomainError as error:
        return {"username": username, "outcome": REFUSED, "reason": refusal(error)}
    return {"username": username, "outcome": words[0] if done else words[1]}
