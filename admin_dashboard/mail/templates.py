"""What each of our mails says. The values a template takes are its function's named arguments."""

from collections.abc import Callable
from enum import StrEnum

from ..core.i18n import _
from ..settings import settings
from .layout import Content


class Template(StrEnum):
    """The mails we send."""

    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of a mail
    PASSWORD_SET = "password_set"  # noqa: S105 - the name of a mail
    EMAIL_CHANGED = "email_changed"
    SIGN_IN_THROTTLED = "sign_in_throttled"


def content(template: str, **values: object) -> Content:
    """The content of one mail; moments come as text in the reader's language."""
    return _TEMPLATES[Template(template)](**values)


def _invitation(*, name: str, username: str, url: str, until: str, inviter: str = "") -> Content:
    site = settings().site_name
    opening = (
        _("{inviter} invites you to join {site}. Choose your own password to begin.", inviter=inviter, site=site)
        if inviter
        else _("You are invited to join {site}. Choose your own password to begin.", site=site)
    )
    return Content(
        subject=_("Your invitation to {site}", site=site),
        heading=_("Welcome, {name}", name=name),
        paragraphs=(opening, _("Your username is {username}. Your email address works as well.", username=username)),
        link=(_("Choose my password"), url),
        notes=(
            _("This link works once, until {until}.", until=until),
            _("When it has expired, open it all the same: the page offers to send a new one."),
            _("If you do not know what this is about, ignore this mail: nothing happens without you."),
        ),
    )


def _password_reset(*, name: str, url: str, until: str) -> Content:
    site = settings().site_name
    return Content(
        subject=_("Choose a new password for {site}", site=site),
        heading=_("Hello {name}", name=name),
        paragraphs=(_("Somebody asked for a new password for your account on {site}.", site=site),),
        link=(_("Choose a new password"), url),
        notes=(
            _("This link works once, until {until}.", until=until),
            _("If it was not you, ignore this mail: your password stays as it is."),
        ),
    )


def _password_set(*, name: str) -> Content:
    site = settings().site_name
    return Content(
        subject=_("Your password for {site} was changed", site=site),
        heading=_("Hello {name}", name=name),
        paragraphs=(
            _("An administrator gave your account on {site} a temporary password.", site=site),
            _("You are signed out everywhere. At your next sign-in you choose a password of your own."),
        ),
        link=(_("Sign in"), f"{settings().origin}/sign-in"),
        notes=(_("The temporary password is never sent by mail. If you do not have it, ask your administrator."),),
    )


def _email_changed(*, name: str) -> Content:
    site = settings().site_name
    return Content(
        subject=_("Your email address on {site} was changed", site=site),
        heading=_("Hello {name}", name=name),
        paragraphs=(
            _("The email address of your account on {site} was changed.", site=site),
            _("From now on mails go to the new address, and this one no longer signs you in."),
        ),
        notes=(_("If you did not expect this, tell your administrator at once."),),
    )


def _sign_in_throttled(*, name: str) -> Content:
    site = settings().site_name
    return Content(
        subject=_("Failed sign-ins to your account on {site}", site=site),
        heading=_("Hello {name}", name=name),
        paragraphs=(
            _("Somebody tried many times to sign in to your account on {site} with a wrong password.", site=site),
            _("Further tries are slowed down. Your password still works; it may take some minutes."),
        ),
        link=(_("Choose a new password"), f"{settings().origin}/password"),
        notes=(_("If it was you, there is nothing to do."),),
    )


_TEMPLATES: dict[Template, Callable[..., Content]] = {
    Template.INVITATION: _invitation,
    Template.PASSWORD_RESET: _password_reset,
    Template.PASSWORD_SET: _password_set,
    Template.EMAIL_CHANGED: _email_changed,
    Template.SIGN_IN_THROTTLED: _sign_in_throttled,
}
