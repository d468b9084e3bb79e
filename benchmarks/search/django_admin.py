"""Django's admin, latest release: two workers on the same users, asked as a browser asks."""

import http.client
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from sqlalchemy import make_url

from admin_dashboard.users.listing import SortColumn
from tests.waiting import free_port, wait_until

from .data import CACHE
from .grid import Cell, peers_cells
from .queries import BESIDE_DJANGO, DJANGO, OURS, Measured, ours
from .timing import once_if_slow, side_by_side

SITE = Path(__file__).parent / "django_site"
REQUIREMENTS = Path(__file__).parents[1] / "requirements.txt"
ENVIRONMENT = CACHE / "django"
LIST = "/admin/people/person/"
FILTERS = {
    "external": ("is_external__exact", "1"),
    "never_connected": ("first_login_at__isempty", "1"),
    "not_possible": ("enrolled_at__isempty", "1"),
}
BY_LAST_LOGIN = ("o", "-7")
WARM_UP = 4
"""Requests that are not measured: each worker opens its connection and compiles its templates."""


@dataclass(frozen=True)
class DjangoAdmin:
    """A running site, and the cookie of its administrator."""

    port: int
    cookie: str

    @property
    def url(self) -> str:
        """Its list of users."""
        return f"http://127.0.0.1:{self.port}{LIST}"

    def get(self, path: str) -> str:
        """A page, whole."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request("GET", path, headers={"Cookie": f"sessionid={self.cookie}"})
        answer = connection.getresponse()
        page = answer.read().decode()
        connection.close()
        assert answer.status == 200, f"{path}: {answer.status} {answer.getheader('Location')}\n{page[:500]}"
        return page

    def do_to_all(self, action: str) -> None:
        """An action on "select all", as its form sends it."""
        token = "a" * 32
        form = {"action": action, "select_across": "1", "_selected_action": "1", "index": "0"}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=1200)
        headers = {
            "Cookie": f"sessionid={self.cookie}; csrftoken={token}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection.request("POST", LIST, urlencode({**form, "csrfmiddlewaretoken": token}), headers)
        answer = connection.getresponse()
        assert answer.status == 302, f"{action}: {answer.status}\n{answer.read().decode()[:500]}"
        connection.close()


@contextmanager
def django_admin(address: str, *, is_changed: bool = False) -> Iterator[DjangoAdmin]:
    """The site on the users of this database; with `is_changed` it keeps its log there too."""
    programs, environment = _environment(), _surroundings(address, is_changed=is_changed)
    made = _run([programs / "python", "prepare.py"], environment)
    site = DjangoAdmin(free_port(), made.split()[-1])
    command = [programs / "gunicorn", "--workers", "2", "--timeout", "1200", "--log-level", "warning"]
    command += ["--bind", f"127.0.0.1:{site.port}", "site_urls:application"]
    process = subprocess.Popen(command, cwd=SITE, env=environment)
    try:
        wait_until(lambda: _answers(site), "Django to answer")
        for _ in range(WARM_UP):
            site.get(LIST + "?q=warm")
        yield site
    finally:
        process.terminate()
        process.wait(timeout=30)


def measured(site: DjangoAdmin) -> Measured:
    """The same questions, in turns with ours; once where the answer is slow."""
    for cell in peers_cells():
        path = path_of(cell)
        yield DJANGO, cell, once_if_slow(lambda path=path: site.get(path))
        yield BESIDE_DJANGO, cell, side_by_side({OURS: ours(cell)}, repeats=3)[OURS]


def path_of(cell: Cell) -> str:
    """The address that asks for this."""
    asked = [("q", cell.text), *(FILTERS[name] for name in cell.filters)]
    if cell.sort == SortColumn.LAST_LOGIN:
        asked.append(BY_LAST_LOGIN)
    return f"{LIST}?{urlencode(asked, quote_via=quote)}"


def program(name: str, address: str, *arguments: str) -> str:
    """What one of the site's programs prints, on the users of this database."""
    return _run([_environment() / "python", name, *arguments], _surroundings(address, is_changed=True))


def versions(*names: str) -> str:
    """What is installed, of these packages."""
    command = [ENVIRONMENT / "bin" / "pip", "--disable-pip-version-check", "freeze"]
    frozen = subprocess.run(command, check=True, text=True, capture_output=True).stdout.splitlines()
    return ", ".join(line.replace("==", " ") for line in frozen if line.partition("=")[0] in names)


def _environment() -> Path:
    """The programs of Django's own environment, made once."""
    programs = ENVIRONMENT / "bin"
    stamp = ENVIRONMENT / "installed.txt"
    wanted = REQUIREMENTS.read_text()
    if not stamp.exists() or stamp.read_text() != wanted:
        print("installing Django (once) …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", ENVIRONMENT], check=True)
        subprocess.run(
            [programs / "pip", "--disable-pip-version-check", "install", "-qq", "-r", REQUIREMENTS], check=True
        )
        stamp.write_text(wanted)
    return programs


def _surroundings(address: str, *, is_changed: bool) -> dict[str, str]:
    """What tells the site where its users are."""
    folder = CACHE / "django-site"
    folder.mkdir(exist_ok=True)
    given = {"FOLDER": str(folder), "PEOPLE": json.dumps(_connection(address)), "DJANGO_SETTINGS_MODULE": "settings"}
    return {**os.environ, **given, "IS_CHANGED": "1" if is_changed else ""}


def _run(command: Sequence[str | Path], environment: Mapping[str, str]) -> str:
    made = subprocess.run(command, cwd=SITE, env=environment, check=True, text=True, stdout=subprocess.PIPE)
    return made.stdout


def _connection(address: str) -> dict[str, Any]:
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        pragmas = "PRAGMA cache_size=-65536;PRAGMA mmap_size=2000000000;PRAGMA temp_store=MEMORY"
        options = {"timeout": 60, "init_command": pragmas}
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": url.database, "OPTIONS": options}
    host = str(url.query.get("host", url.host or ""))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.database,
        "USER": url.username,
        "PASSWORD": url.password or "",
        "HOST": host,
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": 600,
    }


def _answers(site: DjangoAdmin) -> bool:
    try:
        return bool(site.get(f"{LIST}?q=warm"))
    except OSError:
        return False
