"""Two people at once get one success and one clear refusal, on both databases."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlmodel import select

from admin_dashboard.core.errors import Conflict
from admin_dashboard.core.forms import parse
from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import Work, begin
from admin_dashboard.models import AuditEntry, User
from admin_dashboard.roles.service import MorePowerful
from admin_dashboard.users import rows, service, uniqueness
from admin_dashboard.users.commands import CreateUser, EditUser, SetPassword
from tests.conftest import WorkAs
from tests.factories import grant, make_user
from tests.users.acting import ELEONORE, GOOD_PASSWORD, with_role

PEOPLE = 4
Act = Callable[[Work, int], object]


@pytest.fixture
def at_once(database: str) -> Callable[[Act], Counter[str]]:
    """Everybody reads first, then everybody writes; the outcomes, counted."""

    def run(act: Act) -> Counter[str]:
        def one(number: int) -> str:
            try:
                with begin(SYSTEM) as work:
                    act(work, number)
            except Conflict as refusal:
                return ", ".join(refusal.fields) or type(refusal).__name__
            return "done"

        with ThreadPoolExecutor(PEOPLE) as pool:
            return Counter(pool.map(one, range(PEOPLE)))

    return run


@pytest.fixture
def checked_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody goes on before all have seen that the username and email are free."""
    barrier, look = Barrier(PEOPLE), uniqueness.taken

    def taken(work: Work, **wanted: object) -> object:
        found = look(work, **wanted)  # type: ignore[arg-type]
        barrier.wait(20)
        return found

    monkeypatch.setattr(service, "taken", taken)


@pytest.mark.usefixtures("checked_together")
class TestCreate:
    def test_the_same_username_succeeds_once_and_the_others_are_told(self, at_once: Callable[[Act], Counter[str]]):
        def create(work: Work, number: int) -> None:
            service.create(work, parse(CreateUser, {**ELEONORE, "email": f"{number}@example.org", "password": None}))

        assert at_once(create) == {"done": 1, "username": PEOPLE - 1}

    def test_the_same_email_succeeds_once_and_the_others_are_told(self, at_once: Callable[[Act], Counter[str]]):
        def create(work: Work, number: int) -> None:
            service.create(work, parse(CreateUser, {**ELEONORE, "username": f"a.b{number}", "password": None}))

        assert at_once(create) == {"done": 1, "email": PEOPLE - 1}

    def test_refusals_leave_nothing_behind(self, at_once: Callable[[Act], Counter[str]], work_as: WorkAs):
        at_once(lambda work, _number: service.create(work, parse(CreateUser, {**ELEONORE, "password": None})))
        with work_as() as work:
            assert len(work.session.exec(select(User.id)).all()) == 1
            assert work.session.exec(select(AuditEntry.action)).all() == ["user.created"]


class TestEdit:
    def test_of_one_user_succeeds_once_and_the_others_see_the_change(
        self, at_once: Callable[[Act], Counter[str]], work_as: WorkAs
    ):
        with work_as() as work:
            user = make_user(work.session, last_name="Dupont")
        together = Barrier(PEOPLE)

        def edit(work: Work, number: int) -> None:
            work.session.get(User, user.id)
            together.wait(20)
            names = {"first_name": user.first_name, "last_name": f"Dupont{'abcd'[number]}", "email": user.email}
            service.edit(work, parse(EditUser, {"user_id": user.id, "version": user.version, **names}))

        assert at_once(edit) == {"done": 1, "last_name": PEOPLE - 1}

    @pytest.mark.usefixtures("checked_together")
    def test_of_two_users_to_one_email_succeeds_once(
        self, at_once: Callable[[Act], Counter[str]], work_as: WorkAs, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(service, "taken", lambda _work, **_wanted: {})
        with work_as() as work:
            users = [make_user(work.session) for _number in range(PEOPLE)]

        def edit(work: Work, number: int) -> None:
            user = users[number]
            names = {"first_name": user.first_name, "last_name": user.last_name, "email": "one@example.org"}
            service.edit(work, parse(EditUser, {"user_id": user.id, "version": user.version, **names}))

        assert at_once(edit) == {"done": 1, "email": PEOPLE - 1}


class TestDisable:
    def test_of_one_user_happens_once(self, at_once: Callable[[Act], Counter[str]], work_as: WorkAs):
        with work_as() as work:
            user_id = make_user(work.session).id or 0
        assert at_once(lambda work, _number: service.disable(work, user_id)) == {"done": PEOPLE}
        with work_as() as work:
            assert work.session.exec(select(AuditEntry.action)).all() == ["user.disabled"]


def _edit(work: Work, user: User) -> None:
    names = {"first_name": "Other", "last_name": user.last_name, "email": user.email}
    service.edit(work, parse(EditUser, {"user_id": user.id, "version": user.version, **names}))


def _set_password(work: Work, user: User) -> None:
    service.set_password(work, parse(SetPassword, {"user_id": user.id, "password": GOOD_PASSWORD}))


def _disable(work: Work, user: User) -> None:
    service.disable(work, user.id or 0)


class TestPromotion:
    @pytest.fixture
    def promoted_before_held(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Whoever is about to be held is made an administrator by somebody else just before."""
        hold = rows.hold

        def promote_first(work: Work, user: User) -> User:
            with begin(SYSTEM) as other:
                grant(other.session, user)
            return hold(work, user)

        monkeypatch.setattr(rows, "hold", promote_first)

    @pytest.mark.usefixtures("promoted_before_held")
    @pytest.mark.parametrize("act", [_edit, _set_password, _disable])
    def test_in_between_protects_at_once(self, database: str, work_as: WorkAs, act: Callable[[Work, User], None]):
        with work_as() as work:
            manager, user = with_role(work.session, "user_manager"), make_user(work.session)
        with pytest.raises(MorePowerful), work_as(manager) as work:
            act(work, user)
        with work_as() as work:
            stored = work.session.get_one(User, user.id)
            assert (stored.first_name, stored.password_hash, stored.is_enabled) == ("Jane", None, True)
