"""The file to fill in."""

import pytest

from admin_dashboard.core.errors import NotAllowed
from admin_dashboard.core.forms import InvalidInput, parse
from admin_dashboard.core.permissions import SYSTEM, Actor, Permission
from admin_dashboard.exports.template import template
from admin_dashboard.models import AttributeType
from admin_dashboard.settings import settings
from admin_dashboard.users.commands import CreateUser
from tests.conftest import WorkAs
from tests.factories import make_attribute, make_space
from tests.users.acting import holder

P = Permission


def example(work_as: WorkAs, actor: Actor = SYSTEM) -> dict[str, str]:
    with work_as(actor) as work:
        head, line = template(work)
    return dict(zip(head, line, strict=True))


class TestTemplate:
    def test_has_the_sites_attributes_with_a_value_each(self, work_as: WorkAs) -> None:
        with work_as() as work:
            make_attribute(work.session, "badge", type=AttributeType.NUMBER)
            make_attribute(work.session, "since", type=AttributeType.DATE)
            make_attribute(work.session, "size", type=AttributeType.CHOICE, choices="S\nM")
        row = example(work_as)
        assert (row["badge"], row["since"], row["size"]) == ("12.5", "2026-03-31", "S")

    def test_names_a_space_there_is(self, work_as: WorkAs) -> None:
        assert example(work_as)["spaces"] == ""
        with work_as() as work:
            make_space(work.session, "=Paris")
        assert example(work_as)["spaces"] == "'=Paris"

    @pytest.mark.parametrize("rule", ["dotted", "free"])
    def test_nobody_becomes_a_user_by_its_example(
        self, work_as: WorkAs, rule: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("USERNAME_FORMAT", rule)
        settings.cache_clear()
        row = example(work_as)
        names = {name: row[name] for name in ("username", "first_name", "last_name", "email")}
        with pytest.raises(InvalidInput) as refused:
            parse(CreateUser, {**names, "password": None})
        assert refused.value.fields.keys() == {"username"}

    def test_asks_only_for_what_its_reader_may_import(self, work_as: WorkAs) -> None:
        may = holder(P.USERS_IMPORT, P.ROLES_VIEW, P.SPACES_VIEW)
        assert {"roles", "spaces", "invite"} & example(work_as, may).keys() == set()
        may_all = holder(P.USERS_IMPORT, P.ROLES_GRANT, P.SPACES_MANAGE, P.USERS_INVITE)
        assert {"roles", "spaces", "invite"} <= example(work_as, may_all).keys()

    def test_is_kept_from_who_may_not_import(self, work_as: WorkAs) -> None:
        with pytest.raises(NotAllowed):
            example(work_as, holder(P.USERS_EXPORT))
