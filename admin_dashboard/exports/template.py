"""A file to fill in: the head the import knows, and one line that shows what may stand under it."""

from ..attributes.queries import AttributeRow, all_attributes
from ..core.permissions import Permission
from ..core.work import Work
from ..imports.columns.cells import written
from ..models import AttributeType
from ..spaces.queries import all_spaces
from . import columns

# In brackets, so that the import refuses the line whatever the site's rule for usernames is: nobody becomes a user by
# leaving it in.
_EXAMPLE = {
    columns.USERNAME: "(marie.dupont)",
    columns.FIRST_NAME: "Marie",
    columns.LAST_NAME: "Dupont",
    columns.EMAIL: "marie.dupont@example.org",
    columns.LANGUAGE: "fr",
    columns.ENABLED: columns.YES,
    columns.ROLES: "help_desk;auditor",
    columns.INVITE: columns.NO,
}
_OF_ATTRIBUTE = {AttributeType.TEXT: "", AttributeType.DATE: "2026-03-31", AttributeType.NUMBER: "12.5"}


def template(work: Work) -> tuple[tuple[str, ...], list[str]]:
    """The head of a file the actor may import in full, and the line under it.

    Raises:
        NotAllowed: the actor may not import users.
    """
    work.actor.require(Permission.USERS_IMPORT)
    head = columns.imported(work)
    example = _EXAMPLE | {columns.SPACES: _space(work)} | {one.key: _value(one) for one in all_attributes(work)}
    return head, [written(example[column]) for column in head]


def _space(work: Work) -> str:
    return next((space.name for space in all_spaces(work)), "")


def _value(attribute: AttributeRow) -> str:
    return attribute.choices[0] if attribute.choices else _OF_ATTRIBUTE[attribute.type]
