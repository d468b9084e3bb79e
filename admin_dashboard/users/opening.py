"""With which list the page opens: what the address says, else the view the reader chose."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..core.work import Work
from ..views import queries as views
from . import address
from .listing import EVERYBODY, ListUsers


def asked_for(work: Work, said: Mapping[str, Any] | str) -> ListUsers:
    """The list at this address. With nothing said it is the reader's default view, where they have one.

    Who has one is told apart from then on: their list of everybody says `view=all`, so that it stays so on a reload.
    """
    query = address.read(said)
    default = views.opening(work) if query.view is None else None
    if default is None:
        return query
    if address.write(query):
        return replace(query, view=EVERYBODY)
    return replace(address.read(default.query), view=default.id)
