from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.models import SignInSession
from tests.factories import NOW


def test_a_fault_of_the_database_does_not_repeat_what_was_to_be_stored(database: str):
    moments: dict[str, Any] = dict.fromkeys(("created_at", "seen_at", "idle_until", "ends_at"), NOW)
    with begin(SYSTEM) as work, work.session.begin_nested():
        work.session.add(SignInSession(token_hash="the secret hash", user_id=999, **moments))
        with pytest.raises(IntegrityError) as fault:
            work.session.flush()
    assert "the secret hash" not in str(fault.value)
