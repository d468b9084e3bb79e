"""Who is ticked now: how many, which of those on a page, and everybody, part by part, for what is done to them.

A list shows everybody where its reader may not use a filter. A selection does not widen like that: once its filter may
be used no longer, nobody matches.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, and_, false, not_, or_, select

from ..core.permissions import Permission
from ..core.work import Work
from ..db.criteria import USERS
from ..users.listing import ListUsers, conditions, count_exact, criteria_of
from .selection import Ids, Selection

_id = USERS.c.id


def all_of(work: Work, query: ListUsers) -> Selection:
    """Exactly those whom this list shows the actor, on all its pages."""
    return Selection.of_all(replace(query, filters=criteria_of(work, query).filters))


def count(work: Work, selection: Selection) -> int:
    """How many users are ticked, exactly.

    Raises:
        NotAllowed: the actor may not see users.
    """
    ticked = known(work, selection.ticked)
    if selection.matching is None or not _may_ask(work, selection.matching):
        return len(ticked)
    everybody = Selection(matching=selection.matching)
    besides = ticked - among(work, everybody, ticked)
    return count_exact(work, selection.matching) - len(among(work, everybody, selection.unticked)) + len(besides)


def ids(work: Work, selection: Selection, after_id: int = 0, limit: int = 1000) -> list[int]:
    """The ids of the next ticked users after that one, in order; fewer than `limit` only at the end.

    Raises:
        NotAllowed: the actor may not see users.
    """
    chosen = select(_id).where(_id > after_id, is_in(work, selection)).order_by(_id).limit(limit)
    return list(work.session.execute(chosen).scalars().all())


def among(work: Work, selection: Selection, user_ids: Collection[int]) -> Ids:
    """Which of these users are ticked: those of a page, say.

    Raises:
        NotAllowed: the actor may not see users.
    """
    if selection.is_empty or not user_ids:
        return frozenset()
    chosen = select(_id).where(_id.in_(user_ids), is_in(work, selection))
    return frozenset(work.session.execute(chosen).scalars())


def known(work: Work, user_ids: Collection[int]) -> Ids:
    """Those of these ids that are users'.

    Raises:
        NotAllowed: the actor may not see users.
    """
    work.actor.require(Permission.USERS_VIEW)
    return frozenset(work.session.execute(select(_id).where(_id.in_(user_ids))).scalars())


def changed(work: Work, selection: Selection, user_ids: Collection[int], *, is_on: bool) -> tuple[Selection, int]:
    """The selection with these users, or without them, and by how much that changes how many are ticked.

    Raises:
        NotAllowed: the actor may not see users.
    """
    users = known(work, user_ids)
    before = among(work, selection, users)
    if is_on:
        return selection.tick(users), len(users - before)
    return selection.untick(users), -len(before)


def is_in(work: Work, selection: Selection) -> ColumnElement[bool]:
    """Whether a user is ticked, as a condition on `USERS`.

    Raises:
        NotAllowed: the actor may not see users.
    """
    work.actor.require(Permission.USERS_VIEW)
    by_name = _is_one_of(sorted(selection.ticked))
    if selection.matching is None or not _may_ask(work, selection.matching):
        return by_name
    matching: Sequence[ColumnElement[bool]] = conditions(work, selection.matching)
    return or_(by_name, and_(not_(_is_one_of(sorted(selection.unticked))), *matching))


def _may_ask(work: Work, query: ListUsers) -> bool:
    return criteria_of(work, query).filters == query.filters


def _is_one_of(user_ids: Sequence[int]) -> ColumnElement[bool]:
    return _id.in_(user_ids) if user_ids else false()
