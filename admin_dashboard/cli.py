"""The command line: `python -m admin_dashboard …`, over the same services as the pages."""

from typing import Annotated

import typer

from .activity.cli import app as audit
from .api_tokens.cli import app as tokens
from .attributes.cli import app as attributes
from .cli_server import serve, worker
from .cli_tools import Commands, Json, group
from .exports.cli import export
from .imports.cli import import_
from .mail.cli import app as mail
from .mass_actions.cli import app as mass
from .mass_actions.cli_people import users
from .roles.cli import app as admin
from .roles.cli import roles
from .spaces.cli import app as spaces

app = typer.Typer(
    cls=Commands,
    help="User administration: the same services as the pages, from the command line.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
database = group("The database.")
app.command()(serve)
app.command()(worker)
app.command()(export)
app.command("import")(import_)
app.add_typer(database, name="db")
app.add_typer(admin, name="admin")
app.add_typer(users, name="users")
app.add_typer(roles, name="roles")
app.add_typer(spaces, name="spaces")
app.add_typer(tokens, name="tokens")
app.add_typer(attributes, name="attributes")
app.add_typer(mass, name="mass")
app.add_typer(mail, name="mail")
app.add_typer(audit, name="audit")


@database.command()
def upgrade() -> None:
    """Bring the database to the present schema; nothing happens when it is there."""
    from .db import migrate

    migrate.upgrade()
    typer.echo(f"The database is at revision {migrate.current_revision()}.")


@app.command()
def seed(
    users: Annotated[int, typer.Option(min=1, help="How many.")],
    seed: Annotated[int, typer.Option(help="The same number gives the same people.")] = 0,
) -> None:
    """Add believable sample users, for demonstrations and measurements."""
    from .db.engine import engine
    from .users.seed import seed as add

    typer.echo(f"{add(engine(), users, seed).users} users added.")


@app.command()
def demo() -> None:
    """Fill an empty site with 2,000 users and one sign-in per built-in role, and print those."""
    from .demo import prepare

    for line in prepare():
        typer.echo(line)


@app.command()
def settings(
    markdown: Annotated[bool, typer.Option("--markdown", help="Write docs/configuration.md instead.")] = False,
    json: Json = False,
) -> None:
    """Every setting with its present value; secrets only as set or not set."""
    from . import settings_doc
    from .cli_tools import print_json

    if markdown:
        typer.echo(f"{settings_doc.write()} written.")
    elif json:
        print_json(settings_doc.values())
    else:
        typer.echo("\n".join(f"{name}={value}" for name, value in settings_doc.values().items()))
