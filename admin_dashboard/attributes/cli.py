"""`attributes …`: additional information about users from the command line."""

from typing import Annotated, Any, Literal

import typer

from ..cli_tools import Json, begin, group, print_json

app = group("Additional information about users.")
Key = Annotated[str, typer.Argument(metavar="KEY")]
Type = Literal["text", "choice", "date", "number"]
Choices = Annotated[list[str] | None, typer.Option("--choice", help="One choice; give it once for each.")]


@app.command("list")
def list_(json: Json = False) -> None:
    """Every attribute, in order, and how many users have a value."""
    from . import queries

    with begin() as work:
        rows, counts = queries.all_attributes(work), queries.user_counts(work)
    if json:
        print_json([{**vars(row), "users": counts.get(row.key, 0)} for row in rows])
        return
    for row in rows:
        required = "required" if row.is_required else ""
        line = f"{row.key:<24}  {row.type:<6}  {counts.get(row.key, 0):>9}  {required:<8}  {row.label_en}"
        typer.echo(f"{line} / {row.label_fr}")


@app.command()
def add(  # noqa: PLR0913 - one option a field
    key: Key,
    *,
    label_en: Annotated[str, typer.Option(help="What it is called in English.")],
    label_fr: Annotated[str, typer.Option(help="What it is called in French; as in English by default.")] = "",
    type: Annotated[Type, typer.Option(help="What it holds.")] = "text",
    choice: Choices = None,
    required: Annotated[bool, typer.Option("--required", help="Every new user needs a value.")] = False,
    json: Json = False,
) -> None:
    """Add an attribute."""
    from ..core.forms import parse
    from . import service
    from .commands import CreateAttribute

    asked = {
        "key": key,
        "label_en": label_en,
        "label_fr": label_fr or label_en,
        "type": type,
        "choices": choice or [],
        "is_required": required,
    }
    with begin() as work:
        made = service.create(work, parse(CreateAttribute, asked))
    _tell(made, f"Attribute {made.key} added.", json=json)


@app.command()
def edit(  # noqa: PLR0913 - one option a field
    key: Key,
    *,
    label_en: Annotated[str | None, typer.Option(help="What it is called in English.")] = None,
    label_fr: Annotated[str | None, typer.Option(help="What it is called in French.")] = None,
    type: Annotated[Type | None, typer.Option(help="What it holds; only while nobody has a value.")] = None,
    choice: Choices = None,
    required: Annotated[bool | None, typer.Option("--required/--optional", help="Every new user needs one.")] = None,
    json: Json = False,
) -> None:
    """Change an attribute; what is not given stays."""
    from ..core.forms import parse
    from . import queries, service
    from .commands import EditAttribute

    given = {"label_en": label_en, "label_fr": label_fr, "type": type, "choices": choice, "is_required": required}
    with begin() as work:
        row = queries.find(work, key)
        present = {name: getattr(row, name) for name in given}
        asked = {**present, **{name: value for name, value in given.items() if value is not None}}
        made = service.edit(work, parse(EditAttribute, {**asked, "attribute_id": row.id}))
    _tell(made, f"Attribute {made.key} changed.", json=json)


@app.command()
def move(key: Key, direction: Annotated[Literal["up", "down"], typer.Argument()]) -> None:
    """Let an attribute change places with the one before or after it."""
    from ..core.forms import parse
    from . import queries, service
    from .commands import MoveAttribute

    with begin() as work:
        asked = {"attribute_id": queries.find(work, key).id, "direction": direction}
        has_moved = service.move(work, parse(MoveAttribute, asked))
    typer.echo(f"Attribute {key} moved {direction}." if has_moved else f"Attribute {key} is there already.")


@app.command()
def delete(
    key: Key, *, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False, json: Json = False
) -> None:
    """Remove an attribute with all its values."""
    from ..core.forms import parse
    from . import queries, service
    from .commands import DeleteAttribute

    with begin() as work:
        row, users = queries.find(work, key), queries.user_counts(work).get(key, 0)
    if not yes:
        typer.confirm(f"Delete the attribute {key}? {users} users lose a value.", abort=True)
    with begin() as work:
        lost = service.delete(work, parse(DeleteAttribute, {"attribute_id": row.id}))
    _tell({"key": key, "users": lost}, f"Attribute {key} deleted; {lost} users lost a value.", json=json)


def _tell(value: Any, sentence: str, *, json: bool) -> None:
    if json:
        print_json(value)
    else:
        typer.echo(sentence)
