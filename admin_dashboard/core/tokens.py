"""Secrets that open a door: session cookies, links, API tokens. Clear once, stored only as a hash."""

import hashlib
import secrets

TOKEN_BYTES = 32
LONGEST_TOKEN = 64


def new_token(prefix: str = "") -> tuple[str, str]:
    """A new 256-bit token: (clear text for the person, hash for the database). A prefix says what it is."""
    token = prefix + secrets.token_urlsafe(TOKEN_BYTES)
    return token, token_hash(token)


def token_hash(token: object) -> str:
    """The stored form of a token. Anything that cannot be one has a hash that is stored nowhere."""
    if not isinstance(token, str) or not 0 < len(token) <= LONGEST_TOKEN:
        return ""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
