import urllib.request

from playwright.sync_api import ConsoleMessage, Page, expect

from tests.browser import wait_for_page
from tests.live_server import LiveServer


def status(url: str) -> int:
    return urllib.request.urlopen(url, timeout=5).status


class TestServe:
    def test_prints_its_address_and_the_set_up_link_of_an_empty_site(self, site: LiveServer) -> None:
        assert site.setup_link.startswith(f"{site.url}/setup?token=")
        assert f": {site.url}\n" in site.output

    def test_refuses_a_port_in_use_in_one_sentence(self, site: LiveServer) -> None:
        refused = site.cli("serve", check=False)
        assert refused.returncode == 1
        assert refused.stderr.count("\n") == 1
        assert str(site.port) in refused.stderr

    def test_ends_cleanly_when_asked(self, start_server) -> None:
        server = start_server()
        assert server.stop() == 0
        assert "Traceback" not in server.output

    def test_leaves_nothing_behind_when_killed(self, start_server) -> None:
        server = start_server()
        server.kill_supervisor()
        server.start()
        assert status(f"{server.url}/_health") == 200

    def test_is_reachable_under_every_local_name(self, page: Page, site: LiveServer) -> None:
        page.goto(f"http://127.0.0.1:{site.port}/sign-in")
        wait_for_page(page)
        expect(page.locator("form")).to_be_visible()


class TestFrontend:
    def test_loads_without_an_error_in_the_console(self, page: Page, site: LiveServer) -> None:
        errors: list[ConsoleMessage] = []
        page.on("console", lambda message: errors.append(message) if message.type == "error" else None)
        page.goto(site.setup_link)
        wait_for_page(page)
        assert [error.text for error in errors] == []

    def test_is_kept_by_the_browser_and_sent_compressed(self, page: Page, site: LiveServer) -> None:
        with page.expect_response("**/assets/*.js") as seen:
            page.goto(site.url)
        headers = seen.value.headers
        assert "immutable" in headers["cache-control"]
        assert headers["content-encoding"] == "gzip"
