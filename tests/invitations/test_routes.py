"""The invitation's doors over HTTP."""

import pytest

from admin_dashboard.core.tokens import token_hash
from admin_dashboard.settings import settings
from admin_dashboard.web.caller import session_cookie
from tests.factories import grant, make_administrator, make_session

from .conftest import PASSWORD, change, invite, mails, make_eleonore, open_page, user


@pytest.fixture
def person(client) -> int:
    return make_eleonore()


def accept(client, token: str, password: str = PASSWORD, **more):
    return client.post("/auth/invitation", data={"token": token, "password": password}, **more)


class TestAccept:
    def test_signs_in_and_leads_to_ones_account(self, client, person):
        answer = accept(client, invite(person))
        assert answer.json() == {"ok": True, "redirect": "/account"}
        assert {"HttpOnly", "SameSite=lax"} <= set(answer.headers["set-cookie"].split("; "))

    def test_leads_administrators_to_the_start(self, client, person):
        with open_page() as work:
            grant(work.session, user(person), "help_desk")
        assert accept(client, invite(person)).json()["redirect"] == "/"

    def test_shows_pages_in_the_persons_language_from_then_on(self, client, person):
        change(person, language="fr")
        accept(client, invite(person))
        assert client.cookies["language"] == "fr"

    def test_puts_the_sessions_secret_into_the_cookie_only(self, client, person):
        answer = accept(client, invite(person))
        assert client.cookies[session_cookie()] not in answer.text

    def test_a_bad_password_is_said_under_its_field(self, client, person):
        answer = accept(client, invite(person), "short")
        assert (answer.status_code, list(answer.json()["fields"])) == (400, ["password"])
        assert "set-cookie" not in answer.headers

    def test_every_dead_link_gets_the_same_answer(self, client, person):
        used, disabled = invite(person), make_eleonore(username="b.b", email="b@example.org")
        accept(client, used)
        client.cookies.clear()
        ended = invite(disabled)
        change(disabled, is_enabled=False)
        answers = [accept(client, token) for token in (used, ended, "unknown", "", "x" * 5000)]
        assert {(a.status_code, a.text, a.headers.get("set-cookie")) for a in answers} == {(404, answers[0].text, None)}

    def test_a_missing_token_is_a_dead_link(self, client, person):
        assert client.post("/auth/invitation", data={"password": PASSWORD}).status_code == 404

    @pytest.mark.parametrize("field", ["is_admin", "user_id", "first_login_at"])
    def test_an_unknown_field_is_refused(self, client, person, field):
        token = invite(person)
        answer = client.post("/auth/invitation", data={"token": token, "password": PASSWORD, field: "1"})
        assert answer.status_code == 400
        assert user(person).first_login_at is None

    def test_refuses_other_sites(self, client, person):
        answer = accept(client, invite(person), headers={"sec-fetch-site": "cross-site"})
        assert answer.status_code == 403
        assert user(person).first_login_at is None

    @pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
    def test_no_other_method_does_anything(self, client, person, method):
        token = invite(person)
        answer = client.request(method, "/auth/invitation", params={"token": token, "password": PASSWORD})
        assert answer.status_code == 405
        assert user(person).first_login_at is None

    def test_never_joins_silently_in_somebodys_browser(self, client, person):
        with open_page() as work:
            administrator = make_administrator(work.session, first_name="Marie", last_name="Dupont")
            client.cookies.set(session_cookie(), make_session(work.session, administrator)[1])
        answer = accept(client, invite(person))
        assert (answer.status_code, "Marie Dupont" in answer.json()["error"]) == (409, True)
        assert user(person).first_login_at is None


class TestAskAgain:
    def test_answers_the_same_in_every_case(self, client, person):
        expired, joined = invite(person), make_eleonore(username="b.b", email="b@example.org")
        used = invite(joined)
        accept(client, used)
        client.cookies.clear()
        tokens = [expired, used, "unknown", "", *[expired] * 5]
        answers = {client.post("/auth/invitation/again", data={"token": token}).text for token in tokens}
        assert answers == {'{"ok":true,"redirect":""}'}

    def test_follows_no_forged_host(self, client, person, monkeypatch):
        monkeypatch.setenv("PUBLIC_URL", "https://people.example")
        settings.cache_clear()
        forged = {"host": "evil.example", "x-forwarded-host": "evil.example", "forwarded": "host=evil.example"}
        client.post("/auth/invitation/again", data={"token": invite(person)}, headers=forged)
        newest = mails(person)[-1]
        assert "https://people.example/invitation/" in (newest.body_text or "")
        assert "evil" not in f"{newest.body_text}{newest.body_html}"

    def test_refuses_other_sites(self, client, person):
        token = invite(person)
        answer = client.post("/auth/invitation/again", data={"token": token}, headers={"sec-fetch-site": "cross-site"})
        assert (answer.status_code, len(mails(person))) == (403, 1)


def test_tokens_are_looked_up_by_their_hash(person):
    assert len(token_hash(invite(person))) == 64
