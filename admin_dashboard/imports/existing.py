"""A row about somebody who is there. As `users.service.edit` and `users.status`, which say it of one."""

from ..core.i18n import Message, _
from ..models import READ_ONLY_SOURCES
from ..roles.service import LastAdministrator, MorePowerful, Yourself
from ..users.service import ReadOnly
from .cleaning import PASSWORD, Row
from .columns import ATTRIBUTE
from .gifts import give
from .known import Person
from .newcomers import belongs_to
from .scene import Scene
from .twice import same_username

EXTERNAL = _("External: invited from a space. An import changes internal users only.")
EXISTS = _("This user is there already, and the import only creates.")
KEPT_PASSWORD = _("The password of a user who is there already stays as it is.")
_PLACES = {name: Person._fields.index(name) for name in ("first_name", "last_name", "email", "language")}


def update(scene: Scene, row: Row, person: Person) -> None:
    """Note what the row changes, and all that stands against it. Whoever may not be changed may be as the row says."""
    reason = _why_not(scene, person)
    if reason is None:
        _change(scene, row, person)
        if "enabled" in row.wanted:
            _switch(scene, row, person)
        give(scene, row, person)
    elif _is_out_of_place(scene, person) or _says_more(scene, row, person):
        scene.refuse(row, "username" if "username" in row.wanted else "email", reason)
        return
    if row.password:
        row.warn(scene.plan.cleaner.problem(PASSWORD, "", KEPT_PASSWORD))


def _why_not(scene: Scene, person: Person) -> Message | None:
    if person.id in scene.known.new_lines:
        return same_username(scene.known.new_lines[person.id])
    if person.is_external:
        return EXTERNAL
    if person.source in READ_ONLY_SOURCES:
        return ReadOnly(person.source).message
    if person.id in scene.known.above:
        return MorePowerful(person.id).message
    return None if scene.plan.mode.updates else EXISTS


def _is_out_of_place(scene: Scene, person: Person) -> bool:
    """Whether a row about this person is wrong whatever it says."""
    return person.id in scene.known.new_lines or not scene.plan.mode.updates


def _says_more(scene: Scene, row: Row, person: Person) -> bool:
    """Whether anything of the row is not so already. Of the row itself nothing is changed."""
    _change(scene, row, person)
    give(scene, row, person)
    is_switched = row.wanted.get("enabled") == ("no" if person.is_enabled else "yes")
    is_more = bool(row.changes or row.problems) or is_switched
    row.changes, row.problems = {}, ()
    return is_more


def _change(scene: Scene, row: Row, person: Person) -> None:
    values = scene.known.values.get(person.id)
    for target, new in row.wanted.items():
        if target in _PLACES:
            old = str(person[_PLACES[target]] or "")
        elif target.startswith(ATTRIBUTE):
            old = values.get(target, "") if values else ""
        else:
            continue
        if old != new:
            row.change(target, old, new)
    if "email" in row.changes and row.wanted["email"] in scene.known.by_email:
        scene.refuse(row, "email", belongs_to(scene.known.by_email[row.wanted["email"]]))


def _switch(scene: Scene, row: Row, person: Person) -> None:
    old, new = "yes" if person.is_enabled else "no", row.wanted["enabled"]
    if old == new:
        return
    row.change("enabled", old, new)
    if new == "no" and person.id == scene.work.actor.id:
        scene.refuse(row, "enabled", Yourself().message)
    elif new == "no" and person.id in scene.known.administrators:
        if scene.known.administrators <= scene.losing | {person.id}:
            scene.refuse(row, "enabled", LastAdministrator().message)
        elif not row.problems:
            scene.losing.add(person.id)
