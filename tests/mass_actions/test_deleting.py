"""Deleting many: what is known of them goes, that they were here stays, and nobody gets their name."""

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel, select

from admin_dashboard.core import audit
from admin_dashboard.core.errors import NotAllowed
from admin_dashboard.core.forms import parse
from admin_dashboard.core.permissions import SYSTEM, Actor
from admin_dashboard.core.work import begin
from admin_dashboard.mass_actions.reasons import Reason
from admin_dashboard.models import AuditEntry, MassItem, User
from admin_dashboard.users import service
from admin_dashboard.users.commands import CreateUser
from admin_dashboard.users.uniqueness import AlreadyTaken
from tests.conftest import WorkAs
from tests.factories import (
    give_value,
    grant,
    make_administrator,
    make_attribute,
    make_invitation,
    make_message,
    make_session,
    make_space,
    make_user,
)
from tests.users.acting import ELEONORE, with_role

from .doing import ask, carried_out, outcomes

DELETE = "delete"


@pytest.fixture
def eleonore(work_as: WorkAs, database: str) -> User:
    """Somebody with a row in every table."""
    with work_as() as work:
        made = service.create(work, parse(CreateUser, ELEONORE))
    with work_as() as work:
        user = work.session.get_one(User, made.id)
        grant(work.session, user, "help_desk")
        make_session(work.session, user)
        make_message(work.session, user, make_invitation(work.session, user)[0])
        make_space(work.session, "", user)
        make_attribute(work.session)
        give_value(work.session, user, "badge", "red")
        return user


class TestDelete:
    def test_leaves_nothing_that_was_known_of_them(self, administrator: Actor, eleonore: User):
        carried_out(ask("set_attribute", eleonore, attribute="badge", value="blue"), administrator)
        carried_out(ask(DELETE, eleonore, reason="asked for it"), administrator)
        with begin(SYSTEM) as work:
            for name, table in SQLModel.metadata.tables.items():
                kept = str(work.session.connection().execute(table.select()).all()).lower()
                assert not [word for word in ("onore", "d'arc", "'red'") if word in kept], name

    def test_keeps_what_happened_and_the_trail_whole(self, administrator: Actor, eleonore: User):
        carried_out(ask(DELETE, eleonore), administrator)
        with begin(SYSTEM) as work:
            told = select(AuditEntry.action).where(AuditEntry.user_id == eleonore.id).order_by("id")
            assert work.session.exec(told).all() == ["user.created", "user.deleted"]
            assert audit.verify(work.session) == []

    def test_gives_the_username_to_nobody_else(self, work_as: WorkAs, administrator: Actor, eleonore: User):
        carried_out(ask(DELETE, eleonore), administrator)
        with pytest.raises(AlreadyTaken) as refused, work_as() as work:
            service.create(work, parse(CreateUser, ELEONORE))
        assert set(refused.value.fields) == {"username"}
        with work_as() as work:
            assert service.propose_username(work, "Éléonore", "D'Arc") == "eleonore.darc2"

    def test_frees_the_email_address(self, work_as: WorkAs, administrator: Actor, eleonore: User):
        carried_out(ask(DELETE, eleonore), administrator)
        with work_as() as work:
            assert service.create(work, parse(CreateUser, {**ELEONORE, "username": "eleonore.arc"})).id

    def test_leaves_the_actor_the_last_administrator_and_who_has_more_rights(self, work_as: WorkAs, database: str):
        with work_as() as work:
            actor, other = with_role(work.session, "administrator"), make_administrator(work.session)
            himself = work.session.get_one(User, actor.id)
        done = carried_out(ask(DELETE, himself, other), actor)
        assert outcomes(done.job_id) == {actor.id: Reason.YOURSELF, other.id: "done"}
        done = carried_out(ask(DELETE, himself))
        assert outcomes(done.job_id) == {actor.id: Reason.LAST_ADMINISTRATOR}

    def test_needs_a_right_that_few_have(self, work_as: WorkAs, people: list[User]):
        with work_as() as work:
            manager = with_role(work.session, "user_manager")
        with pytest.raises(NotAllowed):
            carried_out(ask(DELETE, *people), manager)

    def test_reports_go_on_naming_their_number(self, work_as: WorkAs, people: list[User]):
        done = carried_out(ask("disable", *people))
        carried_out(ask(DELETE, *people))
        assert list(outcomes(done.job_id)) == [user.id for user in people]

    def test_an_id_is_never_given_again(self, work_as: WorkAs, people: list[User]):
        carried_out(ask(DELETE, *people))
        with work_as() as work:
            assert (make_user(work.session).id or 0) > max(user.id or 0 for user in people)
            assert work.session.exec(select(MassItem)).all()
            assert work.session.execute(text("SELECT count(*) FROM retired_usernames")).scalar() == 5
