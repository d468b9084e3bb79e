"""Who a row is about, and what stands against it: by today's data, and by the rest of the file."""

import pytest

from admin_dashboard.models import RetiredUsername, Source, User
from admin_dashboard.users.uniqueness import retired_form
from tests.conftest import WorkAs
from tests.factories import grant, make_attribute, make_user
from tests.users.acting import with_role

from .importing import Stored, checked, counts, csv, imported, outcomes, reasons, rows_of

ANNA = "anna.long,Anna,Long,anna@example.org"
EMAIL = "first_name,last_name,email"


class TestKey:
    def test_is_the_username(self, anna: User, stored: Stored):
        imported(csv("anna.long,Anna,Short,new@example.org"))
        found = stored("anna.long")
        assert (found.last_name, found.email, found.version) == ("Short", "new@example.org", 2)

    def test_is_compared_as_it_is_stored(self, anna: User, stored: Stored):
        imported(csv("Ａnna.LONG,Anna,Short,"))
        assert stored("anna.long").last_name == "Short"

    def test_is_the_email_without_a_username(self, anna: User, stored: Stored):
        imported(csv("Anna,Short,ANNA@example.org", head=EMAIL))
        assert stored("anna.long").last_name == "Short"

    def test_is_the_email_where_the_username_is_empty(self, anna: User, stored: Stored):
        imported(csv(",Anna,Short,anna@example.org"))
        assert stored("anna.long").last_name == "Short"

    def test_may_not_be_missing(self, database: str):
        found = imported(csv(",Anna,Long,"))
        assert reasons(found) == ["2 : This row names nobody: it has neither a username nor an email."]


class TestWithoutUsername:
    def test_one_is_made_from_the_names(self, stored: Stored):
        imported(csv("Éléonore,D'Arc,e@example.org", head=EMAIL))
        assert stored("eleonore.darc").email == "e@example.org"

    def test_it_is_one_nobody_has_or_had(self, work_as: WorkAs, anna: User, stored: Stored):
        with work_as() as work:
            work.session.add(RetiredUsername(digest=retired_form("anna.long2")))
        imported(csv("Anna,Long,a3@example.org", "Anna,Long,a4@example.org", head=EMAIL))
        assert [stored(name).email for name in ("anna.long3", "anna.long4")] == ["a3@example.org", "a4@example.org"]

    def test_it_is_none_that_the_file_gives_to_somebody(self, database: str):
        found = imported(csv(",Anna,Long,a@example.org", "anna.long,Anna,Long,b@example.org"))
        assert [(row.username, row.email) for row in rows_of(found)] == [
            ("anna.long2", "a@example.org"),
            ("anna.long", "b@example.org"),
        ]

    def test_names_without_latin_letters_give_none(self, database: str):
        found = imported(csv("Мария,Петрова,m@example.org", head=EMAIL))
        assert reasons(found) == ["2 first_name: No username can be made from these names. Add one."]

    def test_hundreds_of_the_same_name_have_their_own(self, database: str):
        found = imported(csv(*(f"Anna,Long,a{number}@example.org" for number in range(150)), head=EMAIL))
        names = [row.username for row in rows_of(found)]
        assert (names[0], names[1], names[149], len(set(names))) == ("anna.long", "anna.long2", "anna.long150", 150)


class TestConflicts:
    def test_a_known_username_with_the_email_of_somebody_else(self, work_as: WorkAs, anna: User):
        with work_as() as work:
            make_user(work.session, username="bert.short", email="bert@example.org")
        found = imported(csv("anna.long,Anna,Long,bert@example.org"))
        assert reasons(found) == ["2 email: Another user, bert.short, has this email address."]

    def test_a_known_email_under_another_username(self, anna: User):
        found = imported(csv("anna.short,Anna,Short,anna@example.org"))
        assert reasons(found) == ["2 email: Another user, anna.long, has this email address."]

    def test_two_who_exchange_their_addresses(self, work_as: WorkAs, anna: User, stored: Stored):
        with work_as() as work:
            make_user(work.session, username="bert.short", email="bert@example.org")
        found = imported(csv("anna.long,,,bert@example.org", "bert.short,,,anna@example.org"))
        assert (counts(found), stored("anna.long").email) == ((0, 0, 0, 2), "anna@example.org")

    def test_an_address_that_another_row_gives_up(self, work_as: WorkAs, anna: User):
        found = imported(csv("anna.long,,,new@example.org", "anna.new,Anna,New,anna@example.org"))
        assert outcomes(found) == ["updated", "refused"]

    def test_a_username_somebody_had_who_was_deleted(self, work_as: WorkAs, database: str):
        with work_as() as work:
            work.session.add(RetiredUsername(digest=retired_form("anna.long")))
        assert reasons(imported(csv(ANNA))) == ["2 username: This username is taken."]


class TestTwiceInTheFile:
    def test_the_second_with_a_username_is_told_the_line_of_the_first(self, database: str):
        found = imported(csv(ANNA, "", "Anna.Long,Anna,Long,other@example.org"))
        assert (outcomes(found), reasons(found)) == (
            ["created", "refused"],
            ["4 username: Line 2 has the same username."],
        )

    def test_the_second_with_an_email_is(self, database: str):
        found = imported(csv(ANNA, "bert.short,Bert,Short,ANNA@example.org"))
        assert reasons(found) == ["3 email: Line 2 has the same email."]

    def test_the_second_about_the_same_user_is(self, anna: User):
        found = imported(csv(",Anna,Short,anna@example.org", "anna.long,Anna,Small,"))
        assert (outcomes(found), reasons(found)) == (
            ["updated", "refused"],
            ["3 username: Line 2 has the same username."],
        )

    def test_the_first_counts_though_it_is_refused(self, database: str):
        found = imported(csv("anna.long,X1,Long,anna@example.org", ANNA))
        assert outcomes(found) == ["refused", "refused"]

    def test_the_second_is_nobodys_first(self, database: str):
        found = imported(csv(ANNA, "anna.long,Anna,Long,bert@example.org", "bert.short,Bert,Short,bert@example.org"))
        assert outcomes(found) == ["created", "refused", "created"]

    def test_far_apart(self, database: str):
        many = [f"anna.n{number},Anna,Long,a{number}@example.org" for number in range(450)]
        found = checked(csv(*many, "anna.n0,Anna,Long,other@example.org"))
        assert reasons(found) == ["452 username: Line 2 has the same username."]


class TestWhoMayNotBeChanged:
    @pytest.mark.parametrize(
        ("nature", "reason"),
        [
            ({"is_external": True}, "External: invited from a space. An import changes internal users only."),
            ({"source": Source.LDAP}, "This profile comes from LDAP and is changed there."),
            ({"source": Source.SCIM}, "This profile comes from SCIM and is changed there."),
        ],
    )
    def test_an_external_or_read_only_user(self, work_as: WorkAs, database: str, nature: dict, reason: str):
        with work_as() as work:
            make_user(work.session, username="anna.long", email="anna@example.org", **nature)
        assert reasons(imported(csv(ANNA))) == [f"2 username: {reason}"]

    def test_a_more_powerful_one(self, work_as: WorkAs, anna: User, stored: Stored):
        with work_as() as work:
            grant(work.session, anna)
            manager = with_role(work.session, "user_manager")
        found = imported(csv("anna.long,Hannah,Long,"), manager)
        assert reasons(found) == ["2 username: This user has rights that you do not have."]
        assert stored("anna.long").first_name == "Anna"

    def test_but_everybody_else(self, work_as: WorkAs, anna: User):
        with work_as() as work:
            manager = with_role(work.session, "user_manager")
        assert outcomes(imported(csv("anna.long,Hannah,Long,"), manager)) == ["updated"]


class TestModes:
    def test_only_creating_refuses_who_is_there(self, anna: User):
        found = imported(csv("anna.long,Hannah,Long,", "bert.short,Bert,Short,b@example.org"), mode="create")
        assert outcomes(found) == ["refused", "created"]
        assert reasons(found) == ["2 username: This user is there already, and the import only creates."]

    def test_only_updating_refuses_who_is_not(self, anna: User):
        found = imported(csv("anna.long,Hannah,Long,", "bert.short,Bert,Short,b@example.org"), mode="update")
        assert outcomes(found) == ["updated", "refused"]
        assert reasons(found) == ["3 username: There is no such user, and the import only updates."]


class TestNewUsers:
    def test_have_what_the_form_asks_for(self, work_as: WorkAs, database: str):
        with work_as() as work:
            make_attribute(work.session, "badge", is_required=True)
        assert reasons(imported(csv("anna.long,Anna,,", head="username,first_name,last_name,badge"))) == [
            "2 last_name: Please fill this in.",
            "2 : A new user needs this, and no column is for it: Email.",
            "2 badge: Please fill this in.",
        ]

    def test_come_from_a_file_and_are_internal(self, stored: Stored):
        imported(csv(ANNA))
        anna = stored("anna.long")
        assert (anna.source, anna.is_external, anna.is_enabled, anna.password_hash) == ("csv", False, True, None)
        assert (anna.version, anna.search.split()[:2], anna.name_key) == (1, ["long", "anna"], "long anna")

    def test_have_ids_that_come_after_all_others(self, work_as: WorkAs, anna: User, stored: Stored):
        with work_as() as work:
            late = make_user(work.session)
        with work_as() as work:
            work.session.delete(late)
        imported(csv("bert.short,Bert,Short,b@example.org"))
        assert (stored("bert.short").id or 0) > (late.id or 0)
        with work_as() as work:
            assert (make_user(work.session).id or 0) > (stored("bert.short").id or 0)
