"""The frontend: exported once, again only when something it is made of has changed."""

import fcntl
import hashlib
import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
WEB = ROOT / ".web"
BUILT = WEB / "build" / "client"
# Reflex empties `build` before it builds, so a build that fails leaves no stamp behind.
STAMP = WEB / "build" / "sources.sha256"
SOURCES = (
    "admin_dashboard/**/*.py",
    "admin_dashboard/locales/**/*.po",
    "assets/**/*",
    "requirements.txt",
    "rxconfig.py",
)
# Also written by the export itself, when the pages have come to need other packages.
LOCK = ("reflex.lock/*",)
REFLEX_ENVIRONMENT = {
    "REFLEX_ENV_MODE": "prod",
    "REFLEX_SSR": "false",
    "REFLEX_TELEMETRY_ENABLED": "false",
    "REFLEX_CHECK_LATEST_VERSION": "false",
    "REFLEX_DIR": str(ROOT / ".cache" / "reflex"),
}


class CannotStart(Exception):
    """The site cannot be started; the text says why."""


class BuildFailed(CannotStart):
    """The frontend could not be built."""


def build_frontend(*, force: bool = False) -> bool:
    """Export the frontend unless the present build is of these very sources. Returns whether it was built.

    Raises:
        BuildFailed: bun is missing, or the export failed.
    """
    with _one_build_at_a_time():
        sources = sources_hash()
        if not force and is_built(sources):
            return False
        _export()
        _settle(ROOT / "reflex.lock" / "package.json")
        STAMP.write_text(sources + _fingerprint(LOCK))
        return True


def is_built(sources: str) -> bool:
    """Whether a complete build of the sources with this hash is there."""
    return STAMP.exists() and STAMP.read_text() == sources + _fingerprint(LOCK)


def sources_hash() -> str:
    """A hash of every file the frontend is made of."""
    return _fingerprint(SOURCES)


def _fingerprint(patterns: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for path in sorted({path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()}):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(ROOT).as_posix()} {content}\n".encode())
    return digest.hexdigest()


@contextmanager
def _one_build_at_a_time() -> Iterator[None]:
    lock = ROOT / ".cache" / "build.lock"
    lock.parent.mkdir(exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _export() -> None:
    scripts = Path(sysconfig.get_path("scripts"))
    if not (scripts / "bun").exists():
        raise BuildFailed("The frontend cannot be built: bun is missing. `pip install -r requirements.txt` brings it.")
    path = f"{scripts}{os.pathsep}{os.environ.get('PATH', '')}"
    finished = subprocess.run(
        [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"],
        cwd=ROOT,
        env={**os.environ, **REFLEX_ENVIRONMENT, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if finished.returncode:
        raise BuildFailed(f"The frontend could not be built:\n{finished.stdout}")


def _settle(manifest: Path) -> None:
    """Write the file in one form: Reflex and bun each have their own, which would show as changes of the project."""
    if manifest.exists():
        manifest.write_text(json.dumps(json.loads(manifest.read_text()), indent=2) + "\n")


if __name__ == "__main__":
    build_frontend()
