"""Asking the list something else, from what stands around it."""

from typing import Any

import reflex as rx

from . import address
from .list_state import SEARCH_FIELD, UsersListState
from .listing import ListUsers


async def asked(state: rx.State) -> ListUsers:
    """What the list shows now."""
    return address.read((await state.get_state(UsersListState))._query)


async def show(state: rx.State, query: ListUsers) -> list[Any]:
    """Have the list show this, its search field too; gives what is to be done after the answer."""
    users = await state.get_state(UsersListState)
    before = users.asked["text"]
    after = await users._show(query)
    text = users.asked["text"]
    return after if text == before else [rx.set_value(SEARCH_FIELD, text), *after]
