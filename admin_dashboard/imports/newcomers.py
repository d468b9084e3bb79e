"""A row about somebody who is not there. As `users.service.create`, which says it of one."""

from ..core.i18n import Message, _
from ..users.uniqueness import USERNAME_TAKEN
from .cleaning import Row
from .columns import ATTRIBUTE
from .gifts import give
from .known import Person
from .labels import name_of
from .plan import Plan
from .rules import FILL_IN
from .scene import Scene

NO_KEY = _("This row names nobody: it has neither a username nor an email.")
NOT_THERE = _("There is no such user, and the import only updates.")
NO_USERNAME = _("No username can be made from these names. Add one.")
_NEEDED = ("first_name", "last_name", "email")


def needed_of(plan: Plan) -> tuple[str, ...]:
    """What somebody new must have, as the form asks it."""
    return (*_NEEDED, *(f"{ATTRIBUTE}{one.key}" for one in plan.attributes if one.is_required))


def create(scene: Scene, row: Row) -> None:
    """Note all that stands against making the user."""
    wanted = row.wanted
    username, email = wanted.get("username"), wanted.get("email")
    if not username and not email:
        scene.refuse(row, "", NO_KEY)
        return
    if not scene.plan.mode.creates:
        scene.refuse(row, "username" if username else "email", NOT_THERE)
        return
    if not all(map(wanted.get, scene.needed)):
        for target in scene.needed:
            if not wanted.get(target):
                scene.refuse(row, target, _missing(scene.plan, target))
    if username in scene.known.retired:
        scene.refuse(row, "username", USERNAME_TAKEN)
    if email in scene.known.by_email:
        scene.refuse(row, "email", belongs_to(scene.known.by_email[email]))
    if wanted.get("enabled") == "no":
        row.change("enabled", "yes", "no")
    give(scene, row, None)
    if not username and not row.problems:
        scene.unnamed.append(row)


def belongs_to(person: Person) -> Message:
    """Why an address cannot be somebody's."""
    return _("Another user, {username}, has this email address.", username=person.username)


def _missing(plan: Plan, target: str) -> Message:
    if target in plan.targets:
        return FILL_IN
    return _("A new user needs this, and no column is for it: {name}.", name=name_of(target, plan.attributes))
