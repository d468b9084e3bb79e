"""Which spaces there are, and who works in them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Integer, cast, func, select
from sqlmodel import Session, col

from ..core.errors import NotFound
from ..core.i18n import _
from ..core.permissions import Permission
from ..core.text import fold
from ..core.work import Work
from ..models import Space, SpaceMember

LONGEST_ASKED = 1000


@dataclass(frozen=True)
class SpaceName:
    """A space by its name."""

    id: int
    name: str


@dataclass(frozen=True)
class SpaceRow:
    """A space somebody works in."""

    id: int
    name: str
    is_manager: bool


@dataclass(frozen=True)
class CountedSpace:
    """A space and how many work in it; managers are members too."""

    id: int
    name: str
    member_count: int
    manager_count: int


def all_spaces(work: Work) -> tuple[SpaceName, ...]:
    """The spaces the actor may see, by name: all of them, or those they have the right in."""
    rows = sorted(work.session.execute(select(col(Space.id), col(Space.name))), key=lambda row: fold(row[1]))
    return tuple(SpaceName(i, name) for i, name in rows if work.actor.may(Permission.SPACES_VIEW, i))


def counted_spaces(work: Work) -> tuple[CountedSpace, ...]:
    """The spaces the actor may see, with how many work in each."""
    counts = select(
        col(SpaceMember.space_id), func.count(), func.sum(cast(col(SpaceMember.is_manager), Integer))
    ).group_by(col(SpaceMember.space_id))
    counted = {space_id: (members, managers) for space_id, members, managers in work.session.execute(counts)}
    return tuple(CountedSpace(one.id, one.name, *counted.get(one.id, (0, 0))) for one in all_spaces(work))


def spaces_of(session: Session, user_ids: Collection[int]) -> dict[int, list[SpaceRow]]:
    """User id → the spaces they work in, by name, for those who do. For who may see users and spaces."""
    rows = session.execute(
        select(col(SpaceMember.user_id), col(Space.id), col(Space.name), col(SpaceMember.is_manager))
        .join(Space, col(Space.id) == col(SpaceMember.space_id))
        .where(col(SpaceMember.user_id).in_(user_ids))
    )
    spaces: dict[int, list[SpaceRow]] = defaultdict(list)
    for user_id, space_id, name, is_manager in sorted(rows, key=lambda row: fold(row[2])):
        spaces[user_id].append(SpaceRow(space_id, name, is_manager))
    return dict(spaces)


def find_id(work: Work, name: str) -> int:
    """The id of the space with this name.

    Raises:
        NotFound: there is none, or the actor may not see it.
    """
    found = select(col(Space.id)).where(col(Space.name) == " ".join(name[:LONGEST_ASKED].split()))
    space_id = work.session.execute(found).scalars().first()
    if space_id is None or not work.actor.may(Permission.SPACES_VIEW, space_id):
        raise NotFound(_("There is no space {name}.", name=name))
    return space_id
