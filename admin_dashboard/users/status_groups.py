"""The groups of filters that a row of users answers by itself, and which statuses their choices admit."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product
from typing import Any

from ..db.criteria import Connection, Criteria, Enrollment, Filters, State, UserType
from ..db.tallies import Status
from ..models import Source


@dataclass(frozen=True)
class StatusGroup:
    """A group: the field of `Filters` that has what is chosen, the choices, and those a status falls under."""

    field: str
    choices: type[StrEnum]
    of: Callable[[Status], set[Any]]

    def chosen(self, filters: Filters) -> frozenset[Any]:
        """What is chosen of it; nothing admits everybody."""
        value = getattr(filters, self.field)
        return frozenset({value}) if isinstance(value, State) else value

    def choosing(self, filters: Filters, choice: Any = None) -> Filters:
        """With this one chosen alone, or none."""
        if self.choices is State:
            return replace(filters, state=choice or State.ANY)
        return replace(filters, **{self.field: frozenset({choice} if choice else ())})


def _enrollment(status: Status) -> Enrollment:
    if status.is_external or (status.is_connected and not status.is_invited):
        return Enrollment.NOT_POSSIBLE
    return Enrollment.ENROLLED if status.is_invited else Enrollment.NEVER


STATUS_GROUPS = {
    "connection": StatusGroup(
        "connection", Connection, lambda s: {Connection.CONNECTED if s.is_connected else Connection.NEVER}
    ),
    "enrollment": StatusGroup("enrollment", Enrollment, lambda s: {_enrollment(s)}),
    "type": StatusGroup("type", UserType, lambda s: {UserType.EXTERNAL if s.is_external else UserType.INTERNAL}),
    "state": StatusGroup("state", State, lambda s: {State.ENABLED if s.is_enabled else State.DISABLED, State.ANY}),
    "source": StatusGroup("sources", Source, lambda s: {s.source}),
}
_YES_OR_NO = (True, False)
EVERY_STATUS = frozenset(
    Status(is_enabled, is_external, is_connected, is_invited, str(source))
    for is_enabled, is_external, is_connected, is_invited in product(_YES_OR_NO, repeat=4)
    for source in Source
)


def whatever_status(criteria: Criteria) -> Criteria:
    """The words and the other filters alone."""
    filters = criteria.filters
    for group in STATUS_GROUPS.values():
        filters = group.choosing(filters)
    return replace(criteria, filters=filters)


def admitted(filters: Filters) -> frozenset[Status]:
    """The statuses that pass all groups."""
    chosen = [(group, group.chosen(filters)) for group in STATUS_GROUPS.values()]
    return frozenset(s for s in EVERY_STATUS if all(not values or group.of(s) & values for group, values in chosen))


def plainest(filters: Filters) -> Filters:
    """Filters that admit the same statuses and leave away whatever group follows from the others."""
    wanted = admitted(filters)
    for group in STATUS_GROUPS.values():
        fewer = group.choosing(filters)
        filters = fewer if admitted(fewer) == wanted else filters
    return filters


def without_each(filters: Filters) -> list[tuple[str, StatusGroup, Filters]]:
    """Every group by its name, with the filters but for what is chosen of it: those that admit most come first."""
    found = [(name, group, group.choosing(filters)) for name, group in STATUS_GROUPS.items()]
    return sorted(found, key=lambda one: -len(admitted(one[2])))
