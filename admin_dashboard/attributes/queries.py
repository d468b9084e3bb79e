"""Which attributes there are, and what users have of them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session, col

from ..core.errors import NotFound
from ..core.i18n import _
from ..core.permissions import Permission
from ..core.work import Work
from ..models import Attribute, AttributeType, AttributeValue


@dataclass(frozen=True)
class AttributeRow:
    """One kind of additional information. `choices` is empty unless it is a choice."""

    id: int
    key: str
    label_en: str
    label_fr: str
    type: AttributeType
    choices: tuple[str, ...]
    is_required: bool
    is_built_in: bool
    position: int


def all_attributes(work: Work) -> tuple[AttributeRow, ...]:
    """Every attribute, in the order administrators gave them. What there is to know of people is no secret."""
    rows = work.session.scalars(select(Attribute).order_by(col(Attribute.position), col(Attribute.id)))
    return tuple(row_of(attribute) for attribute in rows)


def find(work: Work, key: str) -> AttributeRow:
    """The attribute with this key.

    Raises:
        NotFound: there is none.
    """
    found = next((row for row in all_attributes(work) if row.key == key), None)
    if found is None:
        raise NotFound(_("There is no attribute {name}.", name=key))
    return found


def row_of(attribute: Attribute) -> AttributeRow:
    """The attribute as a plain object."""
    return AttributeRow(
        id=attribute.id or 0,
        key=attribute.key,
        label_en=attribute.label_en,
        label_fr=attribute.label_fr,
        type=AttributeType(attribute.type),
        choices=tuple(attribute.choices.splitlines()),
        is_required=attribute.is_required,
        is_built_in=attribute.is_built_in,
        position=attribute.position,
    )


def label(row: AttributeRow, language: str) -> str:
    """What the attribute is called in that language."""
    return row.label_fr if language == "fr" else row.label_en


def values_of(session: Session, user_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """User id → attribute key → value as stored, for those who have any. Who may see a user may see these."""
    rows = session.execute(
        select(col(AttributeValue.user_id), col(Attribute.key), col(AttributeValue.value))
        .join(Attribute, col(Attribute.id) == col(AttributeValue.attribute_id))
        .where(col(AttributeValue.user_id).in_(user_ids))
        .order_by(col(Attribute.position))
    )
    values: dict[int, dict[str, str]] = defaultdict(dict)
    for user_id, key, value in rows:
        values[user_id][key] = value
    return dict(values)


def find_values(work: Work, attribute_id: int, text: str, most: int) -> list[str]:
    """The sort keys, in their order, that hold a folded text; no more than so many. For who may see users.

    Raises:
        NotAllowed: the actor may not.
    """
    work.actor.require(Permission.USERS_VIEW)
    key = col(AttributeValue.sort_key)
    fits = (col(AttributeValue.attribute_id) == attribute_id, key.contains(text, autoescape=True))
    return list(work.session.scalars(select(key).where(*fits).distinct().order_by(key).limit(most)))


def user_counts(work: Work) -> dict[str, int]:
    """Attribute key → how many users have a value, for those that anybody has.

    Raises:
        NotAllowed: the actor may not edit the settings.
    """
    work.actor.require(Permission.SETTINGS_EDIT)
    counts = (
        select(col(Attribute.key), func.count())
        .join(AttributeValue, col(AttributeValue.attribute_id) == col(Attribute.id))
        .group_by(col(Attribute.key))
    )
    return {row[0]: row[1] for row in work.session.execute(counts)}
