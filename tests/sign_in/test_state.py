import pytest

from admin_dashboard.core.permissions import NOBODY, SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.sign_in import reset, setup
from admin_dashboard.sign_in.state import ForgotState, ResetState, SetUpState, SignInState
from tests.factories import make_session
from tests.pipeline import pages

from . import reading


@pytest.fixture
def site(sqlite_database):
    with pages() as running:
        yield running


@pytest.fixture
def session(person, work_as):
    """The cookie's value of somebody signed in."""

    def start(**values) -> str:
        user_id = person(**values)
        with work_as() as work:
            return make_session(work.session, work.session.get_one(reading.User, user_id))[1]

    return start


@pytest.fixture
def link(person):
    """A person's id and the token of their link."""

    def start() -> str:
        user_id = person()
        with begin(SYSTEM) as work:
            reset.send(work, user_id)
        return reading.link_in_mail()

    return start


class TestSignIn:
    @pytest.mark.parametrize(
        ("address", "way_back"),
        [("/sign-in?next=/users%3Fq%3Da", "/users?q=a"), ("/sign-in?next=//evil.example", "/"), ("/sign-in", "/")],
    )
    def test_leads_back_to_a_page_of_this_site_only(self, site, address, way_back):
        tab = site.tab(address=address)
        tab.send(SignInState.load)
        assert tab.state(SignInState).way_back == way_back

    @pytest.mark.parametrize(("address", "why"), [("/sign-in?ended=1", "ended"), ("/sign-in?out=1", "out")])
    def test_says_why_one_is_here(self, site, address, why):
        assert site.tab(address=address).send(SignInState.load).of(SignInState)["why"] == why

    def test_lets_who_is_signed_in_go_on(self, site, session):
        answer = site.tab(session(), "/sign-in?next=/users").send(SignInState.load)
        assert set(answer.redirects) == {"/users"}

    def test_leads_a_temporary_password_to_its_page(self, site, session):
        answer = site.tab(session(password_is_temporary=True), "/sign-in").send(SignInState.load)
        assert set(answer.redirects) == {"/account/password"}

    @pytest.mark.parametrize("answer", [None, [], "x", {"fields": {"login": {"a": 1}}}, {"error": 7}])
    def test_shows_no_answer_that_is_none(self, site, answer):
        tab = site.tab()
        tab.send(SignInState.answered(answer))
        state = tab.state(SignInState)
        assert (state.error, dict(state.field_errors)) == ("", {})

    def test_shows_what_was_wrong(self, site):
        tab = site.tab()
        tab.send(SignInState.answered({"ok": False, "error": "No.", "fields": {}}))
        assert tab.state(SignInState).error == "No."


class TestSetUp:
    @pytest.fixture
    def code(self, sqlite_database):
        with begin(SYSTEM) as work:
            return (setup.prepare(work) or "").partition("token=")[2]

    def test_opens_by_the_link(self, site, code):
        tab = site.tab(address=f"/setup?token={code}")
        assert tab.send(SetUpState.load).of(SetUpState)["phase"] == "open"

    @pytest.mark.parametrize("address", ["/setup", "/setup?token=", "/setup?token=guess"])
    def test_stays_shut_otherwise(self, site, code, address):
        assert site.tab(address=address).send(SetUpState.load).of(SetUpState)["phase"] == "dead"

    @pytest.mark.parametrize("typed", ["{}", "  {} ", "http://localhost:3000/setup?token={}"])
    def test_opens_by_the_code_typed_by_hand(self, site, code, typed):
        tab = site.tab(address="/setup")
        tab.send(SetUpState.load)
        assert tab.send(SetUpState.enter_code({"code": typed.format(code)})).of(SetUpState)["phase"] == "open"

    @pytest.mark.parametrize("typed", [None, "guess", {"code": None}, {"code": ["x"]}])
    def test_says_that_a_code_does_not_work(self, site, code, typed):
        tab = site.tab(address="/setup")
        tab.send(SetUpState.enter_code(typed))
        assert tab.state(SetUpState).error == "This link does not work, or not any more."

    def test_proposes_a_username_until_one_is_written(self, site):
        tab = site.tab(address="/setup")
        tab.send(SetUpState.first_name_typed("Éléonore"))
        assert tab.send(SetUpState.last_name_typed("D'Arc")).values == {"username": "eleonore.darc"}
        tab.send(SetUpState.username_typed("my.own"))
        assert tab.send(SetUpState.last_name_typed("Dupont")).values == {}


class TestForgot:
    def test_says_the_same_after_every_answer(self, site):
        tab = site.tab()
        tab.send(ForgotState.load)
        assert tab.send(ForgotState.answered({"ok": True})).of(ForgotState)["is_asked"]


class TestReset:
    def test_shows_whose_link_it_is(self, site, link):
        tab = site.tab(address=f"/password/{link()}")
        shown = tab.send(ResetState.load).of(ResetState)
        assert (shown["phase"], shown["holder"]["name"], shown["holder"]["email"]) == (
            "open",
            "Ada Byron",
            "ada@example.org",
        )

    def test_shows_nothing_of_a_link_that_does_not_work(self, site, person):
        person()
        shown = site.tab(address="/password/unknown").send(ResetState.load).of(ResetState)
        assert shown["phase"] == "dead"
        assert "Ada" not in str(shown)

    def test_says_who_else_is_signed_in(self, site, link, session):
        token = link()
        other = session(username="grace.hopper", first_name="Grace", last_name="Hopper", email="grace@example.org")
        shown = site.tab(other, f"/password/{token}").send(ResetState.load).of(ResetState)
        assert shown["signed_in_as"] == "Grace Hopper"

    def test_judges_by_the_persons_own_words_and_keeps_no_password(self, site, link):
        tab = site.tab(address=f"/password/{link()}")
        tab.send(ResetState.load)
        tab.send(ResetState.judge_password("ada.byron.1"))
        assert not tab.state(ResetState).is_impersonal
        tab.send(ResetState.judge_password("walnut harbour 41 kites"))
        state = tab.state(ResetState)
        assert (state.is_long, state.is_impersonal, state.is_hard, state.filled) == (True, True, True, 4)
        assert "walnut" not in str(state.dict()) + str(vars(state))

    @pytest.mark.parametrize("password", [None, 7, {"a": 1}, "", "x" * 100_000, "\ud800" * 20])
    def test_judges_whatever_is_sent(self, site, link, password):
        tab = site.tab(address=f"/password/{link()}")
        tab.send(ResetState.load, ResetState.judge_password(password))
        assert tab.notices == []

    def test_judges_nothing_for_who_has_no_link(self, site, sqlite_database):
        tab = site.tab(address="/password/unknown")
        tab.send(ResetState.load, ResetState.judge_password("walnut harbour 41 kites"))
        assert tab.state(ResetState).filled == 0


def test_looking_at_a_link_needs_no_rights(link):
    token = link()
    with begin(NOBODY) as work:
        assert reset.look_up(work, token)
