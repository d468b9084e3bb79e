"""Every page once: its address, its name, who may open it, and what stands on it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from .account.page import account_page, change_password_page
from .account.state import AccountState, ChangePasswordState, ThemeState
from .api_tokens.page import tokens_page
from .api_tokens.state import PATH as TOKENS
from .api_tokens.state import TokensState
from .attributes.page import attributes_page
from .attributes.state import PATH as ATTRIBUTES
from .attributes.state import AttributesState
from .core.permissions import Permission
from .imports import page as imports
from .invitations import page as invitation
from .invitations.state import InvitationState
from .mail.page import mail_page
from .mail.state import MailState
from .mass_actions import page as actions
from .mass_actions.state import ReportState
from .mass_actions.tray import tray
from .mass_actions.tray_state import TrayState
from .sign_in.page import forgot_page, reset_page, setup_page, sign_in_page
from .sign_in.state import ForgotState, ResetState, SetUpState, SignInState
from .ui.account_menu import Person
from .ui.i18n import t
from .ui.pages import not_found, page_title
from .ui.shell import MenuEntry, shell
from .users import page as users
from .users.page import users_page
from .web.person import PersonState

Content = Callable[[], rx.Component]

# On the class of a state its fields are Vars; their annotations name what they hold.
_person: Any = PersonState
ME = Person(
    name=_person.name,
    email=_person.email,
    initials=_person.initials,
    tint=_person.tint,
    sign_out_url="/auth/sign-out",
    language_url="/auth/language",
    on_theme=ThemeState.choose,
)


@dataclass(frozen=True)
class Page:
    """A page inside the frame. `menu` is the key of the menu entry it belongs to; `total` stands beside the title."""

    route: str
    menu: str
    title: rx.Var[str]
    content: Content
    on_load: Sequence[Any] = ()
    total: rx.Var[str] | str = ""


@dataclass(frozen=True)
class Door:
    """A page in front of the sign-in."""

    route: str
    title: rx.Var[str]
    content: Content
    on_load: Sequence[Any] = ()


MENU = (
    MenuEntry("users", t("Users"), "users", "/users", PersonState.may[Permission.USERS_VIEW]),
    MenuEntry(
        "imports",
        t("Imports"),
        "file_up",
        imports.LIST,
        PersonState.may[Permission.USERS_VIEW]
        & (PersonState.may[Permission.USERS_IMPORT] | PersonState.may[Permission.AUDIT_VIEW]),
    ),
    MenuEntry("settings", t("Settings"), "settings", ATTRIBUTES, PersonState.may[Permission.SETTINGS_EDIT]),
    MenuEntry(
        "mail", t("Mail"), "inbox", "/mail", PersonState.may[Permission.SETTINGS_EDIT] & PersonState.is_catching_mail
    ),
)

PAGES = (
    Page(users.ROUTE, "users", t("Users"), users_page, users.ON_LOAD, users.TOTAL),
    Page("/account", "account", t("My account"), account_page, (AccountState.load,)),
    Page(TOKENS, "account", t("API tokens"), tokens_page, (TokensState.load,)),
    Page(ATTRIBUTES, "settings", t("Settings"), attributes_page, (AttributesState.load,)),
    Page(imports.LIST, "imports", t("Imports"), imports.imports_page, imports.ON_LIST),
    Page(imports.ONE, "imports", t("Import users"), imports.import_page, imports.ON_ONE),
    Page(actions.ROUTE, "users", t("Action on many users"), actions.action_page, (ReportState.arrive,)),
    Page("/mail", "mail", t("Mail"), mail_page, (MailState.load,)),
)
DOORS = (
    Door("/sign-in", t("Sign in"), sign_in_page, (SignInState.load,)),
    Door("/setup", t("Set-up"), setup_page, (SetUpState.load,)),
    Door("/password", t("Forgotten password"), forgot_page, (ForgotState.load,)),
    Door("/password/[token]", t("New password"), reset_page, (ResetState.load,)),
    Door("/account/password", t("Change your password"), change_password_page, (ChangePasswordState.load,)),
    Door(invitation.ROUTE, t("Invitation"), invitation.invitation_page, (InvitationState.load,)),
)


def add_pages(app: rx.App) -> None:
    """Give the application every page."""
    for page in PAGES:
        app.add_page(
            _framed(page),
            route=page.route,
            title=page_title(page.title),
            on_load=[PersonState.load, TrayState.refresh, *page.on_load],
        )
    for door in DOORS:
        app.add_page(door.content, route=door.route, title=page_title(door.title), on_load=list(door.on_load))
    app.add_page(rx.fragment, route="/", title=page_title(t("Start")), on_load=PersonState.go_to_start)
    app.add_page(not_found, route="404", title=page_title(t("Page not found")))


def _framed(page: Page) -> Content:
    def framed() -> rx.Component:
        return shell(page.menu, MENU, ME, page.content(), title=page.title, total=page.total, tools=[tray()])

    return framed
