"""The supervisor that starts the process which serves."""

import socket
import threading

import pytest
from granian.server import Server

from admin_dashboard import server
from admin_dashboard.build import CannotStart
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


class TestWhereItListens:
    def test_on_this_machine_only_whatever_the_public_address(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PUBLIC_URL", "https://admin.example.com")
        settings.cache_clear()
        assert settings().host == "127.0.0.1"

    @pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
    def test_a_taken_port_is_refused_in_one_sentence(self, monkeypatch: pytest.MonkeyPatch, host: str) -> None:
        with socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET) as other:
            monkeypatch.setenv("HOST", host)
            monkeypatch.setenv("PORT", str(other.getsockname()[1]))
            settings.cache_clear()
            with pytest.raises(CannotStart, match=rf"Port {settings().port} of {host} cannot be used"):
                server.require_free_port(settings())

    def test_an_address_of_another_machine_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HOST", "192.0.2.1")
        settings.cache_clear()
        with pytest.raises(CannotStart, match="HOST"):
            server.require_free_port(settings())
