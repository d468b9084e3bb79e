"""The start and the mails, one after the other, each in a process and on databases of its own.

Finding users and acting on many have runs of their own: `make bench-search`, `make bench-bulk`.
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
    subprocess.run([sys.executable, "-m", "benchmarks.mail"], check=True)


if __name__ == "__main__":
    main()
