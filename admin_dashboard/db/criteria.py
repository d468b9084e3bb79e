"""Whom the user list is asked for: words and filters."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, not_, or_
from sqlmodel import SQLModel

from ..models.user import Source, User
from .search_ddl import Facet

USERS = SQLModel.metadata.tables[str(User.__tablename__)]


class Connection(StrEnum):
    """Whether a user has signed in at least once."""

    CONNECTED = "connected"
    NEVER = "never_connected"


class Enrollment(StrEnum):
    """Whether a user was invited, or why that cannot be."""

    ENROLLED = "enrolled"
    NEVER = "never_enrolled"
    NOT_POSSIBLE = "not_possible"


class UserType(StrEnum):
    """External users registered through an invitation from a space."""

    INTERNAL = "internal"
    EXTERNAL = "external"


class State(StrEnum):
    """Enabled users, disabled ones, or both."""

    ENABLED = "enabled"
    DISABLED = "disabled"
    ANY = "any"


_GROUPS: tuple[dict[str, Facet], ...] = (
    {Connection.CONNECTED: Facet.CONNECTED, Connection.NEVER: Facet.NEVER_CONNECTED},
    {
        Enrollment.ENROLLED: Facet.ENROLLED,
        Enrollment.NEVER: Facet.NEVER_ENROLLED,
        Enrollment.NOT_POSSIBLE: Facet.NOT_ENROLLABLE,
    },
    {UserType.INTERNAL: Facet.INTERNAL, UserType.EXTERNAL: Facet.EXTERNAL},
    {
        Source.INTERNAL: Facet.FROM_HERE,
        Source.CSV: Facet.FROM_CSV,
        Source.SCIM: Facet.FROM_SCIM,
        Source.LDAP: Facet.FROM_LDAP,
    },
)

_NAMED = _GROUPS[:3]

_external, _connected, _invited = (
    USERS.c.is_external,
    USERS.c.first_login_at.is_not(None),
    USERS.c.enrolled_at.is_not(None),
)
CONDITIONS: dict[Facet, ColumnElement[bool]] = {
    Facet.EXTERNAL: _external,
    Facet.INTERNAL: not_(_external),
    Facet.CONNECTED: _connected,
    Facet.NEVER_CONNECTED: not_(_connected),
    Facet.ENROLLED: and_(not_(_external), _invited),
    Facet.NEVER_ENROLLED: and_(not_(_external), not_(_connected), not_(_invited)),
    Facet.NOT_ENROLLABLE: or_(_external, and_(_connected, not_(_invited))),
    **{facet: USERS.c.source == str(source) for source, facet in _GROUPS[3].items()},
}
"""Each facet as the columns have it."""


@dataclass(frozen=True)
class Span:
    """Moments (UTC) from `since` on and before `until`; None leaves that side open."""

    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class AttributeFilter:
    """Users who have one of the values of an attribute; with bounds, one from `since` to `until`, both included.

    Values and bounds are sort keys (`attributes.values.sort_key`); an empty bound leaves that side open.
    """

    key: str
    values: frozenset[str] = frozenset()
    since: str = ""
    until: str = ""


ALWAYS = Span()


@dataclass(frozen=True)
class Filters:
    """Choices of one group are alternatives; the groups and the text must all fit. Nothing chosen admits everybody.

    Each attribute is a group of its own. Only who has connected has a last connection.
    """

    connection: frozenset[Connection] = frozenset()
    enrollment: frozenset[Enrollment] = frozenset()
    type: frozenset[UserType] = frozenset()
    state: State = State.ENABLED
    sources: frozenset[Source] = frozenset()
    roles: frozenset[str] = frozenset()
    spaces: frozenset[int] = frozenset()
    last_login: Span = ALWAYS
    created: Span = ALWAYS
    attributes: tuple[AttributeFilter, ...] = ()

    @classmethod
    def named(cls, names: Iterable[str], state: str = State.ENABLED) -> "Filters":
        """The filters of these names, whatever their groups.

        Raises:
            ValueError: a name means nothing.
        """
        chosen = set(names)
        if unknown := chosen.difference(*_NAMED):
            raise ValueError(f"no such filter: {', '.join(sorted(unknown))}")
        return cls(
            frozenset(map(Connection, chosen & _NAMED[0].keys())),
            frozenset(map(Enrollment, chosen & _NAMED[1].keys())),
            frozenset(map(UserType, chosen & _NAMED[2].keys())),
            State(state),
        )

    def facets(self) -> list[list[Facet]]:
        """The alternatives of every group that leaves somebody out."""
        groups = [
            [facets[choice] for choice in facets if choice in chosen]
            for facets, chosen in zip(_GROUPS, (self.connection, self.enrollment, self.type, self.sources), strict=True)
        ]
        return [chosen for chosen, all_facets in zip(groups, _GROUPS, strict=True) if 0 < len(chosen) < len(all_facets)]


@dataclass(frozen=True)
class Criteria:
    """Whom is looked for: folded words that must all match, and filters."""

    words: tuple[str, ...] = ()
    filters: Filters = Filters()
