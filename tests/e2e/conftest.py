"""The whole product, in a browser."""

from tests.browser import axe, browser_type_launch_args, mail, site, start_server

__all__ = ["axe", "browser_type_launch_args", "mail", "site", "start_server"]
