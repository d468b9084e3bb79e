"""Imports of the person of a tab, and the pages that show them."""

from sqlalchemy import func, select

from admin_dashboard.core.permissions import SYSTEM, Actor
from admin_dashboard.core.work import begin
from admin_dashboard.imports import address
from admin_dashboard.imports.studio_state import StudioState
from admin_dashboard.models import SignInSession, User
from tests.factories import actor_of
from tests.pipeline import Site, Tab
from tests.users.screens import tab_of

from .importing import HEAD, drafted, run_jobs

ANNA = "anna.long,Anna,Long,anna@example.org"
BERT = "bert.short,Bert,Short,bert@example.org"
WRONG = "carl.third,Carl3,Third,carl@example.org"
FILE = "\n".join((HEAD, ANNA, BERT, WRONG, ""))


def importer(site: Site, role: str = "administrator", language: str = "en") -> tuple[Tab, Actor]:
    """A tab of somebody with this role, and they."""
    tab = tab_of(site, role, address.PATH, language)
    with begin(SYSTEM) as work:
        user_id = work.session.execute(select(func.max(SignInSession.user_id))).scalar_one()
        return tab, actor_of(work.session, work.session.get_one(User, user_id))


def opened(site: Site, text: str = FILE, role: str = "administrator", language: str = "en") -> Tab:
    """A tab that shows an import of this file, which its person has just made."""
    tab, actor = importer(site, role, language)
    tab.open(address.of(drafted(text, actor)))
    return tab


def checked_in(tab: Tab) -> None:
    """Have it checked, and show what came of it."""
    tab.send(StudioState.check)
    run_jobs()
    tab.told(StudioState.refresh)


def imported_in(tab: Tab) -> None:
    """Have it checked and run, and show what came of it."""
    checked_in(tab)
    tab.send(StudioState.start)
    run_jobs()
    tab.told(StudioState.refresh)
