"""The web server: one process, one port, the built frontend and the application behind it."""

import ctypes
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Sequence
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from .build import BUILT, REFLEX_ENVIRONMENT, CannotStart
from .core import logs
from .settings import Settings

APPLICATION = "admin_dashboard.server:application"
# Names the framework uses for its own production server: no compilation at start, the built files on the same port.
SERVE_BUILT = {"__REFLEX_SKIP_COMPILE": "true", "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true"}
PR_SET_PDEATHSIG = 1
# A thread whose question the database has answered waits up to this long to go on, and there are several a page.
SWITCH_SECONDS = 0.001
_greeting: list[str] = []


def serve(config: Settings, greeting: Sequence[str] = ()) -> None:
    """Serve until SIGTERM or ctrl-C. The frontend is built, the database migrated and no connection to it open.

    The lines of `greeting` are printed once the site answers.

    Raises:
        CannotStart: there is no built frontend, or the port is taken.
    """
    if not BUILT.exists():
        raise CannotStart("The frontend is not built yet: `python -m admin_dashboard.build` builds it.")
    require_free_port(config)
    logs.configure(config.log_level)
    os.environ.update({**REFLEX_ENVIRONMENT, **SERVE_BUILT})
    server = Server(
        APPLICATION,
        address=config.host,
        port=config.port,
        interface=Interfaces.ASGI,
        factory=True,
        websockets=True,
        log_level=LogLevels.debug if config.log_level == "debug" else LogLevels.warning,
        log_dictconfig=logs.SERVER,
        workers_kill_timeout=10,
    )
    _greeting[:] = greeting
    server.serve()


def application() -> Any:
    """The ASGI application, made in the process that serves it."""
    _end_with_parent()
    sys.setswitchinterval(SWITCH_SECONDS)
    from .admin_dashboard import app
    from .settings import settings

    made = app()
    # Not before: this process is forked from the supervisor, and a lock that another thread holds at that moment
    # (of a module being imported, for one) would stay locked in here for ever.
    own = settings()
    threading.Thread(target=_greet, args=(own.host, own.port, tuple(_greeting)), daemon=True).start()
    return made


def require_free_port(config: Settings) -> None:
    """Refuse early: before a start changes anything, such as ending an older set-up link.

    Raises:
        CannotStart: somebody else listens there, or the address is not ours to use.
    """
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((config.host, config.port))
        except OSError as error:
            why = f"Port {config.port} of {config.host} cannot be used: {error.strerror}. See HOST and PORT."
            raise CannotStart(why) from error


def _greet(host: str, port: int, lines: Sequence[str]) -> None:
    while not _answers(host, port):
        time.sleep(0.05)
    for line in lines:
        print(line, flush=True)  # noqa: T201 - the console is where the set-up link is handed over


def _answers(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def _end_with_parent() -> None:
    """A supervisor that is killed takes the process that serves with it, so that the port is free for the next."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
