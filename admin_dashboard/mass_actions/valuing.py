"""Giving many a value for an attribute. As `attributes.storing` and `users.service`, which say it of one."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, insert, literal, select
from sqlmodel import col

from ..attributes import queries as attributes
from ..attributes.queries import AttributeRow
from ..attributes.values import parse_value, sort_key
from ..core.errors import InvalidInput
from ..core.i18n import _
from ..core.permissions import Permission
from ..core.work import Work
from ..db.criteria import USERS
from ..db.many import listed
from ..models import READ_ONLY_SOURCES, Attribute, AttributeValue
from .action import Action, Asked, Chunk, Condition, Rule, grouped
from .commands import ActionName, WhichValue
from .conditions import ITEMS, item, more_rights
from .reasons import Reason


def _parsed(work: Work, asked: Asked) -> tuple[AttributeRow, str]:
    """The attribute, and the value as it is stored; an attribute that must have one keeps one."""
    attribute = attributes.find(work, asked.args.attribute)
    value = parse_value(attribute, asked.args.value)
    if attribute.is_required and not value:
        raise InvalidInput(_("Please check the marked fields."), {attribute.key: _("Please fill this in.")})
    return attribute, value


def _require(work: Work, asked: Asked) -> None:
    _parsed(work, asked)


def _not_to_set(work: Work, asked: Asked) -> list[Rule]:
    attribute, value = _parsed(work, asked)
    present = func.coalesce(_present(attribute, USERS.c.id), "")
    rules = [*more_rights(work.actor), (Reason.READ_ONLY, USERS.c.source.in_(sorted(READ_ONLY_SOURCES)))]
    if asked.undo_of_id is None:
        return [*rules, (Reason.HAS_VALUE, present == value)]
    return [*rules, (Reason.CHANGED_SINCE, present != value)]


def _set(chunk: Chunk) -> None:
    # Nobody changes what the attribute may hold before this work has ended; only PostgreSQL has to be told.
    held = select(Attribute).where(col(Attribute.key) == chunk.args.attribute)
    chunk.work.session.execute(held.with_for_update(read=True)).all()
    attribute, value = _parsed(chunk.work, chunk.asked)
    old = _old_values(chunk, attribute)
    chunk.execute(delete(AttributeValue).where(*_is_it(chunk, attribute)))
    wished = {value: list(chunk.ids)} if chunk.asked.undo_of_id is None else _given_back(chunk)
    for new, ids in wished.items():
        _write(chunk, attribute, new, ids)
        for before, people in grouped((user_id, old.get(user_id, "")) for user_id in ids).items():
            chunk.record("user.edited", people, attributes={attribute.key: [before, new]})
    chunk.change()


def _write(chunk: Chunk, attribute: AttributeRow, value: str, ids: Sequence[int]) -> None:
    if not value:
        return
    people = listed(chunk.work.session, ids)
    same = literal(attribute.id), literal(value), literal(sort_key(attribute.type, value))
    columns = ["user_id", "attribute_id", "value", "sort_key"]
    chunk.execute(insert(AttributeValue).from_select(columns, select(people.id, *same).select_from(people.table)))


def _given_back(chunk: Chunk) -> dict[str, list[int]]:
    """Each value people had before the action that is undone → who had it."""
    before = item(chunk.asked.undo_of_id).with_only_columns(USERS.c.id, func.coalesce(col(ITEMS.before), ""))
    rows = chunk.work.session.execute(before.where(chunk.asked.whom).order_by(USERS.c.id)).all()
    return grouped((row[0], row[1]) for row in rows)


def _old_values(chunk: Chunk, attribute: AttributeRow) -> dict[int, str]:
    found = select(col(AttributeValue.user_id), col(AttributeValue.value)).where(*_is_it(chunk, attribute))
    return {row[0]: row[1] for row in chunk.work.session.execute(found).all()}


def _is_it(chunk: Chunk, attribute: AttributeRow) -> tuple[Condition, ...]:
    return col(AttributeValue.attribute_id) == attribute.id, chunk.among(col(AttributeValue.user_id))


def _present(attribute: AttributeRow, user_id: Any) -> Any:
    is_theirs = (col(AttributeValue.user_id) == user_id, col(AttributeValue.attribute_id) == attribute.id)
    return select(col(AttributeValue.value)).where(*is_theirs).scalar_subquery()


def _kept(work: Work, asked: Asked, user_id: Any) -> Any:
    return _present(attributes.find(work, asked.args.attribute), user_id)


SET_ATTRIBUTE = Action(
    ActionName.SET_ATTRIBUTE,
    Permission.USERS_EDIT,
    WhichValue,
    require=_require,
    rules=_not_to_set,
    apply=_set,
    before=_kept,
    undone_by=ActionName.SET_ATTRIBUTE,
)
