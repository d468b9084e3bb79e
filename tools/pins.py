"""Writes constraints.txt: the version of everything that the requirements bring along."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")


def name_of(line: str) -> str:
    """The normalised package name of a requirement line, empty for options and comments."""
    found = re.match(r"[A-Za-z0-9._-]+", line) if not line.startswith("-") else None
    return re.sub(r"[-_.]+", "-", found.group()).lower() if found else ""


def resolve(requirements: list[str]) -> list[str]:
    """Install the requirements into a fresh environment and return what is there."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        pip = [f"{folder}/bin/pip"]
        subprocess.run([*pip, "install", "-q", *requirements], check=True)
        return subprocess.check_output([*pip, "freeze"], text=True).splitlines()


def main() -> None:
    """Resolve anew and write the file."""
    lines = [line for file in REQUIREMENTS for line in (ROOT / file).read_text().splitlines()]
    wanted = [line for line in lines if name_of(line)]
    direct = {name_of(line) for line in wanted}
    others = sorted(line for line in resolve(wanted) if name_of(line) not in direct)
    (ROOT / "constraints.txt").write_text("\n".join(["# Written by `make lock`.", *others]) + "\n")


if __name__ == "__main__":
    main()
