"""Every action and every fact the product records can be read by a person."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import pytest

import admin_dashboard
from admin_dashboard.activity.words import ACTIONS, ATTRIBUTES, LABELS, MAILS
from admin_dashboard.core.i18n import Message
from admin_dashboard.mail.templates import Template

RECORD = {"work.record", "chunk.record", "chunk.record_ended"}
SOURCES = sorted(Path(admin_dashboard.__file__).parent.rglob("*.py"))


def is_record(node: ast.AST) -> TypeGuard[ast.Call]:
    """Whether this is a call of `work.record`, or of what records for many."""
    return isinstance(node, ast.Call) and ast.unparse(node.func) in RECORD


def recorded() -> Iterator[tuple[str, ast.Call]]:
    """(place, call) of every `work.record(…)` in the product."""
    for path in SOURCES:
        calls = filter(is_record, ast.walk(ast.parse(path.read_text())))
        yield from ((f"{path.parent.name}/{path.name}:{call.lineno}", call) for call in calls)


CALLS = dict(recorded())


@pytest.mark.parametrize("place", CALLS)
class TestEveryRecord:
    def test_names_its_action_by_a_literal_that_has_words(self, place: str):
        action = CALLS[place].args[0]
        assert isinstance(action, ast.Constant), "write the action as a literal"
        assert action.value in ACTIONS

    def test_gives_facts_that_have_a_name(self, place: str):
        assert {keyword.arg for keyword in CALLS[place].keywords if keyword.arg} <= {*LABELS, ATTRIBUTES}


def test_no_words_are_kept_for_what_is_never_recorded():
    used = {action.value for call in CALLS.values() if isinstance(action := call.args[0], ast.Constant)}
    assert ACTIONS.keys() <= used


def test_every_mail_has_a_name():
    assert MAILS.keys() == {str(template) for template in Template}


def test_words_are_messages():
    assert all(isinstance(words.text, Message) for words in ACTIONS.values())
