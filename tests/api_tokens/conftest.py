"""People who hold API tokens."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from admin_dashboard.core import api_tokens, clock
from admin_dashboard.core.permissions import Actor
from admin_dashboard.models import User
from tests.conftest import WorkAs
from tests.factories import NOW, actor_of, grant, make_api_token, make_user


@dataclass(frozen=True)
class Holder:
    """Somebody with a token."""

    user: User
    actor: Actor
    token: str
    token_id: int

    @property
    def id(self) -> int:
        return self.user.id or 0


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def hold(work_as: WorkAs) -> Callable[..., Holder]:
    """Make somebody with these roles and a token."""

    def make(*roles: str, **values) -> Holder:
        with work_as() as work:
            user = make_user(work.session, **{"first_login_at": NOW, **values})
            for role in roles or ("administrator",):
                grant(work.session, user, role)
            row, token = make_api_token(work.session, user)
            return Holder(user, actor_of(work.session, user), token, row.id or 0)

    return make


@pytest.fixture
def works(work_as: WorkAs) -> Callable[[Holder], bool]:
    """Whether the token is one that is stored and live."""

    def look(holder: Holder) -> bool:
        with work_as() as work:
            return api_tokens.find(work.session, holder.token, NOW) is not None

    return look
