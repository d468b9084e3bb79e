"""What an update writes, what goes with it, and what it leaves."""

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import col, select

from admin_dashboard.attributes import queries as attributes
from admin_dashboard.core.errors import NotAllowed
from admin_dashboard.core.permissions import Permission
from admin_dashboard.models import AuditEntry, Link, Message, SignInSession, User
from tests.conftest import WorkAs
from tests.factories import (
    NOW,
    actor_of,
    give_value,
    make_administrator,
    make_attribute,
    make_invitation,
    make_session,
    make_user,
)
from tests.users.acting import holder, with_role

from .importing import Stored, checked, counts, csv, imported, outcomes, reasons, rows_of

WITH_BADGE = "username,first_name,badge"


def values_of(work_as: WorkAs, user: User) -> dict[str, str]:
    with work_as() as work:
        return attributes.values_of(work.session, [user.id or 0]).get(user.id or 0, {})


def entries(work_as: WorkAs, user: User) -> list[tuple[str, dict[str, Any]]]:
    """What the trail says of the user, without what belongs to the whole chunk."""
    with work_as() as work:
        found = select(AuditEntry).where(AuditEntry.user_id == user.id).order_by(col(AuditEntry.id))
        details = [(one.action, json.loads(one.detail or "{}")) for one in work.session.exec(found)]
    return [(action, {k: v for k, v in d.items() if k not in {"salt", "import_id", "job"}}) for action, d in details]


class TestFields:
    def test_that_are_empty_stay(self, anna: User, stored: Stored):
        imported(csv("anna.long,,Short,****"))
        found = stored("anna.long")
        assert (found.first_name, found.last_name, found.email) == ("Anna", "Short", "anna@example.org")

    def test_are_found_by_their_new_name(self, anna: User, stored: Stored):
        imported(csv("anna.long,,Nouveau,"))
        found = stored("anna.long")
        assert ("  nouveau" in found.search, found.name_key) == (True, "nouveau anna")
        assert found.first_name_key == "anna nouveau"

    def test_are_told_old_and_new(self, work_as: WorkAs, anna: User):
        done = imported(csv("anna.long,Hannah,,new@example.org"))
        assert [(c.target, c.old, c.new) for c in rows_of(done)[0].changes] == [
            ("first_name", "Anna", "Hannah"),
            ("email", "anna@example.org", "new@example.org"),
        ]
        edited = {"first_name": ["Anna", "Hannah"], "email": ["anna@example.org", "new@example.org"], "attributes": {}}
        assert entries(work_as, anna) == [("user.edited", edited)]

    def test_that_are_the_same_change_nothing(self, work_as: WorkAs, anna: User, stored: Stored):
        assert outcomes(imported(csv("anna.long,Anna,Long,Anna@Example.org"))) == ["unchanged"]
        assert (stored("anna.long").version, entries(work_as, anna)) == (1, [])

    def test_of_everybody_cannot_be_cleared(self, anna: User):
        found = imported(csv("anna.long,-,,"))
        assert reasons(found) == ["2 first_name: This cannot be empty: “-” clears optional values only."]

    def test_a_language_is_set_and_cleared(self, anna: User, stored: Stored):
        imported(csv("anna.long,Français", head="username,language"))
        assert stored("anna.long").language == "fr"
        imported(csv("anna.long,-", head="username,language"))
        assert stored("anna.long").language is None

    def test_a_language_we_do_not_speak_is_a_warning(self, anna: User):
        found = imported(csv("anna.long,de", head="username,language"))
        assert (counts(found), found.warned) == ((0, 0, 1, 0), 1)
        assert [str(one.reason) for one in rows_of(found)[0].warnings] == [
            "This language is not available here: left as it is."
        ]


class TestPassword:
    def test_of_somebody_who_is_there_is_never_touched(self, anna: User, stored: Stored):
        head = "username,password"
        done = imported(csv("anna.long,quiet-harbor-57", head=head), mapping=using_passwords)
        assert (outcomes(done), stored("anna.long").password_hash) == (["unchanged"], None)
        assert "stays as it is" in str(rows_of(done)[0].warnings[0].reason)


def using_passwords(mapping):
    return replace(mapping, passwords="use")


class TestAttributes:
    def test_are_set_changed_and_cleared(self, work_as: WorkAs, anna: User):
        with work_as() as work:
            make_attribute(work.session)
        for typed, kept in (("7", {"badge": "7"}), ("8", {"badge": "8"}), ("", {"badge": "8"}), ("-", {})):
            imported(csv(f"anna.long,,{typed}", head=WITH_BADGE))
            assert values_of(work_as, anna) == kept

    def test_others_stay(self, work_as: WorkAs, anna: User):
        with work_as() as work:
            make_attribute(work.session)
            give_value(work.session, anna, "function", "Cook")
        imported(csv("anna.long,,7", head=WITH_BADGE))
        assert values_of(work_as, anna) == {"function": "Cook", "badge": "7"}

    def test_that_are_required_cannot_be_cleared(self, work_as: WorkAs, anna: User):
        with work_as() as work:
            make_attribute(work.session, is_required=True)
        assert reasons(imported(csv("anna.long,,-", head=WITH_BADGE))) == ["2 badge: Please fill this in."]

    def test_that_are_required_are_not_asked_of_who_is_there(self, work_as: WorkAs, anna: User):
        with work_as() as work:
            make_attribute(work.session, is_required=True)
        assert outcomes(imported(csv("anna.long,Hannah,Long,"))) == ["updated"]

    def test_are_told_old_and_new(self, work_as: WorkAs, anna: User):
        with work_as() as work:
            give_value(work.session, anna, "function", "Cook")
        imported(csv("anna.long,Baker", head="username,function"))
        assert entries(work_as, anna) == [("user.edited", {"attributes": {"function": ["Cook", "Baker"]}})]


class TestNewAddress:
    def test_ends_what_was_sent_to_the_old_one_which_is_told(self, work_as: WorkAs, anna: User):
        with work_as() as work:
            make_invitation(work.session, anna)
        imported(csv("anna.long,Hannah,,new@example.org"))
        with work_as() as work:
            assert [link.revoked_at is None for link in work.session.exec(select(Link))] == [False]
            mail = work.session.exec(select(Message)).one()
        assert (mail.kind, mail.to_address, "Hannah" in (mail.body_text or "")) == (
            "email_changed",
            "anna@example.org",
            True,
        )


class TestEnabled:
    def test_no_disables_and_ends_sessions(self, work_as: WorkAs, anna: User, stored: Stored):
        with work_as() as work:
            make_session(work.session, anna)
        imported(csv("anna.long,non", head="username,enabled"))
        assert (stored("anna.long").is_enabled, stored("anna.long").disabled_at is None) == (False, False)
        with work_as() as work:
            assert work.session.exec(select(SignInSession)).all() == []
        assert entries(work_as, anna) == [("user.disabled", {"sessions_ended": 1})]

    def test_yes_enables(self, work_as: WorkAs, database: str, stored: Stored):
        with work_as() as work:
            make_user(work.session, username="anna.long", is_enabled=False, disabled_at=NOW)
        imported(csv("anna.long,yes", head="username,enabled"))
        assert (stored("anna.long").is_enabled, stored("anna.long").disabled_at) == (True, None)

    def test_without_the_column_stays(self, work_as: WorkAs, database: str, stored: Stored):
        with work_as() as work:
            make_user(work.session, username="anna.long", is_enabled=False, disabled_at=NOW)
        imported(csv("anna.long,Hannah,Long,"))
        assert stored("anna.long").is_enabled is False

    def test_of_somebody_new_may_be_no(self, stored: Stored):
        imported(csv("anna.long,Anna,Long,a@example.org,no", head="username,first_name,last_name,email,enabled"))
        assert stored("anna.long").is_enabled is False

    def test_nobody_disables_themselves(self, work_as: WorkAs, database: str):
        with work_as() as work:
            anna = make_administrator(work.session, username="anna.long")
            make_administrator(work.session)
            actor = actor_of(work.session, anna)
        found = imported(csv("anna.long,no", head="username,enabled"), actor)
        assert reasons(found) == ["2 enabled: You cannot do this to yourself."]

    def test_the_last_administrator_stays_wherever_in_the_file(self, work_as: WorkAs, stored: Stored):
        with work_as() as work:
            for name in ("anna.long", "bert.short"):
                make_administrator(work.session, username=name)
            for number in range(250):
                make_user(work.session, username=f"someone.n{number}")
        others = [f"someone.n{number}," for number in range(250)]
        found = checked(csv("bert.short,no", *others, "anna.long,no", head="username,enabled"))
        assert reasons(found) == ["253 enabled: This is the last enabled administrator."]

    def test_needs_the_right(self, work_as: WorkAs, anna: User):
        rights = (Permission.USERS_VIEW, Permission.USERS_IMPORT, Permission.USERS_EDIT, Permission.USERS_CREATE)
        with pytest.raises(NotAllowed):
            checked(csv("anna.long,no", head="username,enabled"), holder(*rights))


def test_a_manager_disables_whom_they_may(work_as: WorkAs, anna: User, stored: Stored):
    with work_as() as work:
        manager = with_role(work.session, "user_manager")
    imported(csv("anna.long,no", head="username,enabled"), manager)
    assert stored("anna.long").is_enabled is False
