"""One frontend build for every port and public address: the browser talks to the server the page came from."""

import re
from pathlib import Path
from typing import Any

from reflex.config import get_config
from reflex.plugins import Plugin


class SameOrigin(Plugin):
    """Makes the built frontend ask its own origin.

    Reflex writes `api_url`, port included, into one small script of the bundle; left so, a build serves one port only.
    """

    def post_build(self, **context: Any) -> None:
        """Rewrite that script; the framework compresses the files afterwards."""
        host = get_config().api_url.split("://", 1)[1]
        scripts = list(context["static_dir"].glob("assets/reflex-env-*.js"))
        if sum(_rewrite(script, host) for script in scripts) == 0:
            msg = f"The built frontend does not hold {host} where SameOrigin looks for it."
            raise RuntimeError(msg)


def _rewrite(script: Path, host: str) -> int:
    """Replace the addresses of `host` by expressions and return how many there were."""
    address = re.compile(rf"""([`"'])(http|ws)s?://{re.escape(host)}([^`"']*)\1""")
    text, count = address.subn(_expression, script.read_text(encoding="utf-8"))
    script.write_text(text, encoding="utf-8")
    return count


def _expression(found: re.Match[str]) -> str:
    _quote, scheme, path = found.groups()
    # Evaluated in the browser only: https pages get wss from the same replacement.
    origin = "location.origin" if scheme == "http" else 'location.origin.replace(/^http/,"ws")'
    return f'{origin}+"{path}"'
