"""What the commands share: refusals as one sentence with exit code 1, JSON, passwords kept out of the process list.

Nothing of the product is imported until a command runs: `--help` and wrong usage answer at once.
"""

from __future__ import annotations

import dataclasses
import getpass
import json
import sys
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from .core.errors import DomainError
    from .core.work import Work

FAILED = 1
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
STDIN = "-"


class Commands(TyperGroup):
    """The outermost command: what a command refuses becomes one sentence on standard error and exit code 1."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (typer.Exit, typer.Abort, typer.TyperException):
            raise
        except Exception as error:
            sentence = in_words(error)
            if sentence is None:
                raise
            say(sentence)
            raise typer.Exit(FAILED) from None


def group(help_text: str) -> typer.Typer:
    """A set of commands about one thing."""
    return typer.Typer(help=help_text, no_args_is_help=True, rich_markup_mode=None)


def begin() -> AbstractContextManager[Work]:
    """One transaction of the command line, which may do everything."""
    from .core.permissions import SYSTEM
    from .core.work import Door
    from .core.work import begin as begin_as

    return begin_as(SYSTEM, Door.COMMAND_LINE)


def in_words(error: Exception) -> str | None:
    """The sentence for a refusal or for surroundings that do not work; None for a bug."""
    from pydantic import ValidationError
    from sqlalchemy.exc import DBAPIError

    from .build import CannotStart
    from .core.errors import DomainError

    if isinstance(error, DomainError):
        return refusal(error)
    if isinstance(error, CannotStart):
        return str(error)
    if isinstance(error, DBAPIError):
        return _about_database(error)
    if isinstance(error, ValidationError) and error.title == "Settings":
        return _about_settings(error)
    return None


def refusal(error: DomainError) -> str:
    """A refusal in one line, each wrong field by its name."""
    fields = [f"{name.replace('_', ' ')}: {text}" for name, text in error.fields.items() if name]
    return " ".join(fields) or str(error.message)


def _about_database(error: Any) -> str | None:
    reason = str(error.orig).splitlines()[0] if str(error.orig) else type(error.orig).__name__
    if "no such table" in reason or getattr(error.orig, "sqlstate", None) == "42P01":
        return "The database is not up to date: run `python -m admin_dashboard db upgrade`."
    return f"The database does not answer: {reason}" if type(error).__name__ == "OperationalError" else None


def _about_settings(error: Any) -> str:
    wrong = [f"{str(one['loc'][0]).upper()}: {one['msg']}" for one in error.errors() if one["loc"]]
    return f"A setting is wrong. {' '.join(wrong)}"


def say(sentence: str) -> None:
    """One sentence on standard error."""
    typer.echo(sentence, err=True)


def print_json(value: Any) -> None:
    """Any of our plain objects as JSON on standard output."""
    typer.echo(json.dumps(value, default=_plain, ensure_ascii=False, indent=2))


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    return value.isoformat() if isinstance(value, datetime) else str(value)


def asked_password(given: str | None) -> str | None:
    """The password of an option; `-` reads it from standard input, or asks for it on a terminal."""
    if given != STDIN:
        return given
    if sys.stdin.isatty():
        return getpass.getpass("Password: ")
    return sys.stdin.readline().rstrip("\r\n")
