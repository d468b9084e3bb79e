"""How much a job takes at once, by how long it took before."""

import time


class Pace:
    """How many things the next step takes, so that it takes about so many seconds."""

    def __init__(self, first: int, smallest: int, seconds: float) -> None:
        self.size = first
        self._smallest, self._wished = smallest, seconds
        self._since = time.perf_counter()

    def lap(self) -> int:
        """Milliseconds of work since the last lap."""
        since, self._since = self._since, time.perf_counter()
        return round((self._since - since) * 1000)

    def adapt(self, count: int, seconds: float) -> None:
        """Take at most twice as many the next time."""
        wished = round(count * self._wished / max(seconds, 0.001))
        self.size = max(self._smallest, min(wished, self.size * 2))
