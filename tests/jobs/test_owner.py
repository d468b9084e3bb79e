"""Whose process has certainly ended."""

import os
import subprocess
import sys

import pytest

from admin_dashboard.jobs import owner
from admin_dashboard.jobs.owner import is_dead, machine, new_owner


@pytest.fixture(scope="module")
def ended() -> int:
    """The number of a process that is over."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_worker_of_this_process_lives():
    assert not is_dead(new_owner())


def test_two_workers_have_two_names():
    assert new_owner() != new_owner()


def test_an_ended_process_is_dead(ended):
    assert is_dead(f"{machine()}/{ended}/abc")


def test_a_process_of_another_machine_may_live(ended):
    assert not is_dead(f"elsewhere/{ended}/abc")


@pytest.mark.parametrize("name", ["", "/", "host", "host/x/y", "//", "/1/x"])
def test_what_cannot_be_told_may_live(name):
    assert not is_dead(name)


def test_a_machine_that_cannot_be_told_is_nobodys(ended, monkeypatch):
    monkeypatch.setattr(owner, "Path", lambda _: (_ for _ in ()).throw(OSError()))
    assert machine() == ""
    assert not is_dead(f"/{ended}/abc")


def test_another_users_process_lives(monkeypatch):
    def refuse(_pid: int, _signal: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "kill", refuse)
    assert not is_dead(f"{machine()}/1/abc")
