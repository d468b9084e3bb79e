"""The project's own code, read as text and as syntax trees."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "admin_dashboard"
Function = ast.FunctionDef | ast.AsyncFunctionDef
FRAMEWORKS = {"granian", "reflex", "starlette"}
FEATURES = {
    "account",
    "activity",
    "api_tokens",
    "attributes",
    "exports",
    "imports",
    "invitations",
    "mail",
    "mass_actions",
    "roles",
    "selection",
    "sign_in",
    "spaces",
    "users",
    "views",
}
GROUND = {"core", "db", "jobs", "locales", "models"}
SCREEN_FOLDERS = {"ui", "web"}


def files(*folders: str) -> list[Path]:
    """Every Python file under these folders of the project."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def label(path: Path) -> str:
    """The path as a person would name it."""
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[Function]:
    """Every function and method of the file."""
    yield from (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def classes(path: Path) -> Iterator[ast.ClassDef]:
    """Every class of the file."""
    yield from (node for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef))


def length(node: Function | ast.ClassDef) -> int:
    """Lines from `def` or `class` to the end, without the docstring."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def is_screen(path: Path) -> bool:
    """Whether the file is what people see or what speaks HTTP: it uses a framework, `ui` or `web`."""
    parts = module(path).split(".")[1:]
    if parts[:1] and parts[0] in SCREEN_FOLDERS | GROUND:
        return parts[0] in SCREEN_FOLDERS
    used = (name.split(".") for name in imported(path))
    return any(name[0] in FRAMEWORKS or (name[0] == PACKAGE.name and set(name[1:2]) & SCREEN_FOLDERS) for name in used)


def module(path: Path) -> str:
    """The name by which other code imports the file."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(path: Path) -> set[str]:
    """Every module the file imports, as a full name: `reflex.state`, `admin_dashboard.users.service`."""
    package = path.relative_to(ROOT).parent.parts
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join((*package[: len(package) - node.level + 1], *filter(None, [node.module])))
            origin = base if node.level else (node.module or "")
            found |= {origin, *(f"{origin}.{alias.name}" for alias in node.names)}
    return found
