"""A run as a person reads it, on the screen and in docs/performance.md."""

from collections.abc import Iterator, Sequence
from typing import Any

from ..search.report import KINDS, table

FASTER = {"sqlite": 4, "postgresql": 3}
"""How many times as fast as Django's admin it is to be."""


def tables(acts: Sequence[Any], about: str) -> str:
    """What is wanted, then what each took."""
    head = ["users", "database", "action", "", "seconds", "changed a second", "others waited at most", "memory"]
    figures = table(["", "where", "is", "wanted"], _figures(acts))
    return f"{about}\n\n{figures}\n\n{table(head, map(_line, acts))}\n"


def _line(act: Any) -> list[str]:
    rate = f"{act.changed / act.seconds:,.0f}" if act.changed else ""
    waited = f"{act.longest_ms:.0f} ms" if act.longest_ms else ""
    memory = f"{act.megabytes:.0f} MB" if act.megabytes else ""
    return [act.size, KINDS[act.kind], act.action, act.who, f"{act.seconds:.2f}", rate, waited, memory]


def _figures(acts: Sequence[Any]) -> Iterator[list[str]]:
    taken = {(act.kind, act.size, act.action, act.who): act for act in acts}
    for (kind, size, action, who), act in taken.items():
        if who != "ours":
            continue
        where = f"{size}, {KINDS[kind]}, {action}"
        floor, django = taken[kind, size, action, "floor"], taken[kind, size, action, "Django admin"]
        yield ["ours / floor", where, f"{act.seconds / floor.seconds:.2f} ×", "≤ 2 ×"]
        yield ["Django admin / ours", where, f"{django.seconds / act.seconds:.1f} ×", f"≥ {FASTER[kind]} ×"]
        yield ["others waited at most", where, f"{act.longest_ms:.0f} ms", "≤ 250 ms"]
        yield ["memory over idle", where, f"{act.megabytes:.0f} MB", "≤ 64 MB"]
