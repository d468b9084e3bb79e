"""How long a start takes until the site answers, and how long a person waits for the first page.

    python -m benchmarks.start

The frontend is built. The browser's cache is empty for each load.
"""

import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.browser import launch
from tests.live_server import LiveServer, live_server

STARTS, LOADS = 5, 5


def start(site: LiveServer) -> float:
    """Seconds from the command to the first answer."""
    begun = time.perf_counter()
    site.start()
    return time.perf_counter() - begun


def load(site: LiveServer) -> list[float]:
    """Milliseconds from the address to a page that can be typed into, several times."""
    times = []
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for _ in range(LOADS):
            page = browser.new_context().new_page()
            begun = time.perf_counter()
            page.goto(f"{site.url}/sign-in")
            expect(page.get_by_label("Email or username")).to_be_editable()
            times.append((time.perf_counter() - begun) * 1000)
        browser.close()
    return times


def main() -> None:
    """Print the medians."""
    with tempfile.TemporaryDirectory() as folder, live_server(Path(folder)) as site:
        times = load(site)
        site.stop()
        starts = []
        for _ in range(STARTS):
            starts.append(start(site))
            site.stop()
        site.start()
    print(f"start, `db upgrade` included: median {statistics.median(starts):.1f} s, longest {max(starts):.1f} s")
    print(f"first load of the sign-in page: median {statistics.median(times):.0f} ms, longest {max(times):.0f} ms")


if __name__ == "__main__":
    main()
