"""Roles and spaces that a row names: which they are, and whether the importer may give them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TypeVar

from sqlalchemy import select
from sqlmodel import col

from ..core.errors import NotAllowed
from ..core.i18n import LANGUAGES, Message, _
from ..core.permissions import BUILT_IN_ROLES, Permission
from ..core.spreadsheet import parted
from ..core.text import fold
from ..core.work import Work
from ..mass_actions.commands import WhichRole
from ..mass_actions.granting import RoleAbove
from ..models import Role, RolePermission
from ..spaces.queries import all_spaces

LONGEST_NAMED = 100
T = TypeVar("T")


@dataclass(frozen=True)
class KnownRole:
    """A role, and what it allows."""

    id: int
    key: str
    permissions: frozenset[Permission]


@dataclass(frozen=True)
class GivenRole:
    """A role in a space, platform-wide for None, as the file names it and as it is written back.

    `refusal` says why the actor may not give it to who does not have it.
    """

    role: KnownRole
    space_id: int | None
    text: str
    refusal: Message | None = field(compare=False)

    @property
    def which(self) -> WhichRole:
        """What an action on many asks for."""
        return WhichRole(role=self.role.key, space_id=self.space_id)


@dataclass(frozen=True)
class GivenSpace:
    """A space to work in, as it is written back. `refusal` says why the actor may not add anybody."""

    id: int
    text: str
    refusal: Message | None = field(compare=False)


def refusal_of(given: Iterable[GivenRole | GivenSpace]) -> Message | None:
    """Why the actor may not give all of these, if so."""
    return next((one.refusal for one in given if one.refusal), None)


class Giving:
    """What the actor of this work may give, as of now. The same text is looked at once."""

    def __init__(self, work: Work) -> None:
        self._work, self._actor = work, work.actor
        self._known_roles: dict[str, list[GivenRole] | Message] = {}
        self._known_spaces: dict[str, list[GivenSpace] | Message] = {}

    @cached_property
    def roles_by_id(self) -> dict[int, KnownRole]:
        """Every role there is."""
        return _roles(self._work)

    def roles(self, text: str) -> list[GivenRole] | Message:
        """`role` or `role@space`, separated by `;`; the sentence when one of them is none."""
        if text not in self._known_roles:
            self._known_roles[text] = _all(text, self._role)
        return self._known_roles[text]

    def spaces(self, text: str) -> list[GivenSpace] | Message:
        """Names of spaces, separated by `;`; the sentence when one of them is none."""
        if text not in self._known_spaces:
            self._known_spaces[text] = _all(text, self._space)
        return self._known_spaces[text]

    @cached_property
    def _roles(self) -> dict[str, KnownRole]:
        return _by_name(self._work, self.roles_by_id)

    @cached_property
    def _spaces(self) -> dict[str, GivenSpace]:
        may = partial(self._actor.may, Permission.SPACES_MANAGE)
        refusal = NotAllowed().message
        return {
            fold(one.name): GivenSpace(one.id, one.name, None if may(one.id) else refusal)
            for one in all_spaces(self._work)
        }

    def _role(self, entry: str) -> GivenRole | Message:
        name, at, where = entry.partition("@")
        role = self._roles.get(fold(name).strip())
        if role is None:
            return _("There is no role {name}.", name=name.strip()[:LONGEST_NAMED])
        space = self._spaces.get(fold(where).strip()) if at else None
        if at and space is None:
            return _("There is no space {name}.", name=where.strip()[:LONGEST_NAMED])
        space_id = space.id if space else None
        text = f"{role.key}@{space.text}" if space else role.key
        return GivenRole(role, space_id, text, self._refusal(role, space_id))

    def _refusal(self, role: KnownRole, space_id: int | None) -> Message | None:
        if not self._actor.may(Permission.ROLES_GRANT, space_id):
            return NotAllowed().message
        is_above = not self._actor.covers(frozenset((permission, space_id) for permission in role.permissions))
        return RoleAbove().message if is_above else None

    def _space(self, entry: str) -> GivenSpace | Message:
        space = self._spaces.get(fold(entry).strip())
        return space or _("There is no space {name}.", name=entry.strip()[:LONGEST_NAMED])


def _all(text: str, find: Callable[[str], T | Message]) -> list[T] | Message:
    found: dict[T, None] = {}
    for entry in parted(text):
        one = find(entry)
        if isinstance(one, Message):
            return one
        found[one] = None
    return list(found)


def _roles(work: Work) -> dict[int, KnownRole]:
    allowed: dict[int, set[Permission]] = {}
    for role_id, permission in work.session.execute(
        select(col(RolePermission.role_id), col(RolePermission.permission))
    ):
        allowed.setdefault(role_id, set()).add(Permission(permission))
    keys = work.session.execute(select(col(Role.id), col(Role.key)))
    return {role_id: KnownRole(role_id, key, frozenset(allowed.get(role_id, ()))) for role_id, key in keys}


def _by_name(work: Work, roles: Mapping[int, KnownRole]) -> dict[str, KnownRole]:
    """By name in any language, and by key, which wins."""
    names = work.session.execute(select(col(Role.id), col(Role.name)))
    named = {fold(name): roles[role_id] for role_id, name in names}
    by_key = {role.key: role for role in roles.values()}
    built_in = {
        fold(name.in_language(language)): by_key[key]
        for key, (name, _permissions) in BUILT_IN_ROLES.items()
        for language in LANGUAGES
        if key in by_key
    }
    return {**built_in, **named, **by_key}
