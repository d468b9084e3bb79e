"""In Chromium: from a key until its rows are painted, on our page, on the same page without a database, in Django."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, WebSocket, sync_playwright

from tests.browser import launch, wait_for_page
from tests.live_server import LiveServer

from .data import CACHE
from .django_admin import DjangoAdmin
from .people import signed_in
from .queries import DJANGO, FLOOR, OURS

SCRIPT = Path(__file__).parent / "painted.js"
STANDS_STILL = "benchmarks.search.static_site"
TEXTS = ("martin", "anna", "zimmer", "jean mart", "lemar", "silva", "éric", "dubois")
PASSES = 2
BETWEEN_KEYS, PATIENCE, PATIENCE_WITH_DJANGO = 250, 1_000, 20_000
TICKS = 10
TICK = "[data-rows] [data-row] input[type=checkbox]"


@dataclass
class Painted:
    """Milliseconds from each key to its rows, and bytes the server sent for each key and each tick."""

    who: str
    ms: list[float] = field(default_factory=list)
    answer_bytes: list[int] = field(default_factory=list)
    tick_bytes: list[int] = field(default_factory=list)


class List:
    """A tab that shows our list, and what the server sends it."""

    def __init__(self, browser: Browser, site: LiveServer, cookie: str, who: str) -> None:
        self.painted = Painted(who)
        name, _, value = cookie.partition("=")
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.add_cookies([{"name": name, "value": value, "url": site.url}])
        context.add_init_script(path=SCRIPT)
        self.page = context.new_page()
        self._received = 0
        self.page.on("websocket", self._listen)
        self.page.goto(f"{site.url}/users")
        wait_for_page(self.page)
        self.page.wait_for_selector("[data-row]")

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._count)

    def _count(self, frame: str | bytes) -> None:
        self._received += len(frame.encode() if isinstance(frame, str) else frame)

    def type(self, text: str, *, is_kept: bool) -> None:
        """Type it letter by letter into the empty field."""
        self.page.locator("#list-search").fill("")
        self.page.wait_for_timeout(BETWEEN_KEYS * 2)
        for letter in text:
            _taken(self.page)
            self._received = 0
            self.page.keyboard.press(letter) if letter.isascii() else self._press_foreign(letter)
            times = _wait_for_paint(self.page)
            if is_kept and times:
                self.painted.ms.append(times[0])
                self.painted.answer_bytes.append(self._received)

    def _press_foreign(self, letter: str) -> None:
        """A letter that a keyboard without it types by a combination: the last of its keys counts."""
        self.page.keyboard.press("AltGraph")
        self.page.keyboard.insert_text(letter)

    def tick(self) -> None:
        """Tick some rows of everybody."""
        self.page.locator("#list-search").fill("")
        self.page.wait_for_timeout(PATIENCE * 2)
        for box in self.page.locator(TICK).all()[:TICKS]:
            self._received = 0
            box.click()
            self.page.wait_for_timeout(BETWEEN_KEYS)
            self.painted.tick_bytes.append(self._received)


def measured(address: str, django: DjangoAdmin | None) -> Iterator[Painted]:
    """All of them in one browser, taking turns by the word."""
    with ExitStack() as running:
        cookie = running.enter_context(signed_in(1))[0]
        playwright = running.enter_context(sync_playwright())
        browser = launch(playwright)
        running.callback(browser.close)
        lists = []
        for program, who in (("admin_dashboard", OURS), (STANDS_STILL, FLOOR)):
            site = LiveServer(CACHE, program, DATABASE_URL=address)
            running.callback(site.stop)
            site.start()
            lists.append(List(browser, site, cookie, who))
        _type_in_turns(lists)
        yield from (one.painted for one in lists)
        if django:
            yield _in_django(browser, django)


def _type_in_turns(lists: list[List]) -> None:
    """The first pass is not kept: compiled code, statements and the static data come into being in it."""
    for number in range(PASSES + 1):
        for text in TEXTS:
            for one in lists:
                one.type(text, is_kept=number > 0)
    lists[0].tick()


def _in_django(browser: Browser, site: DjangoAdmin) -> Painted:
    painted = Painted(DJANGO)
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    parts = urlsplit(site.url)
    context.add_cookies([{"name": "sessionid", "value": site.cookie, "url": f"{parts.scheme}://{parts.netloc}"}])
    context.add_init_script(path=SCRIPT)
    page = context.new_page()
    page.goto(site.url)
    for text in TEXTS * 2:
        page.locator("#searchbar").fill(text)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        painted.ms += _wait_for_paint(page, PATIENCE_WITH_DJANGO)
    return painted


def _taken(page: Page) -> list[float]:
    return page.evaluate("takePainted()")


def _wait_for_paint(page: Page, patience: int = PATIENCE) -> list[float]:
    """Wait as long as a typist does before the next key, longer if nothing was painted; nothing when rows stay."""
    page.wait_for_timeout(BETWEEN_KEYS)
    times, waited = _taken(page), BETWEEN_KEYS
    while not times and waited < patience:
        page.wait_for_timeout(50)
        times, waited = _taken(page), waited + 50
    return times
