import pytest
from sqlmodel import Session

from admin_dashboard.account.sessions_state import OwnSessionsState
from admin_dashboard.account.state import AccountState, ChangeEmailState, ChangePasswordState, ThemeState
from admin_dashboard.db.engine import engine
from admin_dashboard.models import SignInSession, User
from tests.factories import make_session
from tests.pipeline import pages


@pytest.fixture
def site(sqlite_database):
    with pages() as running:
        yield running


@pytest.fixture
def me(site, sign_in):
    return sign_in()


@pytest.fixture
def tab(site, me):
    return site.tab(me.token, "/account")


class TestProfile:
    def test_is_shown(self, tab):
        shown = tab.send(AccountState.load).of(AccountState)
        assert shown["profile"] == {
            "username": "ada.byron",
            "first_name": "Ada",
            "last_name": "Byron",
            "email": "ada@example.org",
            "source": "INTERNAL",
        }
        assert "argon2" not in str(shown)

    def test_takes_new_names(self, tab):
        tab.send(AccountState.load)
        tab.send(AccountState.rename({"first_name": "Augusta", "last_name": "King"}))
        assert tab.state(AccountState).profile["first_name"] == "Augusta"
        assert tab.notices == ["Your names were saved."]

    def test_says_what_is_wrong_under_the_field(self, tab):
        tab.send(AccountState.load)
        answer = tab.send(AccountState.rename({"first_name": "R2D2", "last_name": "King"}))
        assert answer.of(AccountState)["field_errors"] == {"first_name": "Numbers are not allowed in a name."}

    @pytest.mark.parametrize("form", [None, [], "x", {"first_name": ["Ada"], "last_name": {"a": 1}}])
    def test_is_not_changed_by_what_is_no_form(self, tab, me, form):
        tab.send(AccountState.load)
        tab.send(AccountState.rename(form))
        with Session(engine()) as session:
            assert session.get_one(User, me.id).first_name == "Ada"

    def test_says_that_the_password_was_changed(self, tab):
        tab.send(AccountState.load)
        assert tab.open("/account?changed=1").redirects == ["/account"]
        assert tab.notices == ["Your password was changed. Every other session has ended."]

    def test_is_read_anew_after_a_change_of_email(self, tab):
        tab.send(AccountState.load)
        tab.send(ChangeEmailState.answered({"ok": True}))
        assert tab.notices == ["Your email address was changed. The old one was told."]

    def test_stays_when_the_change_of_email_was_refused(self, tab):
        tab.send(ChangeEmailState.answered({"ok": False, "error": "No.", "fields": {"present": "Wrong."}}))
        state = tab.state(ChangeEmailState)
        assert (state.error, dict(state.field_errors), tab.notices) == ("", {"present": "Wrong."}, [])


class TestTheme:
    def test_is_kept(self, tab, me):
        tab.send(ThemeState.choose("dark"))
        with Session(engine()) as session:
            assert session.get_one(User, me.id).theme == "dark"

    @pytest.mark.parametrize("theme", ["pink", None, {"a": 1}])
    def test_of_another_kind_is_refused(self, tab, me, theme):
        tab.send(ThemeState.choose(theme))
        with Session(engine()) as session:
            assert session.get_one(User, me.id).theme is None


class TestSessions:
    @pytest.fixture
    def there(self, me, work_as) -> int:
        """The id of another session of the same person."""
        with work_as() as work:
            return make_session(work.session, work.session.get_one(User, me.id), user_agent="curl")[0].id or 0

    def test_are_shown_this_one_first(self, tab, there):
        rows = tab.send(OwnSessionsState.refresh).of(OwnSessionsState)["rows"]
        assert [(row["name"], row["is_this"]) for row in rows] == [("Firefox", True), ("Unknown browser", False)]

    def test_hold_nothing_that_signs_in(self, tab, me):
        shown = str(tab.send(OwnSessionsState.refresh).of(OwnSessionsState))
        assert me.token not in shown
        assert "hash" not in shown

    def test_cost_nothing_on_another_page(self, site, me):
        tab = site.tab(me.token, "/account/password")
        tab.send(OwnSessionsState.refresh)
        assert tab.send(OwnSessionsState.refresh).of(OwnSessionsState) == {}

    def test_can_be_ended(self, tab, there):
        tab.send(OwnSessionsState.refresh)
        tab.send(OwnSessionsState.end(there))
        assert [row["is_this"] for row in tab.state(OwnSessionsState).rows] == [True]

    def test_can_all_be_ended_but_this_one(self, tab, there):
        tab.send(OwnSessionsState.end_others)
        assert tab.notices == ["1 session has ended."]

    @pytest.mark.parametrize("session_id", [None, "x", 0, -1, 2**63, {"a": 1}])
    def test_that_are_none_cannot_be_ended(self, tab, there, session_id):
        tab.send(OwnSessionsState.end(session_id))
        assert tab.notices == ["This does not exist, or you may not see it."]
        with Session(engine()) as session:
            assert session.get(SignInSession, there) is not None


class TestNewPassword:
    def test_is_forced_after_a_temporary_one(self, site, sign_in):
        tab = site.tab(sign_in(password_is_temporary=True).token, "/account/password")
        assert tab.send(ChangePasswordState.load).of(ChangePasswordState)["is_forced"]

    def test_is_the_only_page_then(self, site, sign_in):
        tab = site.tab(sign_in(password_is_temporary=True).token, "/account")
        for event in (AccountState.load, OwnSessionsState.refresh, ThemeState.choose("dark")):
            assert tab.send(event).redirects[-1] == "/account/password"

    def test_is_for_signed_in_people(self, site):
        tab = site.tab(address="/account/password")
        assert tab.send(ChangePasswordState.load).redirects[-1:] == ["/sign-in?next=%2Faccount%2Fpassword"]
