"""Every setting of the product, read from the environment. `docs/configuration.md` is generated from this file."""

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

DATABASES = ("sqlite:///", "postgresql://", "postgres://", "postgresql+psycopg://")
WHICH_DATABASES = "Must be sqlite:///path or postgresql://user:password@host/name; no other database is supported."


class Settings(BaseSettings):
    """Settings of one process. Names in the environment are the upper-case field names."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", use_attribute_docstrings=True)

    port: int = Field(default=3000, ge=1, le=65535)
    """Port of the server."""
    host: str = "127.0.0.1"
    """Network address the server listens on. The default is reached from this machine only, such as by a proxy on it;
    `0.0.0.0` is every interface, for a container or a proxy on another machine."""
    public_url: str = ""
    """Address people use to reach the site, without a trailing slash. Links in mails are built from it, never from a
    request. Default: `http://localhost:PORT`."""
    data_dir: Path = Path("data")
    """Folder of everything the product keeps on disk when no outside engine is configured."""
    database_url: SecretStr = SecretStr("")
    """`sqlite:///path` or `postgresql://user:password@host/name`. Default: SQLite in `DATA_DIR`."""
    redis_url: SecretStr = SecretStr("")
    """`redis://…`: needed only when more than one web process serves the site."""
    smtp_url: SecretStr = SecretStr("")
    """`smtp://user:password@host:port?starttls=always|opportunistic|never` or `smtps://…`. Empty: mails are kept in
    the built-in catcher, shown to administrators."""
    mail_from: str = "Administration <no-reply@localhost>"
    """Sender of every mail."""
    mail_connections: int = Field(default=4, ge=1, le=50)
    """Connections to the mail server at once. Where it admits fewer, those do."""
    mail_per_minute: int = Field(default=0, ge=0, le=100_000)
    """Most mails handed to the mail server within a minute, evenly spread, whatever the number of workers; the others
    wait. 0: no limit."""
    site_name: str = "Administration"
    """Name of the platform, as people read it in pages and mails."""
    default_language: Literal["en", "fr"] = "en"
    """Language of people who have chosen none and whose browser names none we speak."""

    admin_email: str = ""
    """With ADMIN_PASSWORD: creates the first administrator at the start of an empty site."""
    admin_password: SecretStr = SecretStr("")
    """See ADMIN_EMAIL."""

    invitation_hours: int = Field(default=24, ge=1, le=24 * 30)
    """Hours an invitation's link is valid."""
    reset_minutes: int = Field(default=60, ge=5, le=24 * 60)
    """Minutes a password reset's link is valid."""
    export_hours: int = Field(default=24, ge=1, le=24 * 30)
    """Hours an export of users can be fetched by whoever asked for it."""
    name_min_length: int = Field(default=3, ge=1, le=10)
    """Shortest first or last name."""
    username_format: Literal["dotted", "free"] = "dotted"
    """`dotted`: first.last. `free` also admits one part and inner underscores, for sites that migrate."""
    email_check_dns: bool = False
    """Whether a new email's domain must be able to receive mail according to DNS."""

    import_max_bytes: int = Field(default=200 * 2**20, ge=1024)
    """Largest file that is imported, in bytes."""
    import_max_rows: int = Field(default=1_000_000, ge=1)
    """Most rows of one import."""
    import_max_columns: int = Field(default=500, ge=1)
    """Most columns of an imported file."""
    import_max_cell: int = Field(default=10_000, ge=100)
    """Most letters of one cell; a row with a longer one is refused, and the others are imported."""

    session_idle_minutes: int = Field(default=60, ge=5)
    """Minutes without an action after which a session ends."""
    session_hours: int = Field(default=12, ge=1)
    """Hours after which a session ends whatever happens."""
    session_stay_days: int = Field(default=30, ge=1)
    """Idle and absolute end, in days, of a session for which "Stay signed in" was ticked."""
    sessions_per_person: int = Field(default=10, ge=1)
    """Live sessions of one person; the oldest ends when a new one would exceed it."""

    password_hash_time: int = Field(default=2, ge=1)
    """argon2id passes. Stored hashes are renewed at the next sign-in when a parameter changes."""
    password_hash_memory_kib: int = Field(default=19456, ge=8)
    """argon2id memory in KiB."""
    password_hash_lanes: int = Field(default=1, ge=1)
    """argon2id parallelism."""

    trusted_proxies: int = Field(default=0, ge=0)
    """Number of reverse proxies in front whose X-Forwarded-For entry names the client."""
    embedded_worker: bool = True
    """Whether the server process also runs background jobs. Off when `worker` processes do."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """Least important lines that are logged."""

    @field_validator("database_url")
    @classmethod
    def _of_a_kind_we_speak(cls, value: SecretStr) -> SecretStr:
        url = value.get_secret_value()
        if url and not (url.startswith(DATABASES) and _is_address(url)):
            raise PydanticCustomError("database", WHICH_DATABASES)
        return value

    @field_validator("public_url")
    @classmethod
    def _without_trailing_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @property
    def origin(self) -> str:
        """The public address links are built from."""
        return self.public_url or f"http://localhost:{self.port}"

    @property
    def is_https(self) -> bool:
        """Whether people reach the site over https."""
        return self.origin.startswith("https://")

    @property
    def catches_mail(self) -> bool:
        """Whether mails stay in the built-in catcher."""
        return not self.smtp_url.get_secret_value()

    @property
    def resolved_database_url(self) -> str:
        """The database's SQLAlchemy address, psycopg 3 for PostgreSQL."""
        url = self.database_url.get_secret_value()
        if not url:
            return f"sqlite:///{self.data_dir.resolve() / 'admin.sqlite3'}"
        for scheme in ("postgresql://", "postgres://"):
            if url.startswith(scheme):
                return "postgresql+psycopg://" + url.removeprefix(scheme)
        return url


def _is_address(url: str) -> bool:
    try:
        make_url(url)
    except (ArgumentError, ValueError):
        return False
    return True


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
