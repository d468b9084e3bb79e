"""Which attributes there are: adding, changing, ordering and removing them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete as delete_rows
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from ..core.errors import Conflict, NotFound
from ..core.i18n import Message, _, n_
from ..core.permissions import Permission
from ..core.work import Work
from ..models import Attribute, AttributeType, AttributeValue
from .commands import CreateAttribute, DeleteAttribute, EditAttribute, MoveAttribute
from .queries import AttributeRow, row_of
from .values import sort_key

LARGEST_ID = 2**31 - 1
MOST_ATTRIBUTES = 100
CHECK_FIELDS = _("Please check the marked fields.")


class KeyTaken(Conflict):
    """Another attribute has the key."""

    def __init__(self) -> None:
        super().__init__(CHECK_FIELDS, {"key": _("Another attribute has this key.")})


class InUse(Conflict):
    """Users have values that the change would make wrong."""

    def __init__(self, field: str, sentence: Message) -> None:
        super().__init__(CHECK_FIELDS, {field: sentence})


class BuiltIn(Conflict):
    """What every site has cannot be removed."""

    def __init__(self) -> None:
        super().__init__(_("A built-in attribute cannot be deleted. Call it something else, or leave it empty."))


class TooManyAttributes(Conflict):
    """Forms must stay readable."""

    def __init__(self) -> None:
        super().__init__(_("There may be at most {count} attributes.", count=MOST_ATTRIBUTES))


def create(work: Work, command: CreateAttribute) -> AttributeRow:
    """Add an attribute behind those there are.

    Raises:
        NotAllowed: the actor may not edit the settings.
        KeyTaken: another attribute has the key.
        TooManyAttributes: there are as many as a form can take.
    """
    work.actor.require(Permission.SETTINGS_EDIT)
    count, last = work.session.execute(select(func.count(), func.max(col(Attribute.position)))).one()
    if count >= MOST_ATTRIBUTES:
        raise TooManyAttributes
    values = {**_columns(command), "key": command.key, "position": (last or 0) + 1, "created_at": work.now}
    attribute = Attribute(**values)
    work.session.add(attribute)
    try:
        work.session.flush()
    except IntegrityError:
        # The key is the only thing here that the database keeps unique.
        raise KeyTaken from None
    work.record("attribute.created", attribute=command.key, type=command.type)
    return row_of(attribute)


def edit(work: Work, command: EditAttribute) -> AttributeRow:
    """Change labels, type, choices, and whether a value is required. Users who have none keep none until edited.

    Raises:
        NotAllowed: the actor may not edit the settings.
        NotFound: there is no such attribute.
        InUse: the type would change while users have values, or users have a choice that would go.
    """
    attribute = _hold(work, command.attribute_id)
    wished = _columns(command)
    before = {name: getattr(attribute, name) for name in wished}
    changes: dict[str, Any] = {name: [old, wished[name]] for name, old in before.items() if old != wished[name]}
    if "type" in changes:
        _require_unused(work, attribute)
    elif "choices" in changes:
        _respell(work, attribute, command.choices)
    for name, (_old, new) in changes.items():
        setattr(attribute, name, new)
    work.session.flush()
    if changes:
        work.record("attribute.edited", attribute=attribute.key, **changes)
    return row_of(attribute)


def delete(work: Work, command: DeleteAttribute) -> int:
    """Remove an attribute and what users have of it; how many had something.

    Raises:
        NotAllowed: the actor may not edit the settings.
        NotFound: there is no such attribute.
        BuiltIn: every site has this one.
    """
    attribute = _hold(work, command.attribute_id)
    if attribute.is_built_in:
        raise BuiltIn
    lost = work.session.execute(delete_rows(AttributeValue).where(col(AttributeValue.attribute_id) == attribute.id))
    users: int = lost.rowcount  # type: ignore[attr-defined]
    work.session.delete(attribute)
    work.session.flush()
    work.record("attribute.deleted", attribute=attribute.key, users=users)
    return users


def move(work: Work, command: MoveAttribute) -> bool:
    """Let an attribute and the one before or after it change places; whether there is one.

    Raises:
        NotAllowed: the actor may not edit the settings.
        NotFound: there is no such attribute.
    """
    moved = _hold(work, command.attribute_id)
    ordered = list(work.session.scalars(select(Attribute).order_by(col(Attribute.position), col(Attribute.id))))
    at = ordered.index(moved)
    to = at - 1 if command.direction == "up" else at + 1
    if not 0 <= to < len(ordered):
        return False
    ordered[at], ordered[to] = ordered[to], ordered[at]
    for position, attribute in enumerate(ordered, 1):
        attribute.position = position
    work.session.flush()
    work.record("attribute.moved", attribute=moved.key, position=to + 1)
    return True


def _columns(command: CreateAttribute | EditAttribute) -> Mapping[str, Any]:
    return {
        "label_en": command.label_en,
        "label_fr": command.label_fr,
        "type": str(command.type),
        "choices": "\n".join(command.choices),
        "is_required": command.is_required,
    }


def _hold(work: Work, attribute_id: int) -> Attribute:
    """The attribute, which nobody else changes or gives values of before this work has ended."""
    work.actor.require(Permission.SETTINGS_EDIT)
    is_id = isinstance(attribute_id, int) and 0 < attribute_id <= LARGEST_ID
    same = update(Attribute).where(col(Attribute.id) == attribute_id).values(position=col(Attribute.position))
    if is_id:
        # A write that changes nothing takes the row's lock on PostgreSQL and the database's on SQLite.
        work.session.execute(same, execution_options={"synchronize_session": False})
    attribute = work.session.get(Attribute, attribute_id, populate_existing=True) if is_id else None
    if attribute is None:
        raise NotFound
    return attribute


def _require_unused(work: Work, attribute: Attribute) -> None:
    count = work.session.scalar(
        select(func.count()).where(col(AttributeValue.attribute_id) == attribute.id).select_from(AttributeValue)
    )
    if count:
        fit = n_("{count} user has a value: it would not fit.", "{count} users have a value: it would not fit.", count)
        raise InUse("type", fit)


def _respell(work: Work, attribute: Attribute, choices: tuple[str, ...]) -> None:
    """Write the values of choices whose spelling changed anew; refuse to leave a value without its choice."""
    spelt = {_key(choice): choice for choice in choices}
    is_its = col(AttributeValue.attribute_id) == attribute.id
    gone = (
        select(func.min(col(AttributeValue.value)), func.count())
        .where(is_its, col(AttributeValue.sort_key).not_in(spelt))
        .group_by(col(AttributeValue.sort_key))
        .limit(1)
    )
    for value, count in work.session.execute(gone):
        raise InUse(
            "choices",
            n_("{count} user has “{value}”: keep it.", "{count} users have “{value}”: keep it.", count, value=value),
        )
    before = {_key(choice): choice for choice in attribute.choices.splitlines()}
    for key, choice in spelt.items():
        if before.get(key, choice) != choice:
            is_it = (is_its, col(AttributeValue.sort_key) == key)
            work.session.execute(update(AttributeValue).where(*is_it).values(value=choice))


def _key(choice: str) -> str:
    return sort_key(AttributeType.CHOICE, choice)
