"""`tokens …`: API tokens from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ..cli_tools import Json, begin, group, print_json, say

if TYPE_CHECKING:
    from .queries import TokenRow

app = group("API tokens: by them programs act in somebody's name.")


@app.command()
def create(
    username: Annotated[str, typer.Argument(metavar="USERNAME", help="In whose name it acts.")],
    *,
    name: Annotated[str, typer.Option(help="What it is for.")],
    days: Annotated[int, typer.Option(help="For how long it works: 7, 30, 90 or 365.")] = 30,
    json: Json = False,
) -> None:
    """Make a token and print it, this once."""
    from ..core.forms import parse
    from ..users.queries import find_id
    from . import service
    from .commands import MakeToken

    with begin() as work:
        command = parse(MakeToken, {"name": name, "days": str(days)})
        made = service.make_for(work, find_id(work, username), command)
    if json:
        print_json(made)
        return
    typer.echo(made.token)
    say(f"It works until {made.ends_at:%Y-%m-%d %H:%M UTC} and is shown this once.")


@app.command("list")
def list_(*, json: Json = False) -> None:
    """Everybody's tokens, the newest first."""
    from .queries import tokens

    with begin() as work:
        found = tokens(work)
    if json:
        print_json(found)
        return
    for token in found:
        typer.echo(_line(token))


@app.command()
def revoke(token_id: Annotated[int, typer.Argument(metavar="ID", help="As `tokens list` gives it.")]) -> None:
    """End a token at once."""
    from . import service

    with begin() as work:
        name = service.revoke(work, token_id)
    typer.echo(f"Token {name} revoked.")


def _line(token: TokenRow) -> str:
    used = f"{token.used_at:%Y-%m-%d}" if token.used_at else "never used"
    ends = f"{'ended' if token.is_over else 'ends'} {token.ends_at:%Y-%m-%d}"
    return f"{token.id:>6}  {token.username:<30}  {token.name:<30}  {used:<10}  {ends}"
