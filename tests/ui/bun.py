"""Runs a module of `assets/ui` the way a browser would, without one."""

import json
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

ASSETS = Path(__file__).parents[2] / "assets" / "ui"

BROWSER = """
const calls = [];
globalThis.calls = calls;
globalThis.document = { cookie: COOKIE, documentElement: { lang: "", dataset: {} } };
Object.defineProperty(globalThis, "navigator", { value: { languages: WANTED }, configurable: true });
globalThis.location = { protocol: "https:", reload: () => calls.push("reload"), assign: (a) => calls.push(a) };
globalThis.sessionStorage = { removeItem: (key) => calls.push(`forget ${key}`) };
globalThis.addEventListener = () => {};
globalThis.FormData = class { constructor(fields) { return Object.entries(fields.fields ?? {}); } };
const module = await import(FILE);
console.log(JSON.stringify(await (async () => { BODY })()));
"""


def run_in_browser(module: str, body: str, cookie: str = "", wanted: tuple[str, ...] = ("en-GB",)) -> Any:
    """What `body`, which may use `module`, returns in a browser with this cookie and these languages."""
    script = (
        BROWSER.replace("COOKIE", json.dumps(cookie))
        .replace("WANTED", json.dumps(wanted))
        .replace("FILE", json.dumps(str(ASSETS / f"{module}.js")))
        .replace("BODY", body)
    )
    bun = Path(sysconfig.get_path("scripts")) / "bun"
    done = subprocess.run([bun, "-e", script], capture_output=True, text=True, timeout=60, check=True)
    return json.loads(done.stdout)
