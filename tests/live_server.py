"""The product as a person starts it, for tests."""

import os
import re
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from admin_dashboard.build import ROOT, build_frontend
from admin_dashboard.settings import Settings

from .waiting import free_port, wait_until


class LiveServer:
    """The product in a process of its own, with its worker, on a free port and a database of its own."""

    def __init__(self, folder: Path, program: str = "admin_dashboard", **overrides: str) -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.environment = self._environment(folder, overrides)
        self.lines: list[str] = []
        self._program = program
        self._process: subprocess.Popen[str] | None = None

    def _environment(self, folder: Path, overrides: dict[str, str]) -> dict[str, str]:
        ours = {name.upper() for name in Settings.model_fields}
        inherited = {name: value for name, value in os.environ.items() if name not in ours}
        # Set, if empty: an `.env` file of the developer's must not reach the test.
        engines = dict.fromkeys(("DATABASE_URL", "REDIS_URL", "SMTP_URL", "PUBLIC_URL"), "")
        return {**inherited, **engines, "PORT": str(self.port), "DATA_DIR": str(folder / "data"), **overrides}

    def start(self) -> None:
        """Migrate, serve, and wait until it answers."""
        self.cli("db", "upgrade")
        self.lines.clear()
        self._process = subprocess.Popen(
            [sys.executable, "-m", self._program, "serve"],
            cwd=ROOT,
            env={**self.environment, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        threading.Thread(target=self._collect, args=(self._process,), daemon=True).start()
        wait_until(self._is_up, "the server to answer", report=lambda: self.output)

    def _collect(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout
        self.lines.extend(iter(process.stdout.readline, ""))

    def _is_up(self) -> bool:
        assert self._process
        assert self._process.poll() is None, "the server ended:\n" + self.output
        try:
            with urllib.request.urlopen(f"{self.url}/_health", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    @property
    def output(self) -> str:
        """What the server has written to its console so far."""
        return "".join(self.lines)

    @property
    def setup_link(self) -> str:
        """The one-time link for the first administrator, as the console shows it."""
        found = wait_until(lambda: re.search(r"https?://\S+/setup\S*", self.output), "the set-up link", 5)
        return found.group()

    def cli(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command line of the product on this server's database."""
        command = [sys.executable, "-m", "admin_dashboard", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert not check or done.returncode == 0, f"{arguments}:\n{done.stdout}{done.stderr}"
        return done

    def kill(self) -> None:
        """End every process of the server at once, as a power cut would."""
        self._end(signal.SIGKILL)

    def kill_supervisor(self) -> None:
        """Kill the process that was started, and nothing else."""
        assert self._process
        self._process.kill()
        self._process.wait()
        self._process = None

    def stop(self) -> int:
        """End the server as an operator would; returns its exit code."""
        return self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> int:
        if self._process is None:
            return 0
        process, self._process = self._process, None
        if process.poll() is None:
            os.killpg(process.pid, how)
        try:
            return process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise


@contextmanager
def live_server(folder: Path, **overrides: str) -> Iterator[LiveServer]:
    """A server with these environment settings; the frontend is built if need be, once for all test processes."""
    build_frontend()
    server = LiveServer(folder, **overrides)
    try:
        server.start()
        yield server
    finally:
        server.stop()
