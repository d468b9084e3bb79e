"""The stylesheets and the parts: what must hold for all of them."""

import re
from pathlib import Path

import pytest
import reflex as rx

from admin_dashboard.ui import theme
from admin_dashboard.ui.i18n import t
from admin_dashboard.ui.kit import button, icon_button, menu, question, row_menu, sheet
from admin_dashboard.ui.pages import broken, not_found
from admin_dashboard.ui.root import root

ASSETS = Path(theme.__file__).parents[2] / "assets"
OPEN = rx.Var("isOpen").to(bool)
PARTS = sorted((ASSETS / "css").glob("*.css"))


class TestStylesheets:
    def test_are_all_given_to_the_app(self):
        assert {ASSETS / sheet.strip("/") for sheet in theme.STYLESHEETS} == set(PARTS)

    @pytest.mark.parametrize("part", [p for p in PARTS if p.stem != "tokens"], ids=lambda p: p.stem)
    def test_take_their_colours_from_the_tokens(self, part):
        assert re.findall(r"#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(", part.read_text()) == []

    @pytest.mark.parametrize("part", PARTS, ids=lambda p: p.stem)
    def test_use_only_tokens_that_are_defined(self, part):
        defined = set(re.findall(r"(--[\w-]+):", "".join(p.read_text() for p in PARTS)))
        of_radix = re.compile(r"--(slate|blue|red|teal|amber|ruby|grass|gray|green|accent|radius|color|radix)-")
        used = set(re.findall(r"var\((--[\w-]+)", part.read_text()))
        assert {name for name in used - defined if not of_radix.match(name)} == set()

    def test_are_one_rule_a_line(self):
        for part in PARTS:
            rules = [line for line in part.read_text().splitlines() if line.count("{") > 1 and "@keyframes" not in line]
            assert rules == [], part.name

    def test_keep_what_moves_still_for_who_asks(self):
        assert "prefers-reduced-motion: reduce" in (ASSETS / "css" / "narrow.css").read_text()
        assert theme.STYLESHEETS[-1].endswith("narrow.css")


class TestModules:
    @pytest.mark.parametrize("module", sorted((ASSETS / "ui").glob("*.js")), ids=lambda p: p.stem)
    def test_evaluate_no_strings(self, module):
        assert not re.search(r"\beval\(|new Function|innerHTML|insertAdjacentHTML", module.read_text())


class TestParts:
    def test_a_sheet_has_a_title_and_a_description(self):
        made = str(sheet(t("Add user"), t("An internal user."), open=OPEN, on_open_change=rx.noop()).render())
        assert "Dialog.Title" in made
        assert "Dialog.Description" in made

    def test_a_question_can_always_be_refused(self):
        made = str(question(t("Disable?"), t("They cannot sign in."), confirm=button("Disable"), open=OPEN).render())
        assert "AlertDialog.Cancel" in made
        assert "AlertDialog.Description" in made

    def test_an_icon_alone_has_a_name_and_a_tooltip(self):
        made = str(icon_button("x", "Close").render())
        assert '"aria-label":"Close"' in made
        assert 'content:"Close"' in made

    def test_a_busy_button_keeps_the_focus(self):
        made = str(button("Save", busy=True).render())
        assert '"aria-disabled"' in made
        assert "disabled:true" not in made

    def test_a_menu_leaves_the_page_to_screen_readers(self):
        assert "modal:false" in str(menu(button("More")).render())
        assert '"aria-label":"Actions for Marie"' in str(row_menu("Actions for Marie").render())


class TestRoot:
    def test_replaces_what_the_framework_shows_of_itself(self):
        assert set(root()["app_wraps"]) == {(19, "ErrorBoundary")}

    def test_brings_the_fonts_package(self):
        assert "@fontsource-variable/inter@5.2.8" in root()["hydrate_fallback"]()._get_all_imports()

    @pytest.mark.parametrize("page", [broken, not_found])
    def test_has_a_heading_in_a_main_part_on_every_page_of_its_own(self, page):
        made = str(page().render())
        assert "'\"main\"'" in made
        assert "'\"h1\"'" in made
