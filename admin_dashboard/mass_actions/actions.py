"""Every action there is."""

from .action import Action
from .commands import ActionName
from .deleting import DELETE
from .granting import GRANT_ROLE, REVOKE_ROLE
from .inviting import INVITE
from .membership import ADD_TO_SPACE, REMOVE_FROM_SPACE
from .switching import DISABLE, ENABLE
from .valuing import SET_ATTRIBUTE

ACTIONS: dict[ActionName, Action] = {
    action.name: action
    for action in (
        INVITE,
        DISABLE,
        ENABLE,
        GRANT_ROLE,
        REVOKE_ROLE,
        ADD_TO_SPACE,
        REMOVE_FROM_SPACE,
        SET_ATTRIBUTE,
        DELETE,
    )
}
