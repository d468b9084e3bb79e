"""Who holds a job: a worker of some process, named so that others can tell when that process is dead."""

import os
import secrets
import socket
from pathlib import Path


def new_owner() -> str:
    """A name for a new worker of this process: `machine/process/random`."""
    return f"{machine()}/{os.getpid()}/{secrets.token_hex(4)}"


def machine() -> str:
    """Where process numbers mean the same as here: the host, its boot, and the container; empty when unknown."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        processes = Path("/proc/self/ns/pid").readlink().name
    except OSError:
        return ""
    return f"{socket.gethostname()}:{boot}:{processes}".replace("/", "-")


def is_dead(owner: str) -> bool:
    """Whether the worker's process has certainly ended: False whenever that cannot be told from here."""
    where, _slash, rest = owner.partition("/")
    number = rest.partition("/")[0]
    if not where or where != machine() or not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
