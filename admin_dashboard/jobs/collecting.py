"""Python's search for reference cycles, put off while very many objects are made that have none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_putting_off = 0


@contextmanager
def no_collecting() -> Iterator[None]:
    """While the block lasts nothing looks for cycles, in any thread: not for longer than a second or so.

    The rows of a step are ten thousands of objects, and looking through them again and again takes a quarter of its
    time. They go as soon as nobody needs them all the same.
    """
    _count(1)
    try:
        yield
    finally:
        _count(-1)


def _count(change: int) -> None:
    global _putting_off  # noqa: PLW0603 - the collector is one for the whole process
    with _lock:
        _putting_off += change
        if _putting_off:
            gc.disable()
        else:
            gc.enable()
