"""Sample users."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from admin_dashboard.attributes.values import sort_key, text_fault
from admin_dashboard.core.fields import clean_email, clean_name, clean_username
from admin_dashboard.core.text import first_name_key, name_key, search_document
from admin_dashboard.db.engine import engine
from admin_dashboard.models import (
    Attribute,
    AttributeType,
    AttributeValue,
    Delivery,
    Grant,
    Link,
    Message,
    Space,
    SpaceMember,
    User,
)
from admin_dashboard.users.seed import CHUNK, Seeded, seed
from tests.factories import NOW

FIRST_VALUES = ["Nurse", "Madrid", "Harbour & Lane", "Technician"]
TABLES = (User, Grant, Link, AttributeValue, SpaceMember)


def users() -> list[User]:
    with Session(engine()) as session:
        return list(session.exec(select(User).order_by(col(User.id))))


def shares(rows: list[User]) -> dict[str, int]:
    """Percentages."""
    return {
        "never connected": round(100 * sum(u.first_login_at is None for u in rows) / len(rows)),
        "never enrolled": round(100 * sum(u.enrolled_at is None for u in rows) / len(rows)),
        "external": round(100 * sum(u.is_external for u in rows) / len(rows)),
        "disabled": round(100 * sum(not u.is_enabled for u in rows) / len(rows)),
    }


class TestSeed:
    def test_makes_as_many_users_as_asked_and_says_so(self, database: str) -> None:
        made = seed(engine(), 700, now=NOW)
        with Session(engine()) as session:
            counted = [session.exec(select(func.count()).select_from(table)).one() for table in TABLES]
        assert made == Seeded(*counted)
        assert made.users == 700
        assert min(made.__dict__.values()) > 0

    def test_obeys_the_rules_of_every_field(self, sqlite_database: str) -> None:
        seed(engine(), 2000, now=NOW)
        for user in users():
            assert clean_username(user.username) == user.username
            assert clean_name(user.first_name) == user.first_name
            assert clean_name(user.last_name) == user.last_name
            assert clean_email(user.email) == user.email

    def test_computes_what_is_searched_and_sorted(self, sqlite_database: str) -> None:
        seed(engine(), 50, now=NOW)
        for user in users():
            assert user.search == search_document(user.username, user.first_name, user.last_name, user.email)
            assert user.name_key == name_key(user.first_name, user.last_name)
            assert user.first_name_key == first_name_key(user.first_name, user.last_name)

    def test_gives_the_same_people_for_the_same_seed(self, sqlite_database: str) -> None:
        seed(engine(), 100, seed=3, now=NOW)
        first = [user.model_dump(exclude={"id"}) for user in users()]
        with Session(engine()) as session, session.begin():
            for user in session.exec(select(User)):
                session.delete(user)
        seed(engine(), 100, seed=3, now=NOW)
        assert [user.model_dump(exclude={"id"}) for user in users()] == first

    def test_adds_others_when_the_names_are_taken(self, database: str) -> None:
        seed(engine(), 60, now=NOW)
        seed(engine(), 60, now=NOW)
        made = [user.username for user in users()]
        assert len(set(made)) == 120
        assert made[60] == made[0] + "2"

    def test_goes_on_over_the_end_of_a_chunk(self, sqlite_database: str) -> None:
        assert seed(engine(), CHUNK + 1, now=NOW).users == CHUNK + 1 == len(users())

    def test_mixes_statuses_as_a_real_site_does(self, sqlite_database: str) -> None:
        seed(engine(), 4000, now=NOW)
        expected = {"never connected": 35, "never enrolled": 40, "external": 12, "disabled": 8}
        assert all(abs(share - expected[name]) <= 3 for name, share in shares(users()).items())

    def test_lets_nothing_happen_before_its_cause_or_in_the_future(self, sqlite_database: str) -> None:
        seed(engine(), 500, now=NOW)
        for user in users():
            moments: list[datetime | None] = [user.created_at, user.enrolled_at, user.first_login_at]
            moments += [user.last_login_at, user.disabled_at, NOW]
            happened = [moment for moment in moments if moment]
            assert happened == sorted(happened)


class TestInvitations:
    def test_are_there_for_everybody_invited_who_has_not_come(self, sqlite_database: str) -> None:
        seed(engine(), 500, now=NOW)
        waiting = {u.id for u in users() if u.enrolled_at and not u.first_login_at and not u.is_external}
        with Session(engine()) as session:
            links = {link.id: link.user_id for link in session.exec(select(Link))}
            messages = session.exec(select(Message)).all()
        assert {m.user_id for m in messages if m.state == Delivery.SENT} == waiting
        assert {m.user_id for m in messages if m.state == Delivery.FAILED}.isdisjoint(waiting)
        assert [links[m.link_id] for m in messages] == [m.user_id for m in messages]

    def test_are_some_valid_and_some_expired(self, sqlite_database: str) -> None:
        seed(engine(), 500, now=NOW)
        with Session(engine()) as session:
            links = session.exec(select(Link)).all()
        assert 0 < sum(link.expires_at > NOW for link in links) < len(links)
        assert 0 < sum(link.opened_at is not None for link in links) < len(links)

    def test_have_links_nobody_can_compute(self, sqlite_database: str) -> None:
        seed(engine(), 100, now=NOW)
        with Session(engine()) as session:
            first = set(session.exec(select(Link.token_hash)))
        seed(engine(), 100, now=NOW)
        with Session(engine()) as session:
            assert len(set(session.exec(select(Link.token_hash))) - first) >= len(first) - 1


class TestProfiles:
    def values(self) -> list[tuple[str, str, str]]:
        """(attribute, value, what it is compared by) in the order of users."""
        rows = (
            select(Attribute.key, AttributeValue.value, AttributeValue.sort_key)
            .join(Attribute, col(Attribute.id) == col(AttributeValue.attribute_id))
            .order_by(col(AttributeValue.user_id), Attribute.key)
        )
        with Session(engine()) as session:
            return list(session.exec(rows))

    def test_have_functions_organizations_and_cities(self, database: str) -> None:
        seed(engine(), 1500, now=NOW)
        kinds = {key: {value for named, value, _key in self.values() if named == key} for key, _v, _k in self.values()}
        assert {key: len(values) for key, values in kinds.items()} == {
            "function": 40,
            "organization": 30,
            "location": 25,
        }

    def test_obey_the_rules_of_values(self, sqlite_database: str) -> None:
        seed(engine(), 500, now=NOW)
        for _key, value, compared in self.values():
            assert text_fault(value) is None
            assert compared == sort_key(AttributeType.TEXT, value)

    def test_are_the_same_for_the_same_seed_on_both_databases(self, database: str) -> None:
        seed(engine(), 40, seed=7, now=NOW)
        assert [value for _key, value, _compared in self.values()][:4] == FIRST_VALUES

    def test_lead_people_into_spaces(self, sqlite_database: str) -> None:
        seed(engine(), 800, now=NOW)
        with Session(engine()) as session:
            members = session.exec(select(SpaceMember)).all()
            assert len(session.exec(select(Space)).all()) == 12
        everybody = {user.id: user for user in users()}
        inside = {member.user_id for member in members}
        assert {user.id for user in everybody.values() if user.is_external} <= inside
        assert 0.5 < len(inside) / len(everybody) < 0.7

    def test_give_managers_of_a_space_the_role_there(self, sqlite_database: str) -> None:
        seed(engine(), 3000, now=NOW)
        with Session(engine()) as session:
            managers = session.exec(select(SpaceMember).where(col(SpaceMember.is_manager))).all()
            grants = session.exec(select(Grant).where(col(Grant.space_id).is_not(None))).all()
        assert managers
        assert {(m.user_id, m.space_id) for m in managers} == {(g.user_id, g.space_id) for g in grants}

    def test_find_the_spaces_there_are(self, sqlite_database: str) -> None:
        seed(engine(), 20, now=NOW)
        seed(engine(), 20, now=NOW)
        with Session(engine()) as session:
            assert session.exec(select(func.count()).select_from(Space)).one() == 12

    def test_leave_out_what_a_site_does_not_have(self, sqlite_database: str) -> None:
        with Session(engine()) as session, session.begin():
            session.delete(session.exec(select(Attribute).where(Attribute.key == "location")).one())
        seed(engine(), 20, now=NOW)
        assert {key for key, _value, _compared in self.values()} == {"function", "organization"}
