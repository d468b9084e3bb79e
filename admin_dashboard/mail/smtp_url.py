"""Which mail server, as the setting SMTP_URL names it."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from urllib.parse import parse_qs, unquote, urlsplit

from ..settings import settings
from .reasons import Reason
from .transport import ServerDown

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Encryption(StrEnum):
    """How the connection is protected. Whenever it is, the certificate is verified."""

    IMPLICIT = "implicit"
    ALWAYS = "always"
    OPPORTUNISTIC = "opportunistic"
    NEVER = "never"


@dataclass(frozen=True)
class Server:
    """A mail server, as SMTP_URL names it."""

    host: str
    port: int
    encryption: Encryption
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def may_sign_in_unencrypted(self) -> bool:
        """Whether the password may travel in the clear: on this machine, or when the setting says so."""
        return self.encryption == Encryption.NEVER or self.host in _LOOPBACK


@lru_cache(maxsize=4)
def parse_smtp_url(url: str) -> Server:
    """Read `smtp://user:password@host:port?starttls=always|opportunistic|never` or `smtps://…`.

    Without `starttls` it is opportunistic. The ports are 587 with a user, else 25; 465 for `smtps`.

    Raises:
        ValueError: it is neither.
    """
    parts = urlsplit(url)
    asked = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
    wanted = asked.pop("starttls", Encryption.OPPORTUNISTIC)
    allowed = {Encryption.ALWAYS, Encryption.OPPORTUNISTIC, Encryption.NEVER}
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or asked or wanted not in allowed:
        raise ValueError("SMTP_URL must be smtp://[user:password@]host[:port][?starttls=…] or smtps://…")
    is_implicit = parts.scheme == "smtps"
    default_port = 465 if is_implicit else 587 if parts.username else 25
    return Server(
        host=parts.hostname,
        port=parts.port or default_port,
        encryption=Encryption.IMPLICIT if is_implicit else Encryption(wanted),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def configured_server() -> Server:
    """The mail server of the settings.

    Raises:
        ServerDown: SMTP_URL cannot be read.
    """
    try:
        return parse_smtp_url(settings().smtp_url.get_secret_value())
    except ValueError as error:
        raise ServerDown(Reason.NOT_UNDERSTOOD) from error
