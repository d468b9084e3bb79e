"""Making API tokens, listing and revoking them; who may."""

import pytest
from sqlmodel import select

from admin_dashboard.api_tokens import queries, service
from admin_dashboard.api_tokens.commands import MakeToken
from admin_dashboard.core import api_tokens
from admin_dashboard.core.errors import InvalidInput, NotAllowed, NotFound
from admin_dashboard.core.forms import parse
from admin_dashboard.core.permissions import Permission
from admin_dashboard.models import ApiToken, AuditEntry
from admin_dashboard.users.rows import LARGEST_ID
from tests.factories import NOW, grant, make_user
from tests.users.acting import holder, with_role

COMMAND = parse(MakeToken, {"name": "Nightly script", "days": "30"})


class TestMake:
    def test_gives_the_token_once_and_keeps_its_hash(self, database, hold, work_as):
        me = hold()
        with work_as(me.actor) as work:
            made = service.make(work, COMMAND)
        assert made.token.startswith("adm_")
        assert len(made.token) == 47
        with work_as() as work:
            stored = work.session.get_one(ApiToken, made.id)
            assert made.token not in str(stored.model_dump())
            found = api_tokens.find(work.session, made.token, NOW)
            assert found is not None
            assert found.user_id == me.id

    def test_is_audited_without_the_token(self, database, hold, work_as):
        me = hold()
        with work_as(me.actor) as work:
            made = service.make(work, COMMAND)
        with work_as() as work:
            entry = work.session.exec(select(AuditEntry).where(AuditEntry.action == "api_token.made")).one()
        assert (entry.actor_id, entry.user_id) == (me.id, me.id)
        assert '"api_token": "Nightly script"' in (entry.detail or "")
        assert made.token not in (entry.detail or "")

    def test_ends_on_the_day_it_was_made_for(self, database, hold, work_as):
        me = hold()
        with work_as(me.actor) as work:
            made = service.make(work, COMMAND)
        with work_as() as work:
            assert api_tokens.find(work.session, made.token, made.ends_at) is None
        assert (made.ends_at - NOW).days == 30

    def test_needs_the_right(self, work_as):
        with work_as() as work:
            actor = with_role(work.session, "user_manager")
        with pytest.raises(NotAllowed), work_as(actor) as work:
            service.make(work, COMMAND)

    def test_needs_it_at_this_very_moment(self, database, hold, work_as):
        me = hold()
        with work_as() as work:
            work.session.get_one(type(me.user), me.id).is_enabled = False
        with pytest.raises(service.MayNotHaveTokens), work_as(me.actor) as work:
            service.make(work, COMMAND)

    def test_for_somebody_else_is_for_the_system(self, database, hold, work_as):
        me, other = hold(), hold()
        with pytest.raises(NotAllowed), work_as(me.actor) as work:
            service.make_for(work, other.id, COMMAND)
        with work_as() as work:
            assert service.make_for(work, other.id, COMMAND).name == "Nightly script"

    def test_for_who_may_not_have_one_is_refused(self, database, work_as):
        with work_as() as work:
            user = make_user(work.session)
            grant(work.session, user, "user_manager")
        with pytest.raises(service.MayNotHaveTokens), work_as() as work:
            service.make_for(work, user.id or 0, COMMAND)

    def test_for_nobody_is_refused(self, work_as):
        with pytest.raises(NotFound), work_as() as work:
            service.make_for(work, 4711, COMMAND)

    def test_stops_at_as_many_as_one_person_may_have(self, hold, work_as, monkeypatch):
        monkeypatch.setattr(service, "MOST_TOKENS", 2)
        me = hold()
        with work_as(me.actor) as work:
            service.make(work, COMMAND)
        with pytest.raises(service.EnoughTokens), work_as(me.actor) as work:
            service.make(work, COMMAND)


class TestCommand:
    @pytest.mark.parametrize("name", ["", "  ", "a\nb\x00", "x" * 61, None, 5, ["x"], "\ud800", "\u200b"])
    def test_wants_a_name(self, name):
        with pytest.raises(InvalidInput) as refused:
            parse(MakeToken, {"name": name, "days": "30"})
        assert set(refused.value.fields) == {"name"}

    @pytest.mark.parametrize("days", ["0", "1", "31", "-7", "7.0", "٧", "x", "", 7, None, True, ["7"]])
    def test_wants_one_of_the_times(self, days):
        with pytest.raises(InvalidInput) as refused:
            parse(MakeToken, {"name": "Script", "days": days})
        assert set(refused.value.fields) == {"days"}

    def test_takes_the_time_as_a_form_sends_it(self):
        assert parse(MakeToken, {"name": " My \t script ", "days": "365"}).model_dump() == {
            "name": "My script",
            "days": 365,
        }

    @pytest.mark.parametrize("field", ["id", "user_id", "token", "token_hash", "ends_at"])
    def test_admits_no_other_field(self, field):
        with pytest.raises(InvalidInput):
            parse(MakeToken, {"name": "Script", "days": "7", field: "1"})


class TestList:
    def test_holds_ones_own_and_nothing_secret(self, database, hold, work_as):
        me, _other = hold(), hold()
        with work_as(me.actor) as work:
            found = queries.tokens(work)
        assert [row.id for row in found] == [me.token_id]
        assert me.token not in str(found)

    def test_says_what_has_ended(self, hold, work_as):
        me = hold()
        with work_as(me.actor) as work:
            work.session.get_one(ApiToken, me.token_id).ends_at = NOW
        with work_as(me.actor, now=NOW) as work:
            assert [row.is_over for row in queries.tokens(work)] == [True]

    def test_needs_the_right(self, work_as):
        with pytest.raises(NotAllowed), work_as(holder(Permission.USERS_VIEW)) as work:
            queries.tokens(work)


class TestRevoke:
    def test_ends_it_at_once_and_is_audited(self, database, hold, work_as, works):
        me = hold()
        with work_as(me.actor) as work:
            assert service.revoke(work, me.token_id) == "Script"
        assert not works(me)
        with work_as() as work:
            entry = work.session.exec(select(AuditEntry).where(AuditEntry.action == "api_token.revoked")).one()
            assert (entry.actor_id, entry.user_id) == (me.id, me.id)

    @pytest.mark.parametrize("token_id", [0, -1, 4711, LARGEST_ID + 1, 10**30, None, "1", {}])
    def test_of_none_is_refused(self, hold, work_as, token_id):
        me = hold()
        with pytest.raises(NotFound), work_as(me.actor) as work:
            service.revoke(work, token_id)

    def test_of_somebody_elses_is_as_if_there_were_none(self, database, hold, work_as, works):
        me, other = hold(), hold()
        with pytest.raises(NotFound), work_as(me.actor) as work:
            service.revoke(work, other.token_id)
        assert works(other)
