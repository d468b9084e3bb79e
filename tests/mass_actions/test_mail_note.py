"""What the tray and the report of an invitation of many say of a mail server that takes nothing."""

import pytest
from sqlalchemy import update

from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.jobs.worker import Worker
from admin_dashboard.mail.jobs import DELIVER
from admin_dashboard.mail.queries import JOB
from admin_dashboard.mass_actions.commands import ActionName
from admin_dashboard.mass_actions.state import ReportState
from admin_dashboard.mass_actions.tray_state import TrayState
from admin_dashboard.models import Job
from admin_dashboard.settings import settings
from tests.mail.server import running
from tests.mass_actions.doing import run_jobs
from tests.mass_actions.test_report_state import asked_by
from tests.pipeline import Site, Tab
from tests.users.screens import add_person, tab_of

SENTENCE = "No mail goes out: the mail server does not answer. The site tries again every 30 seconds. 2 mails wait."


@pytest.fixture
def tab(site: Site, monkeypatch: pytest.MonkeyPatch) -> Tab:
    """Of somebody who invited two people while the mail server is down, at the report."""
    monkeypatch.setenv("SMTP_URL", "smtp://127.0.0.1:9")
    settings.cache_clear()
    made = tab_of(site)
    job_id = asked_by(made, [add_person("Marie", f"Dupont {letter}") for letter in "ab"], ActionName.INVITE)
    run_jobs()
    send()
    made.open(f"/actions/{job_id}")
    return made


def send() -> None:
    """The worker sends what it can; a server that did not answer is called again at once."""
    with begin(SYSTEM) as work:
        work.session.execute(update(Job).where(Job.kind == JOB).values(due_at=work.now))  # type: ignore[arg-type]
    worker = Worker([DELIVER])
    while worker.run_once():
        continue


def test_the_tray_says_it_on_every_page(tab: Tab) -> None:
    tab.told(TrayState.refresh)
    assert tab.state(TrayState).mail_note == SENTENCE
    assert tab.is_following


def test_the_report_says_it(tab: Tab) -> None:
    assert tab.state(ReportState).head["mail_note"] == SENTENCE


def test_both_are_silent_when_the_server_is_back(tab: Tab, monkeypatch: pytest.MonkeyPatch) -> None:
    with running() as server:
        monkeypatch.setenv("SMTP_URL", server.url)
        settings.cache_clear()
        send()
        tab.told(TrayState.refresh, ReportState.refresh)
    assert tab.state(ReportState).head["mail_note"] == ""
    assert tab.state(TrayState).mail_note == ""
    assert not tab.is_following


def test_who_may_not_invite_is_not_told(tab: Tab, site: Site) -> None:
    other = tab_of(site, "auditor")
    other.told(TrayState.refresh)
    assert other.state(TrayState).mail_note == ""


def test_the_report_of_another_action_says_nothing(tab: Tab) -> None:
    job_id = asked_by(tab, [add_person("Paul", "Martin")])
    run_jobs()
    tab.open(f"/actions/{job_id}")
    assert tab.state(ReportState).head["mail_note"] == ""
