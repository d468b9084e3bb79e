"""Behind a proxy that brings https: what depends on the address people use, whatever a request says it is."""

import http.client
import json
import re
import urllib.parse
from collections.abc import Iterator

import pytest
from socketio.exceptions import ConnectionError as Refused

from tests.live_server import LiveServer, live_server
from tests.smtp_sink import SmtpSink, smtp_sink
from tests.websocket import BareClient

ORIGIN = "https://people.example"
HOST = "people.example"
PASSWORD = "walnut harbour 41 kites"
ADA = ("--first-name", "Ada", "--last-name", "Lovelace", "--email", "ada@example.org")


@pytest.fixture(scope="module")
def sink() -> Iterator[SmtpSink]:
    """The site's mail server."""
    with smtp_sink() as sink:
        yield sink


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory, sink: SmtpSink) -> Iterator[LiveServer]:
    """A site with an administrator, as the proxy sees it."""
    folder = tmp_path_factory.mktemp("site")
    with live_server(folder, PUBLIC_URL=ORIGIN, TRUSTED_PROXIES="1", SMTP_URL=sink.url) as server:
        server.cli("admin", "create", *ADA, "--password", PASSWORD)
        yield server


def ask(server: LiveServer, method: str, path: str, fields: dict[str, str] | None = None, **headers: str):
    """One request as the proxy passes it on: (status, headers, body)."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    given = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
    given |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": ORIGIN}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, urllib.parse.urlencode(fields or {}), given)
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, answer.headers, body


def signed_in_cookie(server: LiveServer) -> str:
    fields = {"login": "ada.lovelace", "password": PASSWORD}
    return ask(server, "POST", "/auth/sign-in", fields)[1]["Set-Cookie"]


def test_the_session_is_bound_to_the_host_and_to_https(proxied: LiveServer):
    name, *attributes = signed_in_cookie(proxied).split("; ")
    assert name.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(attributes)


def test_browsers_are_told_to_stay_with_https(proxied: LiveServer):
    assert "max-age=31536000" in ask(proxied, "GET", "/sign-in")[1]["Strict-Transport-Security"]


def test_the_page_may_connect_to_the_public_address(proxied: LiveServer):
    assert "wss://people.example" in ask(proxied, "GET", "/sign-in")[1]["Content-Security-Policy"]


class TestWebsocket:
    def test_is_open_to_our_own_pages(self, proxied: LiveServer):
        cookie = signed_in_cookie(proxied).split(";")[0]
        client = BareClient(proxied.url, cookie, origin=ORIGIN)
        client.send("reflex___state____state.admin_dashboard___web___person____person_state.load")
        client.settle()
        client.close()
        assert "Lovelace" in "".join(client.frames)

    @pytest.mark.parametrize("origin", ["http://people.example", "https://evil.example", "http://localhost:3000"])
    def test_is_closed_to_all_others(self, proxied: LiveServer, origin: str):
        with pytest.raises(Refused):
            BareClient(proxied.url, origin=origin)


def test_a_form_of_another_site_is_refused(proxied: LiveServer):
    fields = {"login": "ada.lovelace", "password": PASSWORD}
    status, headers, _body = ask(proxied, "POST", "/auth/sign-in", fields, Origin="https://evil.example")
    assert (status, headers["Set-Cookie"]) == (403, None)


def test_links_lead_to_the_public_address_whatever_a_request_says(proxied: LiveServer, sink: SmtpSink):
    evil = {"Host": "evil.example", "X_Forwarded_Host": "evil.example", "Forwarded": "host=evil.example;proto=http"}
    status, _headers, body = ask(proxied, "POST", "/auth/forgot", {"login": "ada.lovelace"}, **evil)
    assert (status, json.loads(body)["ok"]) == (200, True)
    body = sink.wait_for("ada@example.org").get_body(("plain",))
    assert body
    assert re.findall(r"https?://\S+(?=/password/)", body.get_content()) == [ORIGIN]


def test_the_set_up_link_leads_to_the_public_address(proxied: LiveServer):
    assert f": {ORIGIN}\n" in proxied.output
