"""What the import rules of pyproject.toml cannot say."""

import pytest

from .source import (
    FEATURES,
    FRAMEWORKS,
    GROUND,
    PACKAGE,
    ROOT,
    SCREEN_FOLDERS,
    files,
    imported,
    is_screen,
    label,
    module,
)

RULES = {"commands", "jobs", "queries", "service"}
SCREENS = {module(path) for path in files("admin_dashboard") if is_screen(path)}


def test_the_scan_knows_a_screen_and_a_rule() -> None:
    assert "admin_dashboard.users.page" in SCREENS
    assert "admin_dashboard.users.service" not in SCREENS


def test_rules_are_no_screens() -> None:
    """Together with the import rules: nothing that a rule uses, however far away, is a screen either."""
    assert {name for name in SCREENS if name.rsplit(".", 1)[-1] in RULES} == set()


@pytest.mark.parametrize("folder", sorted(GROUND))
def test_the_ground_knows_neither_reflex_nor_http(folder: str) -> None:
    used = {name for path in files(f"admin_dashboard/{folder}") for name in imported(path)}
    assert {name for name in used if name.split(".")[0] in FRAMEWORKS} == set()


@pytest.mark.parametrize("feature", sorted(FEATURES))
def test_a_feature_uses_no_screen_of_another(feature: str) -> None:
    others = {name for name in SCREENS if name.split(".")[1:2] and name.split(".")[1] in FEATURES - {feature}}
    found = {label(path): imported(path) & others for path in files(f"admin_dashboard/{feature}")}
    assert {path: modules for path, modules in found.items() if modules} == {}


def test_every_folder_is_known_to_the_import_rules() -> None:
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir() and not path.name.startswith("_")}
    rules = (ROOT / "pyproject.toml").read_text()
    assert folders == FEATURES | GROUND | SCREEN_FOLDERS
    assert [name for name in FEATURES if f'"admin_dashboard.{name}",' not in rules] == []
