"""What becomes of each row by today's data: one function, for the check and again when the import is run."""

from collections.abc import Sequence

from ..core.work import Work
from ..models import RowOutcome
from . import naming
from .cleaning import Row
from .existing import update
from .known import Known, look
from .newcomers import NO_USERNAME, create, needed_of
from .plan import Plan
from .scene import Memory, Scene


def decide(work: Work, plan: Plan, rows: Sequence[Row], memory: Memory | None = None) -> Known:
    """Give each row its outcome, each as if those before it had been carried out; what was known of their users.

    Without a memory what the file says twice has been settled, and the users are held until the work ends.
    """
    known = look(work, plan, rows, is_held=memory is None)
    twice, losing = (memory.twice, memory.losing) if memory else (None, set[int]())
    scene = Scene(work, plan, known, twice, losing, needed_of(plan))
    for row in rows:
        _decide(scene, row)
    if scene.unnamed:
        _name(scene, rows)
    if twice:
        twice.tell(work, plan.import_id, plan.cleaner, rows)
    if plan.invite:
        for row in rows:
            row.asks_invitation |= row.outcome == RowOutcome.CREATED
    return known


def _decide(scene: Scene, row: Row) -> None:
    row.outcome = RowOutcome.REFUSED
    username = row.wanted.get("username")
    if username:
        row.username = username
    if (scene.twice and scene.twice.has(row)) or row.problems:
        return
    person = (
        scene.known.by_username.get(username) if username else scene.known.by_email.get(row.wanted.get("email", ""))
    )
    if person is None:
        row.user_id = None
        create(scene, row)
        outcome = RowOutcome.CREATED
    else:
        row.user_id, row.username = person.id, person.username
        if scene.twice and not username and scene.twice.has_user(row, person.username):
            return
        update(scene, row, person)
        outcome = RowOutcome.UPDATED if row.changes else RowOutcome.UNCHANGED
    if row.problems:
        row.changes = {}
    else:
        row.outcome = outcome


def _name(scene: Scene, rows: Sequence[Row]) -> None:
    """Make a username for who has none, which nobody has, had, or is given by the file."""
    said = {row.username for row in rows if "username" in row.wanted}
    naming.name_all(scene.work, scene.unnamed, scene.twice.knows if scene.twice else said.__contains__)
    for row in scene.unnamed:
        if not row.username:
            row.outcome, row.changes = RowOutcome.REFUSED, {}
            scene.refuse(row, "first_name", NO_USERNAME)
        elif scene.twice:
            scene.twice.remember(row.number, [row.username])
