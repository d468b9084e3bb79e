"""Every text a person reads is in the catalogues, in every language."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from tools import messages

from .source import files, label, tree

PLACEHOLDER = Formatter()
DEFINE_THEM = {"admin_dashboard/core/i18n.py", "admin_dashboard/ui/i18n.py"}
TRANSLATIONS = [language for language in messages.LANGUAGES if language != "en"]


def test_the_extraction_finds_known_texts() -> None:
    assert "Choose your own password first." in messages.extracted()


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_a_catalogue_holds_the_texts_of_the_code_and_no_others(language: str) -> None:
    kept = {messages.identifier(message) for message in messages.read(language) if message.id}
    assert kept ^ messages.extracted() == set(), "run `make messages`"


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_every_text_is_translated(language: str) -> None:
    assert messages.untranslated(messages.read(language)) == []


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_translation_names_the_values_of_its_text(language: str) -> None:
    wrong = []
    for message in messages.read(language):
        texts, translations = _forms(messages.identifier(message)), messages.translations(message)
        # A singular may say "one" instead of naming the number.
        named = [_values(text) for text in texts]
        fits = [_values(t) == named[-1] or (_values(t) < named[-1] and len(texts) > 1) for t in translations if t]
        wrong += [] if all(fits) else [texts]
    assert wrong == []


def _forms(text: messages.MsgId) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else text


def _values(text: str) -> set[str]:
    return {name for _, name, _, _ in PLACEHOLDER.parse(text) if name} if re.search(r"{\w", text) else set()


@pytest.mark.parametrize("path", files("admin_dashboard"), ids=label)
def test_a_text_to_translate_is_a_literal(path: Path) -> None:
    calls = [n for n in ast.walk(tree(path)) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    texts = [(n.lineno, arg) for n in calls for arg in n.args[: _text_count(n)]]
    wrong = [line for line, text in texts if not (isinstance(text, ast.Constant) and isinstance(text.value, str))]
    assert label(path) in DEFINE_THEM or wrong == []


@pytest.mark.parametrize("path", files("admin_dashboard"), ids=label)
def test_no_text_stands_inside_an_f_string_where_the_extraction_does_not_look(path: Path) -> None:
    f_strings = [node for node in ast.walk(tree(path)) if isinstance(node, ast.JoinedStr)]
    inner = [n for f_string in f_strings for n in ast.walk(f_string) if isinstance(n, ast.Call)]
    assert [n.lineno for n in inner if isinstance(n.func, ast.Name) and _text_count(n)] == []


def _text_count(call: ast.Call) -> int:
    assert isinstance(call.func, ast.Name)
    return {"_": 1, "t": 1, "n_": 2, "tn": 2}.get(call.func.id, 0)
