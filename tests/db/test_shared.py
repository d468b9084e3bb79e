"""Answers shared by those who ask the same: worked out once, and never older than what has been recorded."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest

from admin_dashboard.db import shared as module
from admin_dashboard.db.shared import shared
from tests.conftest import WorkAs
from tests.waiting import wait_until

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _for_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SECONDS", 60)


@pytest.fixture
def numbers() -> Iterator[int]:
    """Another number each time it is worked out."""
    return count(1)


def ask(work_as: WorkAs, numbers: Iterator[int], question: object = "how many") -> int:
    with work_as() as work:
        return shared(work.session, question, lambda: next(numbers))


def test_the_same_question_is_worked_out_once(work_as: WorkAs, numbers: Iterator[int]) -> None:
    assert [ask(work_as, numbers) for _ in range(3)] == [1, 1, 1]


def test_another_question_has_another_answer(work_as: WorkAs, numbers: Iterator[int]) -> None:
    assert [ask(work_as, numbers, ("name", letter)) for letter in "aba"] == [1, 2, 1]


def test_whatever_is_recorded_makes_it_old(work_as: WorkAs, numbers: Iterator[int]) -> None:
    ask(work_as, numbers)
    with work_as() as work:
        work.record("user.edited")
    assert ask(work_as, numbers) == 2


def test_what_nobody_records_shows_after_seconds(
    work_as: WorkAs, numbers: Iterator[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(work_as, numbers)
    monkeypatch.setattr(module, "SECONDS", 0)
    assert ask(work_as, numbers) == 2


def test_who_asks_meanwhile_waits_for_the_one_answer(work_as: WorkAs, numbers: Iterator[int]) -> None:
    begun, may_answer = threading.Event(), threading.Event()

    def slowly() -> Iterator[int]:
        begun.set()
        may_answer.wait(5)
        yield from numbers

    with ThreadPoolExecutor(2) as people:
        answers = [people.submit(ask, work_as, slowly())]
        wait_until(begun.is_set, "the first asker")
        answers.append(people.submit(ask, work_as, numbers))
        may_answer.set()
        assert [answer.result(5) for answer in answers] == [1, 1]


def test_a_refusal_is_not_kept(work_as: WorkAs, numbers: Iterator[int]) -> None:
    with work_as() as work, pytest.raises(ZeroDivisionError):
        shared(work.session, "how many", lambda: 1 // 0)
    assert ask(work_as, numbers) == 1


def test_no_more_are_kept_than_room_is_for(
    work_as: WorkAs, numbers: Iterator[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    assert [ask(work_as, numbers, letter) for letter in "abcba"] == [1, 2, 3, 2, 4]
