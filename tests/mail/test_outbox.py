"""A mail is part of the change that causes it."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from admin_dashboard.mail.outbox import HEAD_START, queue
from admin_dashboard.models import Delivery, Message
from admin_dashboard.settings import settings
from tests.factories import NOW


def write(work, **values) -> Message:
    given = {"name": "Éléonore", "url": "http://localhost:3000/password/x", "until": NOW, **values}
    message_id = queue(work, "password_reset", "e@example.org", given.pop("language", "en"), **given)
    return work.session.get_one(Message, message_id)


def test_waits_to_be_sent_at_once(work_as, database):
    with work_as(now=NOW) as work:
        message = write(work)
    assert (message.state, message.due_at, message.tries) == (Delivery.QUEUED, NOW - HEAD_START, 0)
    assert (message.kind, message.to_address) == ("password_reset", "e@example.org")


def test_is_not_written_when_the_change_fails(work_as, database):
    def fail() -> None:
        with work_as() as work:
            write(work)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with work_as() as work:
        assert work.session.exec(select(Message)).all() == []


def test_has_its_message_id_before_the_first_try(work_as, monkeypatch):
    monkeypatch.setenv("MAIL_FROM", "Nord <no-reply@nord.example>")
    settings.cache_clear()
    with work_as() as work:
        first, second = write(work).message_id, write(work).message_id
    assert first != second
    assert re.fullmatch(r"<[0-9a-f]{32}@nord\.example>", first)


@pytest.mark.parametrize(("language", "shown"), [("en", "15 Jan 2030, 12:00 UTC"), ("fr", "15 janv. 2030, 12:00 UTC")])
def test_moments_are_written_in_the_readers_language(work_as, language, shown):
    with work_as() as work:
        assert shown in (write(work, language=language).body_text or "")


def test_a_reader_without_a_language_gets_the_sites(work_as, monkeypatch):
    monkeypatch.setenv("DEFAULT_LANGUAGE", "fr")
    settings.cache_clear()
    with work_as() as work:
        assert '<html lang="fr">' in (write(work, language=None).body_html or "")


def test_a_forgotten_value_is_a_bug_that_shows(work_as):
    with pytest.raises(TypeError), work_as() as work:
        queue(work, "password_reset", "e@example.org", "en", name="Éléonore", until=NOW + timedelta(hours=1))


def test_goes_before_invitations_that_have_waited_longer(work_as, database, mail_server, queued, deliver, monkeypatch):
    monkeypatch.setenv("MAIL_CONNECTIONS", "1")
    settings.cache_clear()
    for _ in range(3):
        queued()
    with work_as() as work:
        write(work)
    deliver()
    assert mail_server.recipients[0] == "e@example.org"
    assert len(mail_server.recipients) == 4
