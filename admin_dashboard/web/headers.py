"""Response headers of every answer, and the Content-Security-Policy with the hashes of the build's own scripts."""

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..settings import settings

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL)
TOKEN_PATHS = ("/invitation", "/password", "/setup")


def inline_script_hashes(built: Path) -> list[str]:
    """CSP sources for every inline script of a built frontend."""
    found: set[str] = set()
    for page in built.rglob("*.html"):
        for attributes, body in _SCRIPT.findall(page.read_text(encoding="utf-8")):
            if "src=" not in attributes:
                found.add(base64.b64encode(hashlib.sha256(body.encode()).digest()).decode())
    return [f"'sha256-{digest}'" for digest in sorted(found)]


@lru_cache(maxsize=1)
def content_security_policy(built: Path) -> str:
    """The policy: own scripts only, no eval, nobody may frame us."""
    scripts = " ".join(("'self'", *inline_script_hashes(built)))
    sockets = settings().origin.replace("http", "ws", 1)
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self' data:",
            f"connect-src 'self' {sockets}",
            "frame-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "object-src 'none'",
        )
    )


def with_headers(built: Path):
    """An ASGI wrapper that adds the headers to every answer that does not set its own."""

    def wrap(app: ASGIApp) -> ASGIApp:
        async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return

            async def send_with_headers(message: Message) -> None:
                if message["type"] == "http.response.start":
                    own = {name.lower() for name, _ in message.get("headers", [])}
                    wanted = [*_headers(scope["path"], built), _caching(scope["path"], message["status"])]
                    added = [(n, v) for n, v in wanted if n not in own]
                    message["headers"] = [*message.get("headers", []), *added]
                await send(message)

            await app(scope, receive, send_with_headers)

        return wrapped

    return wrap


def _caching(path: str, status: int) -> tuple[bytes, bytes]:
    """Names under /assets/ hold a hash of the content. Everything else is asked for anew: a new build shows at once."""
    is_lasting = path.startswith("/assets/") and status in {200, 206, 304}
    return (b"cache-control", b"public, max-age=31536000, immutable" if is_lasting else b"no-cache")


def _headers(path: str, built: Path) -> list[tuple[bytes, bytes]]:
    referrer = b"no-referrer" if path.startswith(TOKEN_PATHS) else b"same-origin"
    headers = [
        (b"content-security-policy", content_security_policy(built).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"x-frame-options", b"DENY"),
        (b"referrer-policy", referrer),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    ]
    if settings().is_https:
        headers.append((b"strict-transport-security", b"max-age=31536000; includeSubDomains"))
    return headers
