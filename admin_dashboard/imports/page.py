"""The pages of imports: all of them, and one with its steps."""

import reflex as rx

from ..ui.i18n import t
from ..ui.kit import bone_lines, callout, page
from . import address
from .columns_state import ColumnsState
from .columns_view import columns_step
from .frame import chosen_file, foot, going_on, head, missing, step, steps, trouble
from .history_state import HistoryState
from .history_view import new_import, past_imports
from .report_view import correct, result
from .rows_state import RowsState, UpdatesState
from .rows_view import DID, WILL, chosen_rows, tiles, updates
from .studio_state import CHECK, COLUMNS, RUN, StudioState

LIST = address.PATH
ONE = f"{address.PATH}/[import_id]"
ON_LIST = (HistoryState.arrive,)
ON_ONE = (StudioState.arrive, HistoryState.learn_limit, ColumnsState.arrive, RowsState.begin, UpdatesState.arrive)


def imports_page() -> rx.Component:
    """A place for a new file, and what there was."""
    return page(new_import(), past_imports())


def import_page() -> rx.Component:
    """The step tells what stands here."""
    check = rx.fragment(going_on(), tiles(WILL), chosen_rows(), updates())
    later = rx.fragment(going_on(), tiles(DID), chosen_rows())
    report = rx.fragment(going_on(), result(), tiles(DID), chosen_rows(), correct())
    columns = rx.cond(head["can_edit"], columns_step(), callout(t("Nobody has had this file checked yet.")))
    of_run = rx.cond(step == RUN, later, report)
    of_step = rx.cond(step == COLUMNS, columns, rx.cond(step == CHECK, check, of_run))
    there = rx.fragment(page(steps(), chosen_file(), trouble(), of_step), foot())
    return rx.cond(StudioState.is_missing, missing(), rx.cond(head["id"] > 0, there, page(bone_lines())))
