"""Why a mail did not go out, in plain words. The stored strings are the enum's values."""

from enum import StrEnum

from ..core.i18n import Message, _


class Reason(StrEnum):
    """Why a message failed or was cancelled, or why the mail server takes none at all."""

    ADDRESS_REFUSED = "address_refused"
    ADDRESS_NOT_SUPPORTED = "address_not_supported"
    MESSAGE_REFUSED = "message_refused"
    PUT_OFF = "put_off"
    LINK_EXPIRED = "link_expired"
    LINK_ENDED = "link_ended"
    PERSON_DISABLED = "person_disabled"
    PERSON_JOINED = "person_joined"
    NOT_UNDERSTOOD = "not_understood"
    UNREACHABLE = "unreachable"
    NOT_ENCRYPTED = "not_encrypted"
    NOT_TRUSTED = "not_trusted"
    SIGN_IN_REFUSED = "sign_in_refused"
    SENDER_REFUSED = "sender_refused"


REASONS: dict[str, Message] = {
    Reason.ADDRESS_REFUSED: _("the mail server refused the address"),
    Reason.ADDRESS_NOT_SUPPORTED: _("the mail server cannot send to an address with accents"),
    Reason.MESSAGE_REFUSED: _("the mail server refused the message"),
    Reason.PUT_OFF: _("the mail server put it off too many times"),
    Reason.LINK_EXPIRED: _("the link expired before the mail server took it"),
    Reason.LINK_ENDED: _("the link in it had ended"),
    Reason.PERSON_DISABLED: _("the user was disabled"),
    Reason.PERSON_JOINED: _("the user had joined"),
    Reason.NOT_UNDERSTOOD: _("the setting SMTP_URL is not understood"),
    Reason.UNREACHABLE: _("the mail server does not answer"),
    Reason.NOT_ENCRYPTED: _("the mail server offers no encryption"),
    Reason.NOT_TRUSTED: _("the mail server's certificate is not trusted"),
    Reason.SIGN_IN_REFUSED: _("the mail server refused our name and password"),
    Reason.SENDER_REFUSED: _("the mail server takes nothing from our sender address now"),
}


def in_words(stored: str | None) -> Message:
    """The words for a stored reason; an unknown one has general words."""
    return REASONS.get(stored or "", _("the mail could not be handed over"))
