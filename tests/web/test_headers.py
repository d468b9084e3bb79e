import base64
import hashlib

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from admin_dashboard.settings import settings
from admin_dashboard.web import headers

SCRIPT = "window.theme = 1"


@pytest.fixture
def client(tmp_path):
    (tmp_path / "index.html").write_text(f"<script>{SCRIPT}</script><script src='/a.js'></script>")
    headers.content_security_policy.cache_clear()

    async def page(request):
        return PlainTextResponse("x", 404 if "missing" in request.url.path else 200)

    site = Starlette(routes=[Route("/{rest:path}", page)])
    yield TestClient(headers.with_headers(tmp_path)(site))
    headers.content_security_policy.cache_clear()


def policy(client) -> dict[str, list[str]]:
    parts = client.get("/").headers["content-security-policy"].split("; ")
    return {name: sources for name, *sources in (part.split() for part in parts)}


def test_only_our_own_scripts_run(client):
    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    assert policy(client)["script-src"] == ["'self'", f"'sha256-{digest}'"]


def test_nobody_may_frame_us(client):
    assert policy(client)["frame-ancestors"] == ["'none'"]


def test_content_is_what_it_says(client):
    assert client.get("/").headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/invitation/abc", "/password/abc", "/setup"])
def test_a_page_with_a_token_in_its_address_sends_no_referrer(client, path):
    assert client.get(path).headers["referrer-policy"] == "no-referrer"


def test_a_secure_site_stays_secure(client, monkeypatch):
    assert "strict-transport-security" not in client.get("/").headers
    monkeypatch.setenv("PUBLIC_URL", "https://people.example")
    settings.cache_clear()
    assert "max-age=31536000" in client.get("/").headers["strict-transport-security"]


def test_a_hashed_file_is_kept_by_the_browser(client):
    assert "immutable" in client.get("/assets/page-1a2b.js").headers["cache-control"]


@pytest.mark.parametrize("path", ["/", "/users/3", "/assets/missing.js"])
def test_anything_else_is_asked_for_anew(client, path):
    assert client.get(path).headers["cache-control"] == "no-cache"
