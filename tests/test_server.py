"""The supervisor that starts the process which serves."""

import threading

import pytest
from granian.server import Server

from admin_dashboard import server
from admin_dashboard.settings import settings
from tests.waiting import free_port


def test_forks_the_process_that_serves_while_no_other_thread_runs(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    """Whatever another thread holds locked at the fork stays locked in the child: it would hang, now and then."""
    running: list[threading.Thread] = []
    monkeypatch.setenv("PORT", str(free_port()))
    monkeypatch.setattr(server, "BUILT", tmp_path)
    monkeypatch.setattr(Server, "serve", lambda _self: running.extend(threading.enumerate()))
    before = threading.enumerate()
    settings.cache_clear()
    server.serve(settings(), ["hello"])
    assert running == before
