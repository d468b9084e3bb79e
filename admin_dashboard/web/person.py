"""The signed-in person as every page's frame shows them."""

from dataclasses import dataclass

import reflex as rx

from ..core.permissions import Permission
from ..core.work import Work
from ..models import User
from ..settings import settings
from .action import run, signed_in_temporarily

TINTS = 6
NOTHING_ALLOWED = {str(permission): False for permission in Permission}


@dataclass(frozen=True)
class SignedIn:
    """What the frame shows of a person."""

    name: str
    email: str
    initials: str
    tint: int
    may: dict[str, bool]


class PersonState(rx.State):
    """Who is signed in. `may` only hides what would be refused; every refusal is the server's."""

    name: str = ""
    email: str = ""
    initials: str = ""
    tint: int = 0
    may: dict[str, bool] = NOTHING_ALLOWED
    is_catching_mail: bool = False

    @rx.event
    @signed_in_temporarily
    async def load(self):
        """Read the person anew."""
        person = await run(_signed_in)
        self.name, self.email = person.name, person.email
        self.initials, self.tint = person.initials, person.tint
        if self.may != person.may:
            self.may = person.may
        self.is_catching_mail = settings().catches_mail

    @rx.event
    @signed_in_temporarily
    async def go_to_start(self):
        """The first page the person may see."""
        await self.load()
        return rx.redirect("/users" if self.may[Permission.USERS_VIEW] else "/account", replace=True)


def initials_of(first_name: str, last_name: str) -> str:
    """The letters of an avatar."""
    return f"{first_name[:1]}{last_name[:1]}".upper()


def _signed_in(work: Work) -> SignedIn:
    user = work.session.get_one(User, work.actor.id)
    return SignedIn(
        name=f"{user.first_name} {user.last_name}",
        email=user.email,
        initials=initials_of(user.first_name, user.last_name),
        tint=(user.id or 0) % TINTS,
        may={str(permission): work.actor.may(permission) for permission in Permission},
    )
