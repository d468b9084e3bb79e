"""What stands in the way of mails, and who is told."""

import pytest

from admin_dashboard.core.permissions import SYSTEM, Permission
from admin_dashboard.mail.jobs import DELIVER, SERVER_PAUSE
from admin_dashboard.mail.queries import Obstacle, obstacle
from admin_dashboard.mail.reasons import Reason
from admin_dashboard.models import Job, JobState
from admin_dashboard.settings import settings
from tests.test_cli import run
from tests.users.acting import holder

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def no_server(monkeypatch):
    """The mail server does not answer."""
    monkeypatch.setenv("SMTP_URL", "smtp://127.0.0.1:9")
    settings.cache_clear()


@pytest.fixture
def standing(work_as):
    """What stands in the way, for this person."""

    def look(actor=SYSTEM) -> Obstacle | None:
        with work_as(actor) as work:
            return obstacle(work)

    return look


class TestServerDown:
    def test_says_why_and_how_many_wait(self, no_server, queued, deliver, standing):
        queued()
        queued()
        deliver()
        found = standing()
        assert found == Obstacle(waiting=2, reason=Reason.UNREACHABLE, per_minute=0)
        assert str(found.in_words("en")) == (
            "No mail goes out: the mail server does not answer. The site tries again every 30 seconds. 2 mails wait."
        )

    def test_is_over_when_the_server_is_back(self, no_server, queued, deliver, standing, later, request):
        queued()
        deliver()
        request.getfixturevalue("mail_server")
        later(SERVER_PAUSE)
        deliver()
        assert standing() is None

    def test_hinders_nobody_while_nothing_waits(self, no_server, queued, deliver, standing, work_as, stored):
        message = queued()
        deliver()
        with work_as() as work:
            work.session.delete(stored(message))
        assert standing() is None

    def test_a_fault_of_ours_is_not_the_servers(self, no_server, queued, standing, work_as):
        queued()
        with work_as() as work:
            values = {"created_at": work.now, "due_at": work.now, "error": "KeyError: 'x'"}
            work.session.add(Job(kind=DELIVER.name, unique_key=DELIVER.name, state=JobState.QUEUED, **values))
        assert standing() is None

    @pytest.mark.parametrize(
        ("permission", "is_told"), [(Permission.USERS_INVITE, True), (Permission.USERS_VIEW, False)]
    )
    def test_is_told_to_those_who_may_invite(self, no_server, queued, deliver, standing, permission, is_told):
        queued()
        deliver()
        assert (standing(holder(permission)) is not None) == is_told


class TestPace:
    @pytest.fixture(autouse=True)
    def _one_a_minute(self, mail_server, monkeypatch):
        monkeypatch.setenv("MAIL_PER_MINUTE", "1")
        settings.cache_clear()

    def test_says_how_many_go_and_how_many_wait(self, queued, deliver, standing):
        for _ in range(3):
            queued()
        deliver()
        found = standing()
        assert found == Obstacle(waiting=2, reason=None, per_minute=1)
        assert str(found.in_words("en")) == "At most 1 a minute go out. 2 mails wait."

    def test_what_goes_within_the_minute_is_not_worth_a_word(self, queued, deliver, standing):
        queued()
        queued()
        deliver()
        assert standing() is None

    def test_a_server_that_is_down_is_said_first(self, queued, deliver, standing, work_as, monkeypatch):
        monkeypatch.setenv("SMTP_URL", "smtp://127.0.0.1:9")
        settings.cache_clear()
        for _ in range(3):
            queued()
        deliver()
        found = standing()
        assert found is not None
        assert found.reason == Reason.UNREACHABLE


class TestCommandLine:
    def test_status_says_it(self, no_server, queued, deliver):
        assert run("mail", "status") == (0, "Nothing stands in the way of mails.\n", "")
        queued()
        deliver()
        assert run("mail", "status")[1].startswith("No mail goes out: the mail server does not answer.")
        assert '"waiting": 1' in run("mail", "status", "--json")[1]

    def test_the_list_that_is_not_there_says_it_too(self, no_server, queued, deliver):
        queued()
        deliver()
        code, _output, errors = run("mail", "list")
        assert code == 1
        assert "No mail goes out: the mail server does not answer." in errors
