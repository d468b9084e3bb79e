"""The start and the mails, one after the other, each in a process and on a database of its own.

Finding users has a run of its own: `make bench-search`.
"""

import os
import platform
import subprocess
import sys
import tempfile


def run(*command: str, folder: str) -> None:
    """Run a command of the product on a database in this folder."""
    environment = {**os.environ, "DATA_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3"}
    subprocess.run([sys.executable, "-m", *command], check=True, env=environment)


def main() -> None:
    """Print the machine, then each figure."""
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, SQLite", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        run("benchmarks.start", folder=folder)
    with tempfile.TemporaryDirectory() as folder:
        run("benchmarks.mail", folder=folder)


if __name__ == "__main__":
    main()
