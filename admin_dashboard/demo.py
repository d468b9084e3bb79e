"""The demonstration: a site full of believable people, with one sign-in for each built-in role."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import select

from .cli_tools import begin
from .core.errors import Conflict
from .core.forms import parse
from .core.i18n import _
from .core.passwords import hash_password
from .core.permissions import BUILT_IN_ROLES, SPACE_MANAGER
from .core.work import Work
from .db import migrate
from .db.engine import engine
from .models import User
from .roles.service import grant
from .spaces import service as spaces
from .spaces.commands import AddMember, CreateSpace
from .users import service
from .users.commands import CreateUser
from .users.seed import seed

USERS = 2_000
SPACE = "Paris office"
PEOPLE = {
    "administrator": ("Amélie", "Fontaine"),
    "user_manager": ("Björn", "Lindqvist"),
    "help_desk": ("Chiara", "Esposito"),
    "auditor": ("David", "Okafor"),
    SPACE_MANAGER: ("Elena", "Petrova"),
}


@dataclass(frozen=True)
class SignIn:
    """Who to sign in as. The password is new each time."""

    role: str
    email: str
    password: str


def prepare() -> Iterator[str]:
    """Fill the site, unless that was done before, and say how to sign in.

    Raises:
        Conflict: the site has users who are not the demonstration's.
    """
    migrate.upgrade()
    with begin() as work:
        count = work.session.exec(select(func.count()).select_from(User)).one()
        is_prepared = work.session.exec(select(User.id).where(User.email == _email("administrator"))).first()
    if count and not is_prepared:
        raise Conflict(_("This site has users already: the demonstration needs an empty one."))
    sign_ins = [_sign_in(key) for key in BUILT_IN_ROLES]
    if not is_prepared:
        seed(engine(), USERS - len(sign_ins))
    yield "Sign in as:"
    yield from (f"  {one.role:<16}{one.email:<32}{one.password}" for one in sign_ins)


def _email(role_key: str) -> str:
    return f"{role_key.replace('_', '-')}@demo.example"


def _sign_in(role_key: str) -> SignIn:
    """Make sure the role's person exists, and give them a new password of their own."""
    name, _permissions = BUILT_IN_ROLES[role_key]
    sign_in = SignIn(str(name), _email(role_key), service.generate_password())
    hashed = hash_password(sign_in.password)
    with begin() as work:
        user = work.session.exec(select(User).where(User.email == sign_in.email)).first() or _add(work, role_key)
        user.password_hash = hashed
        user.password_is_temporary = False
    return sign_in


def _add(work: Work, role_key: str) -> User:
    first_name, last_name = PEOPLE[role_key]
    asked = {
        "username": service.propose_username(work, first_name, last_name),
        "first_name": first_name,
        "last_name": last_name,
        "email": _email(role_key),
        "password": None,
    }
    user_id = service.create(work, parse(CreateUser, asked)).id
    if role_key == SPACE_MANAGER:
        _manage_a_space(work, user_id)
    else:
        grant(work, user_id, role_key)
    return work.session.get_one(User, user_id)


def _manage_a_space(work: Work, user_id: int) -> None:
    space_id = spaces.create(work, CreateSpace(name=SPACE))
    spaces.add_member(work, AddMember(space_id=space_id, user_id=user_id, is_manager=True))
