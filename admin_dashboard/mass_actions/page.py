"""The report of one action on many users."""

from typing import Any

import reflex as rx

from ..ui.kit import bone_lines, page
from .components import again_question, head, missing, outcomes, pages, people
from .state import PATH, ReportState

ROUTE = f"{PATH}/[action_id]"
_head: Any = ReportState.head


def action_page() -> rx.Component:
    """What was asked, how far it is, what became of each person; live while it goes on."""
    report = rx.fragment(head(), outcomes(), people(), pages(), again_question())
    return rx.cond(
        ReportState.is_missing,
        missing(),
        page(rx.cond(_head["id"] > 0, report, bone_lines()), is_broad=True),
    )
