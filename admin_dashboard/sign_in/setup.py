"""The first administrator of an empty site: by the settings, or by a link printed in the console."""

from datetime import timedelta

from ..core import sessions
from ..core.errors import DomainError, InvalidInput
from ..core.forms import parse
from ..core.i18n import _
from ..core.permissions import SYSTEM
from ..core.sessions import Browser
from ..core.work import OpenWork, Work
from ..models import Link, Purpose, User
from ..roles.queries import enabled_administrators
from ..settings import settings
from ..users import service as users
from ..users.commands import CreateAdministrator
from . import links
from .commands import SetUp
from .reset import DeadLink
from .service import SignedIn

LINK_IS_VALID = timedelta(days=7)
# Whoever is created by the settings has no names yet; they enter them under "My account".
FIRST_NAME, LAST_NAME = "Site", "Administrator"
SETTING_OF = {"email": "ADMIN_EMAIL", "password": "ADMIN_PASSWORD"}


def prepare(work: Work) -> str | None:
    """Make a site without an enabled administrator ready; returns the path of the set-up link when one is needed.

    With ADMIN_EMAIL and ADMIN_PASSWORD set the administrator is created. Otherwise a new link ends the older ones.

    Raises:
        InvalidInput: the settings break a rule; the sentence names the setting.
    """
    if enabled_administrators(work.session):
        return None
    own = settings()
    password = own.admin_password.get_secret_value()
    if not own.admin_email and not password:
        token, _link = links.issue(work, Purpose.SETUP, LINK_IS_VALID)
        return f"/setup?token={token}"
    if not own.admin_email or not password:
        raise InvalidInput(_("Set both ADMIN_EMAIL and ADMIN_PASSWORD, or neither of them."))
    try:
        _create_by_settings(work, own.admin_email, password)
    except DomainError as error:
        name, why = next(iter(error.fields.items()), ("", error.message))
        raise InvalidInput(_("{setting}: {why}", setting=SETTING_OF.get(name, "ADMIN_EMAIL"), why=why)) from error
    return None


def _create_by_settings(work: Work, email: str, password: str) -> None:
    asked = {
        "username": users.propose_username(work, FIRST_NAME, LAST_NAME),
        "first_name": FIRST_NAME,
        "last_name": LAST_NAME,
        "email": email,
        "password": password,
    }
    users.create_administrator(work, parse(CreateAdministrator, asked))


def is_open(work: Work, token: object) -> bool:
    """Whether this set-up link can be used now. Opening changes nothing."""
    return _usable(work, token) is not None


def set_up(open_work: OpenWork, command: SetUp, browser: Browser) -> SignedIn:
    """Use the link to create the first administrator, and sign in.

    Raises:
        DeadLink: unknown, used, replaced, expired, or there is an administrator.
        AlreadyTaken, InvalidInput: a field breaks a rule; the link stays good.
    """
    with open_work(SYSTEM) as work:
        link = _usable(work, command.token)
        # The link comes first: whoever was slower learns that it is used, not that the username is taken.
        if link is None or not links.redeem(work, link):
            raise DeadLink
        asked = command.model_dump(exclude={"token"})
        user_id = users.create_administrator(work, CreateAdministrator(**asked)).id
        user = work.session.get_one(User, user_id)
        user.first_login_at = user.last_login_at = work.now
        work.session.flush()
        token = sessions.start(work, user_id, browser)
        work.record("session.started", user_id, address=work.address)
        return SignedIn(token)


def _usable(work: Work, token: object) -> Link | None:
    link = links.find(work, Purpose.SETUP, token)
    if link is None or not links.is_live(work, link) or enabled_administrators(work.session):
        return None
    return link
