"""What an import is to do, read anew for every step: its choices, its columns, and the attributes there are today."""

from dataclasses import dataclass, replace

from ..attributes.queries import AttributeRow, all_attributes
from ..core.permissions import Permission
from ..core.work import Work
from ..models import Import
from .cleaning import Cleaner
from .columns import ATTRIBUTE, TARGETS, Mapping, from_json
from .commands import Mode
from .reading import mapping_in


@dataclass(frozen=True)
class Plan:
    """An import with all that its rows are held against.

    Whoever is newer than `newest_user_id` came after the run began; 0 while there is none.
    """

    import_id: int
    mode: Mode
    invite: bool
    newest_user_id: int
    mapping: Mapping
    attributes: tuple[AttributeRow, ...]
    cleaner: Cleaner

    @property
    def targets(self) -> frozenset[str]:
        """What the file's columns are for."""
        return frozenset(self.cleaner.headers)


def plan_of(row: Import, attributes: tuple[AttributeRow, ...]) -> Plan:
    """The import's plan, `attributes` being those there are now.

    Raises:
        UnusableMapping: an attribute that a column is for is there no more.
    """
    mapping = from_json(row.mapping, [attribute.key for attribute in attributes])
    return Plan(
        import_id=row.id or 0,
        mode=Mode(row.mode),
        invite=row.invite,
        newest_user_id=row.newest_user_id,
        mapping=mapping,
        attributes=attributes,
        cleaner=Cleaner(mapping, attributes),
    )


def plan_to_take_back(work: Work, row: Import) -> Plan:
    """The plan by which users get back what they had: an attribute that is gone has no column any more."""
    attributes = all_attributes(work)
    there = {"", *TARGETS, *(f"{ATTRIBUTE}{attribute.key}" for attribute in attributes)}
    stored = mapping_in(row.mapping)
    columns = (column if column.target in there else replace(column, target="") for column in stored.columns)
    mapping = replace(stored, columns=tuple(columns))
    return Plan(
        import_id=row.id or 0,
        mode=Mode.UPDATE,
        invite=False,
        newest_user_id=0,
        mapping=mapping,
        attributes=attributes,
        cleaner=Cleaner(mapping, attributes),
    )


def require_right_to_take_back(work: Work, row: Import, plan: Plan) -> None:
    """Raise `NotAllowed` unless the actor may do to users what taking the import back does."""
    needed = [Permission.USERS_VIEW, Permission.USERS_IMPORT]
    needed += [Permission.USERS_DELETE] if row.created else []
    needed += [Permission.USERS_EDIT] if row.updated else []
    needed += [Permission.USERS_ENABLE] if row.updated and "enabled" in plan.targets else []
    for permission in needed:
        work.actor.require(permission)


def require_right(work: Work, plan: Plan) -> None:
    """Raise `NotAllowed` unless the actor may do to users what the import does; roles and spaces are asked by row."""
    actor, targets = work.actor, plan.targets
    actor.require(Permission.USERS_VIEW)
    actor.require(Permission.USERS_IMPORT)
    if plan.mode.creates:
        actor.require(Permission.USERS_CREATE)
    if plan.mode.updates:
        actor.require(Permission.USERS_EDIT)
    if "enabled" in targets:
        actor.require(Permission.USERS_ENABLE)
    if plan.invite or "invite" in targets:
        actor.require(Permission.USERS_INVITE)
