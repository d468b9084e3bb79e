"""How Reflex builds and serves this project."""

import sysconfig
from pathlib import Path

import reflex as rx

from admin_dashboard.settings import settings
from admin_dashboard.ui.theme import THEME
from admin_dashboard.web.same_origin import SameOrigin

_redis_url = settings().redis_url.get_secret_value()
_local_names = ("127.0.0.1", "[::1]") if not settings().public_url else ()

config = rx.Config(
    app_name="admin_dashboard",
    # From the environment's own scripts folder: no download, no Node, whatever PATH says.
    bun_path=Path(sysconfig.get_path("scripts")) / "bun",
    frozen_lockfile=True,
    plugins=[rx.plugins.RadixThemesPlugin(theme=THEME), SameOrigin()],
    disable_plugins=[rx.plugins.SitemapPlugin],
    cors_allowed_origins=[settings().origin, *(f"http://{name}:{settings().port}" for name in _local_names)],
    trusted_proxy_hops=settings().trusted_proxies,
    state_manager_mode=rx.constants.StateManagerMode.REDIS if _redis_url else rx.constants.StateManagerMode.MEMORY,
    redis_url=_redis_url or None,
    show_built_with_reflex=False,
    telemetry_enabled=False,
)
