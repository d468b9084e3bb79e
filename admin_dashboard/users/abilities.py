"""What the reader may do with one user now: nothing else gets a control."""

from typing import TypedDict

from ..core.permissions import Actor, Permission
from .queries import UserRecord


class Abilities(TypedDict):
    """Each action, and whether it would be admitted. The services decide again."""

    edit: bool
    invite: bool
    set_password: bool
    enable: bool
    disable: bool


NOTHING = Abilities(edit=False, invite=False, set_password=False, enable=False, disable=False)


def abilities(actor: Actor, user: UserRecord, *, can_be_invited: bool) -> Abilities:
    """What the actor may do with this user: a right, not over more rights than their own, not to themselves."""
    may, reader = actor.may, user.reader
    is_covered, is_other = not reader.has_fewer_rights, not reader.is_the_user
    return Abilities(
        edit=may(Permission.USERS_EDIT) and is_covered and not user.is_read_only,
        invite=may(Permission.USERS_INVITE) and is_covered and can_be_invited,
        set_password=may(Permission.USERS_SET_PASSWORD) and is_covered and is_other,
        enable=may(Permission.USERS_ENABLE) and is_covered and not user.row.is_enabled,
        disable=may(Permission.USERS_ENABLE)
        and is_covered
        and is_other
        and user.row.is_enabled
        and not reader.is_left_the_last,
    )
