import pytest

from admin_dashboard.core.tokens import token_hash
from admin_dashboard.settings import settings
from admin_dashboard.sign_in import passwords, reset, setup
from admin_dashboard.sign_in.routes import routes
from admin_dashboard.web.caller import session_cookie
from tests.factories import make_session

from . import reading
from .conftest import PASSWORD

NEW = "quiet harbor lantern 57"


def sign_in(client, **values: str):
    return client.post("/auth/sign-in", data={"login": "ada.byron", "password": PASSWORD, **values})


@pytest.fixture
def signed_in(client, person, work_as):
    """The id of somebody whose session the browser has."""

    def start(**values) -> int:
        user_id = person(**values)
        with work_as() as work:
            token = make_session(work.session, work.session.get_one(reading.User, user_id))[1]
        client.cookies.set(session_cookie(), token)
        return user_id

    return start


class TestSignIn:
    def test_sets_the_session_cookie(self, client, person):
        person()
        answer = sign_in(client)
        assert answer.json() == {"ok": True, "redirect": "/"}
        cookie = answer.headers["set-cookie"]
        assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
        assert "Max-Age" not in cookie
        assert reading.sessions()[0].token_hash == token_hash(client.cookies[session_cookie()])

    def test_keeps_the_cookie_bound_to_an_https_host(self, client, person, monkeypatch):
        person()
        monkeypatch.setenv("PUBLIC_URL", "https://people.example")
        settings.cache_clear()
        cookie = sign_in(client).headers["set-cookie"]
        assert cookie.startswith("__Host-session=")
        assert "Secure" in cookie
        assert "Domain" not in cookie

    def test_stays_for_days_when_asked(self, client, person):
        person()
        assert f"Max-Age={30 * 86_400}" in sign_in(client, stay="on").headers["set-cookie"]

    def test_puts_nothing_that_signs_in_into_the_answer(self, client, person):
        person()
        answer = sign_in(client)
        assert client.cookies[session_cookie()] not in answer.text

    def test_leads_back_to_where_one_came_from(self, client, person):
        person()
        assert sign_in(client, next="/users?q=a").json()["redirect"] == "/users?q=a"

    @pytest.mark.parametrize(
        "way", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/sign-in", ""]
    )
    def test_leads_nowhere_else(self, client, person, way):
        person()
        assert sign_in(client, next=way).json()["redirect"] == "/"

    def test_leads_with_a_temporary_password_to_choosing_ones_own(self, client, person):
        person(password_is_temporary=True)
        assert sign_in(client, next="/users").json()["redirect"] == "/account/password"

    @pytest.mark.parametrize("values", [{"login": "nobody"}, {"password": "wrong"}, {"password": ""}])
    def test_refuses_in_the_same_words_and_sets_no_cookie(self, client, person, values):
        person()
        answer = sign_in(client, **values)
        words = "This email or username and this password do not go together."
        assert (answer.status_code, answer.json()) == (401, {"ok": False, "error": words, "fields": {}})
        assert "set-cookie" not in answer.headers

    def test_ends_the_session_the_browser_had(self, client, person, signed_in):
        signed_in(username="grace.hopper", email="grace@example.org")
        user_id = person()
        sign_in(client)
        assert [row.user_id for row in reading.sessions()] == [user_id]

    def test_shows_the_persons_language_and_theme(self, client, person):
        person(language="fr", theme="dark")
        assert sign_in(client).json()["theme"] == "dark"
        assert client.cookies["language"] == "fr"

    def test_admits_no_other_field(self, client, person):
        person()
        assert sign_in(client, is_admin="1").status_code == 400

    @pytest.mark.parametrize("body", ["login=" + "x" * 200_000, "&".join(f"a{n}=1" for n in range(100))])
    def test_refuses_a_form_that_is_too_large(self, client, body):
        headers = {"content-type": "application/x-www-form-urlencoded"}
        assert client.post("/auth/sign-in", content=body, headers=headers).status_code == 400

    def test_is_not_forgotten_beside_an_odd_cookie(self, client, person):
        person()
        sign_in(client)
        cookie = f'a={{"b": 1}}; c="d; session={client.cookies[session_cookie()]}; e f'
        client.cookies.clear()
        client.post("/auth/sign-out", headers={"cookie": cookie})
        assert reading.sessions() == []


class TestSignOut:
    def test_ends_the_session_and_clears_the_cookie(self, client, signed_in):
        signed_in()
        answer = client.post("/auth/sign-out")
        assert answer.json()["redirect"] == "/sign-in?out=1"
        assert 'session=""' in answer.headers["set-cookie"]
        assert reading.sessions() == []

    def test_may_lead_back_to_a_page_of_this_site(self, client, signed_in):
        signed_in()
        assert client.post("/auth/sign-out", data={"next": "/password/x"}).json()["redirect"] == "/password/x"

    def test_leads_nowhere_else(self, client):
        assert client.post("/auth/sign-out", data={"next": "//evil.example"}).json()["redirect"] == "/sign-in?out=1"


class TestSetUp:
    def test_creates_the_administrator_and_signs_in(self, client, work_as):
        with work_as() as work:
            token = (setup.prepare(work) or "").partition("token=")[2]
        form = {"first_name": "Ada", "last_name": "Byron", "username": "ada.byron", "email": "ada@example.org"}
        answer = client.post("/auth/setup", data={**form, "password": PASSWORD, "token": token})
        assert answer.json() == {"ok": True, "redirect": "/"}
        assert session_cookie() in client.cookies

    def test_names_the_fields_that_are_wrong(self, client):
        answer = client.post("/auth/setup", data={"first_name": "A1", "token": "x"})
        fields = answer.json()["fields"]
        assert set(fields) == {"first_name", "last_name", "username", "email", "password"}
        assert fields["first_name"] == "Numbers are not allowed in a name."


class TestForgottenPassword:
    @pytest.mark.parametrize("login", ["ada.byron", "nobody@example.org", "", "x" * 1000])
    def test_answers_the_same_to_everybody(self, client, person, login):
        person()
        answers = [client.post("/auth/forgot", data={"login": login}) for _time in range(25)]
        assert {(a.status_code, a.text) for a in answers} == {(200, '{"ok":true,"redirect":""}')}

    def test_is_replaced_by_the_link(self, client, person, work_as):
        user_id = person()
        with work_as() as work:
            reset.send(work, user_id)
        answer = client.post("/auth/reset", data={"token": reading.link_in_mail(), "password": NEW})
        assert answer.json() == {"ok": True, "redirect": "/"}
        assert sign_in(client, password=NEW).status_code == 200

    def test_is_not_replaced_by_an_unknown_link(self, client):
        answer = client.post("/auth/reset", data={"token": "unknown", "password": NEW})
        assert (answer.status_code, answer.json()["error"]) == (404, "This link does not work, or not any more.")

    def test_link_is_built_from_the_configured_address(self, client, person, work_as):
        user_id = person()
        client.post("/auth/forgot", data={"login": "ada.byron"}, headers={"host": "evil.example"})
        with work_as() as work:
            reset.send(work, user_id)
        assert f"{settings().origin}/password/" in (reading.mails()[0].body_text or "")


class TestChangePassword:
    def test_asks_for_the_present_one(self, client, signed_in):
        signed_in()
        answer = client.post("/auth/password", data={"present": "wrong", "password": NEW})
        assert answer.json()["fields"] == {"present": "This is not your current password."}

    def test_gives_a_new_session_and_ends_the_others(self, client, signed_in):
        signed_in()
        before = client.cookies[session_cookie()]
        answer = client.post("/auth/password", data={"present": PASSWORD, "password": NEW})
        assert answer.json()["redirect"] == "/account?changed=1"
        assert answer.cookies[session_cookie()] != before
        assert [row.token_hash for row in reading.sessions()] == [token_hash(answer.cookies[session_cookie()])]

    def test_needs_no_present_one_in_place_of_a_temporary_one(self, client, person):
        person(password_is_temporary=True)
        sign_in(client)
        assert client.post("/auth/password", data={"password": NEW}).json() == {"ok": True, "redirect": "/"}
        assert sign_in(client, password=NEW).json()["redirect"] == "/"

    def test_refuses_to_keep_the_temporary_one(self, client, person):
        person(password_is_temporary=True)
        sign_in(client)
        assert client.post("/auth/password", data={"password": PASSWORD}).json()["fields"] == {
            "password": "This is your current password. Choose another one."
        }

    def test_is_paused_after_too_many_wrong_ones(self, client, signed_in):
        signed_in()
        wrong = {"present": "wrong", "password": NEW}
        answers = [client.post("/auth/password", data=wrong).status_code for _time in range(11)]
        assert answers == [400] * 10 + [429]
        assert client.post("/auth/password", data={"present": PASSWORD, "password": NEW}).status_code == 429

    def test_does_not_overwrite_one_that_was_set_meanwhile(self, client, signed_in, work_as, monkeypatch):
        user_id = signed_in()

        def set_meanwhile(_password, _held):
            with work_as() as work:
                work.session.get_one(reading.User, user_id).password_hash = "set by an administrator"

        monkeypatch.setattr(passwords, "require_good", set_meanwhile)
        answer = client.post("/auth/password", data={"present": PASSWORD, "password": NEW})
        assert answer.status_code == 409
        assert reading.user(user_id).password_hash == "set by an administrator"

    def test_leaves_a_session_that_stays_one_that_stays(self, client, person):
        person()
        sign_in(client, stay="on")
        answer = client.post("/auth/password", data={"present": PASSWORD, "password": NEW})
        assert f"Max-Age={30 * 86_400}" in answer.headers["set-cookie"]

    def test_is_for_signed_in_people(self, client):
        assert client.post("/auth/password", data={"password": NEW}).status_code == 401


@pytest.mark.parametrize("path", [route.path for route in routes])
class TestEveryRoute:
    @pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}])
    def test_refuses_other_sites(self, client, path, headers):
        assert client.post(path, headers=headers).status_code == 403

    def test_changes_nothing_when_opened(self, client, path):
        assert client.get(path).status_code == 405
        assert client.head(path).status_code == 405
