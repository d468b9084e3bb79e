"""The settings as people read them: present values without secrets, and the page docs/configuration.md."""

from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from .settings import Settings, settings

PAGE = Path(__file__).parents[1] / "docs" / "configuration.md"
HEAD = """# Configuration

Every setting is an environment variable, or a line in a file `.env` in the folder the product is started from.
`python -m admin_dashboard settings` prints the present values.

| Setting | Default | Values | Meaning |
|---|---|---|---|
"""
_KINDS = {int: "number", str: "text", bool: "true, false", Path: "folder", SecretStr: "text, secret"}
_BOUNDS = {"ge": "from", "le": "to"}


def values() -> dict[str, str]:
    """Name → present value; of a secret only whether it is set."""
    own = settings()
    return {name.upper(): _shown(getattr(own, name)) for name in Settings.model_fields}


def _shown(value: object) -> str:
    if isinstance(value, SecretStr):
        return "(set)" if value.get_secret_value() else "(not set)"
    return str(value).lower() if isinstance(value, bool) else str(value)


def markdown() -> str:
    """The page, generated from the fields and their docstrings."""
    return HEAD + "".join(_row(name.upper(), field) for name, field in Settings.model_fields.items())


def write() -> Path:
    """Write the page; returns where."""
    PAGE.write_text(markdown(), encoding="utf-8")
    return PAGE


def _row(name: str, field: FieldInfo) -> str:
    meaning = " ".join((field.description or "").split()).replace("|", "\\|")
    return f"| `{name}` | {_default(field.default)} | {_kind(field)} | {meaning} |\n"


def _default(value: object) -> str:
    plain = value.get_secret_value() if isinstance(value, SecretStr) else value
    text = str(plain).lower() if isinstance(plain, bool) else str(plain)
    return f"`{text}`" if text else "–"


def _kind(field: FieldInfo) -> str:
    if get_origin(field.annotation) is Literal:
        return ", ".join(f"`{choice}`" for choice in get_args(field.annotation))
    kind = _KINDS.get(field.annotation, "text")
    bounds = [
        f"{word} {bound}" for sign, word in _BOUNDS.items() if (bound := _bound(field.metadata, sign)) is not None
    ]
    return " ".join([kind, *bounds])


def _bound(metadata: list[Any], sign: str) -> Any:
    return next((getattr(rule, sign) for rule in metadata if hasattr(rule, sign)), None)
