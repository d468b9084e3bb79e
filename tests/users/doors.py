"""The doors through which a user is added or changed: the pages' forms, the services, the command line."""

import itertools
import string
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, Protocol

from sqlmodel import col, select
from typer.testing import CliRunner

from admin_dashboard.cli import app
from admin_dashboard.core.errors import DomainError
from admin_dashboard.core.forms import parse
from admin_dashboard.core.passwords import is_password
from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.models import User
from admin_dashboard.users import service
from admin_dashboard.users.add_state import AddUserState
from admin_dashboard.users.commands import CreateUser, EditUser, SetPassword
from admin_dashboard.users.edit_state import EditUserState
from admin_dashboard.users.password_state import SetPasswordState
from tests.pipeline import Tab
from tests.users.acting import ELEONORE

Fields = dict[str, str]
PROFILE = ("first_name", "last_name", "email")


@dataclass(frozen=True)
class Outcome:
    """The sentence of each refused field; what is stored of the user, whatever was asked."""

    refused: Fields
    user: User | None

    def stored(self, field: str, typed: str) -> str:
        """The value of a field; of a password what was typed, if it opens the account once, and is a hash."""
        assert self.user, self.refused
        if field != "password":
            return getattr(self.user, field)
        hashed = self.user.password_hash or ""
        is_kept = self.user.password_is_temporary and hashed.startswith("$argon2id$") and is_password(hashed, typed)
        return typed if is_kept else hashed


class Door(Protocol):
    """Gives one field a value."""

    def give(self, field: str, value: str) -> Outcome:
        """Add a user, or change the one there is, with this value and sensible ones for the rest."""
        ...


def newest() -> User | None:
    """The user added last."""
    with begin(SYSTEM) as work:
        return work.session.exec(select(User).order_by(col(User.id).desc())).first()


def told(error: DomainError) -> Fields:
    """The sentences of a refusal."""
    return {name: str(text) for name, text in error.fields.items()} or {"": str(error.message)}


def run(*arguments: str) -> Fields:
    """Run a command; one sentence on standard error and exit code 1 is a refusal."""
    done = CliRunner().invoke(app, list(arguments))
    assert done.exit_code in {0, 1}, (arguments, done.stderr, done.exception)
    if done.exit_code == 0:
        return {}
    assert (done.stdout, done.stderr.count("\n")) == ("", 1), (done.stderr, done.exception)
    name, _colon, sentence = done.stderr.strip().partition(": ")
    return {name.replace(" ", "_"): sentence} if sentence else {"": name}


def options(fields: Fields) -> list[str]:
    """The fields as options."""
    return [f"--{name.replace('_', '-')}={value}" for name, value in fields.items()]


class Add(ABC):
    """Adds somebody new each time, called as `ELEONORE`."""

    def __init__(self) -> None:
        self._letters = itertools.product(string.ascii_lowercase, repeat=2)

    def give(self, field: str, value: str) -> Outcome:
        letters = "".join(next(self._letters))
        own = {**ELEONORE, "username": f"eleonore.darc-{letters}", "email": f"postbox-{letters}@example.org"}
        before = newest()
        refused = self._add({**own, field: value})
        user = newest()
        return Outcome(refused, user if user != before else None)

    @abstractmethod
    def _add(self, fields: Fields) -> Fields:
        """What is refused, by field."""


class AddForm(Add):
    """The Add user drawer."""

    def __init__(self, tab: Tab) -> None:
        super().__init__()
        self.tab = tab

    def _add(self, fields: Fields) -> Fields:
        self.tab.send(AddUserState.open_form)
        self.tab.send(AddUserState.submit(fields))
        return dict(self.tab.state(AddUserState).field_errors)


class AddService(Add):
    """`service.create`."""

    def _add(self, fields: Fields) -> Fields:
        try:
            with begin(SYSTEM) as work:
                service.create(work, parse(CreateUser, fields))
        except DomainError as error:
            return told(error)
        return {}


class AddCommand(Add):
    """`users add`."""

    def _add(self, fields: Fields) -> Fields:
        return run("users", "add", *options(fields))


class Change(ABC):
    """Changes one and the same person, called as `ELEONORE` to begin with."""

    def __init__(self, user_id: int) -> None:
        self.user_id = user_id

    def give(self, field: str, value: str) -> Outcome:
        before = self._user()
        refused = self._set_password(value) if field == "password" else self._edit({field: value})
        after = self._user()
        return Outcome(refused, after if after != before else None)

    def _user(self) -> User:
        with begin(SYSTEM) as work:
            return work.session.get_one(User, self.user_id)

    def _with_rest(self, fields: Fields) -> Fields:
        user = self._user()
        return {**{name: getattr(user, name) for name in PROFILE}, **fields}

    @abstractmethod
    def _edit(self, fields: Fields) -> Fields:
        """What is refused, by field."""

    @abstractmethod
    def _set_password(self, password: str) -> Fields:
        """What is refused, by field."""


class ChangeForm(Change):
    """The edit drawer and the dialog for a temporary password."""

    def __init__(self, user_id: int, tab: Tab) -> None:
        super().__init__(user_id)
        self.tab = tab

    def _edit(self, fields: Fields) -> Fields:
        return self._sent(EditUserState, self._with_rest(fields))

    def _set_password(self, password: str) -> Fields:
        return self._sent(SetPasswordState, {"password": password})

    def _sent(self, state: Any, fields: Fields) -> Fields:
        self.tab.send(state.open_for(self.user_id))
        self.tab.send(state.submit(fields))
        return dict(self.tab.state(state).field_errors)


class ChangeService(Change):
    """`service.edit` and `service.set_password`."""

    def _edit(self, fields: Fields) -> Fields:
        asked = {"user_id": self.user_id, "version": self._user().version, **self._with_rest(fields)}
        return self._done(lambda work: service.edit(work, parse(EditUser, asked)))

    def _set_password(self, password: str) -> Fields:
        asked = {"user_id": self.user_id, "password": password}
        return self._done(lambda work: service.set_password(work, parse(SetPassword, asked)))

    def _done(self, act: Any) -> Fields:
        try:
            with begin(SYSTEM) as work:
                act(work)
        except DomainError as error:
            return told(error)
        return {}


class ChangeCommand(Change):
    """`users edit`."""

    def _edit(self, fields: Fields) -> Fields:
        return run("users", "edit", self._user().username, *options(fields))

    def _set_password(self, password: str) -> Fields:
        return self._edit({"password": password})
