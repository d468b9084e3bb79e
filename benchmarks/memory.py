"""How much memory a process holds."""

from pathlib import Path

import psutil


def own_bytes(pid: int) -> int:
    """Bytes a process holds of its own: not the database file it has mapped."""
    maps = Path(f"/proc/{pid}/smaps_rollup")
    if not maps.exists():
        return psutil.Process(pid).memory_info().rss
    kilobytes = next(line.split()[1] for line in maps.read_text().splitlines() if line.startswith("Anonymous:"))
    return int(kilobytes) * 1024
