"""A mail server that takes the connection and never says a word."""

import socket
import threading
from collections.abc import Iterator

import pytest

from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.jobs.queue import enqueue
from admin_dashboard.jobs.worker import Kind, Worker
from admin_dashboard.mail.jobs import DELIVER
from admin_dashboard.models import Delivery
from admin_dashboard.settings import settings
from tests.waiting import wait_until


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[socket.socket]]:
    """The connections it was given, which it hangs up at the end."""
    taken: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        monkeypatch.setenv("SMTP_URL", f"smtp://127.0.0.1:{listening.getsockname()[1]}")
        settings.cache_clear()
        threading.Thread(target=lambda: taken.append(listening.accept()[0]), daemon=True).start()
        yield taken


def test_holds_up_no_other_job(database: str, silent, queued, stored):
    ran: list[object] = []
    message = queued()
    worker = Worker([DELIVER, Kind("other", ran.append)])
    thread = threading.Thread(target=worker.run_forever, daemon=True)
    thread.start()
    wait_until(lambda: silent, "the conversation")
    with begin(SYSTEM) as work:
        enqueue(work, "other")
    wait_until(lambda: ran, "the other job")
    assert stored(message).state == Delivery.QUEUED
    worker.stop()
    silent[0].close()
    thread.join()
