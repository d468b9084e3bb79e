"""The list in the address: a reload, a step back and a pasted link give the same list."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

from ..core.text import LONGEST_QUERY
from ..db.order import Order, parse_sort, sort_text
from . import filter_address
from .filter_address import LONGEST_NUMBER, number
from .listing import EVERYBODY, ListUsers

PATH = "/users"
SIZES = (25, 50, 100)
USUAL_SIZE = 50
EVERYBODY_SAID = "all"

SHORT = 200
"""Addresses up to this length are read once for all who ask the same, as many do at every key they type."""

_PAGE = "/page"
_RECORD = re.compile(rf"{PATH}/(\d{{1,{LONGEST_NUMBER}}})(?:{_PAGE})?/?")


def read(query: Mapping[str, Any] | str) -> ListUsers:
    """What an address asks for. Whatever it says that means nothing is taken as not said."""
    if not isinstance(query, str):
        return _read(query)
    return _read_short(query) if len(query) <= SHORT else _read(dict(parse_qsl(query)))


@lru_cache(maxsize=1000)
def _read_short(query: str) -> ListUsers:
    return _read(dict(parse_qsl(query)))


def _read(said: Mapping[str, Any]) -> ListUsers:
    order = parse_sort(str(said.get("sort", ""))) or Order()
    return ListUsers(
        text=str(said.get("q", ""))[:LONGEST_QUERY],
        filters=filter_address.read(said),
        sort=order.column,
        descending=order.descending,
        sort_attribute=order.attribute_key,
        page_size=number(said.get("size")) if number(said.get("size")) in SIZES else USUAL_SIZE,
        after=number(said.get("after")) or None,
        before=number(said.get("before")) or None,
        page_number=max(1, number(said.get("page"))),
        view=EVERYBODY if said.get("view") == EVERYBODY_SAID else number(said.get("view")) or None,
    )


def write(query: ListUsers) -> str:
    """The address's part after `?`; it names only what is not usual."""
    sort = sort_text(query.order)
    said = {
        "q": query.text,
        **filter_address.write(query.filters),
        "sort": sort if query.order != Order() else "",
        "size": query.page_size if query.page_size != USUAL_SIZE else "",
        "page": query.page_number if query.page_number > 1 else "",
        "after": query.after,
        "before": query.before,
        "view": EVERYBODY_SAID if query.view == EVERYBODY else query.view,
    }
    return urlencode({name: value for name, value in said.items() if value}, safe=",")


def changed(query: ListUsers, **said: Any) -> ListUsers:
    """The same list but for these parts of its address, from its first page unless they name another."""
    return _read({**dict(parse_qsl(write(query.from_first_page()))), **said})


def looking_for(query: ListUsers, text: str) -> ListUsers:
    """The same list for another text, from its first page."""
    return replace(query.from_first_page(), text=str(text)[:LONGEST_QUERY])


def content(query: ListUsers) -> str:
    """What a saved view keeps of a list: all but the page and the view it was opened with."""
    return write(replace(query.from_first_page(), view=None))


def of(path: str, query: ListUsers) -> str:
    """The whole address of this list at this path."""
    said = write(query)
    return f"{path}?{said}" if said else path


def record_id(path: str) -> int | None:
    """Whose record is open at this path."""
    found = _RECORD.fullmatch(path)
    return int(found[1]) if found else None


def is_here(path: str) -> bool:
    """Whether the list stands at this path, a record open over it or not."""
    return path.rstrip("/") == PATH or record_id(path) is not None


def is_page(path: str) -> bool:
    """Whether the record at this path stands on a page of its own."""
    return record_id(path) is not None and path.rstrip("/").endswith(_PAGE)


def of_record(user_id: int, *, as_page: bool = False) -> str:
    """Where a record opens: over the list as it stands, or on a page of its own."""
    return f"{PATH}/{user_id}{_PAGE if as_page else ''}"
