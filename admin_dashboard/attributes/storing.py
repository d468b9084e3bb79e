"""What one user has: held against the attributes there are, and written."""

from collections.abc import Mapping

from sqlalchemy import delete, select
from sqlmodel import col

from ..core.errors import InvalidInput
from ..core.i18n import Message, _
from ..core.work import Work
from ..models import Attribute, AttributeValue
from . import queries
from .queries import AttributeRow
from .values import parse_value, sort_key

LONGEST_KEY_SHOWN = 40
CHECK_FIELDS = _("Please check the marked fields.")


def check(
    work: Work, asked: Mapping[str, str], present: Mapping[str, str], *, is_complete: bool = True
) -> dict[str, str]:
    """What is asked, as it would be stored; empty text is no value. What is not asked stays as it is at present.

    Args:
        work: whose transaction the attributes are read in.
        asked: attribute key → what was typed.
        present: attribute key → what is stored.
        is_complete: whether every required attribute must have a value then, not only those asked.

    Raises:
        InvalidInput: one sentence per wrong value or missing one; under no field when there is no such attribute.
    """
    attributes = queries.all_attributes(work)
    unknown = asked.keys() - {attribute.key for attribute in attributes}
    if unknown:
        # As a literal: the name may hold anything, even what cannot be sent back.
        name = ascii(min(unknown)[:LONGEST_KEY_SHOWN])
        raise InvalidInput(_("There is no attribute {name}. Nothing was saved.", name=name))
    wished: dict[str, str] = {}
    wrong: dict[str, Message] = {}
    for attribute in attributes:
        if attribute.key in asked or (is_complete and attribute.is_required):
            try:
                wished[attribute.key] = _value(attribute, asked.get(attribute.key, present.get(attribute.key, "")))
            except InvalidInput as error:
                wrong |= error.fields
    if wrong:
        raise InvalidInput(CHECK_FIELDS, wrong)
    return wished


def store(work: Work, user_id: int, asked: Mapping[str, str], *, is_complete: bool = True) -> dict[str, list[str]]:
    """Write what is asked; [old, new] of what has changed, by key. The user must be held, or new.

    Raises:
        InvalidInput: as `check`.
    """
    _hold(work, asked)
    present = queries.values_of(work.session, [user_id]).get(user_id, {})
    wished = check(work, asked, present, is_complete=is_complete)
    changed = {key: [present.get(key, ""), new] for key, new in wished.items() if present.get(key, "") != new}
    for attribute in queries.all_attributes(work):
        if attribute.key in changed:
            _write(work, user_id, attribute, changed[attribute.key][1])
    work.session.flush()
    return changed


def _hold(work: Work, keys: Mapping[str, str]) -> None:
    """Nobody changes what these attributes hold before this work has ended; only PostgreSQL has to be told."""
    if keys:
        wanted = select(Attribute).where(col(Attribute.key).in_(keys)).order_by(col(Attribute.id))
        work.session.execute(wanted.with_for_update(read=True), execution_options={"populate_existing": True}).all()


def _value(attribute: AttributeRow, typed: str) -> str:
    value = parse_value(attribute, typed)
    if attribute.is_required and not value:
        raise InvalidInput(CHECK_FIELDS, {attribute.key: _("Please fill this in.")})
    return value


def _write(work: Work, user_id: int, attribute: AttributeRow, value: str) -> None:
    if not value:
        is_it = (col(AttributeValue.user_id) == user_id, col(AttributeValue.attribute_id) == attribute.id)
        work.session.execute(delete(AttributeValue).where(*is_it))
        return
    key = sort_key(attribute.type, value)
    work.session.merge(AttributeValue(user_id=user_id, attribute_id=attribute.id, value=value, sort_key=key))
