"""A selection as text: it is read back as exactly the same, or not written at all."""

import json

from ..selection.selection import Selection
from ..users import address


def freeze(selection: Selection) -> str:
    """The selection as JSON.

    Raises:
        ValueError: it would be read back as another one, which might hold more people.
    """
    parts = {
        "ticked": sorted(selection.ticked),
        "matching": None if selection.matching is None else address.content(selection.matching),
        "unticked": sorted(selection.unticked),
    }
    text = json.dumps(parts)
    if thaw(text) != selection:
        raise ValueError("a selection that its address does not say in full")
    return text


def thaw(text: str) -> Selection:
    """The selection of such a text."""
    parts = json.loads(text)
    matching = None if parts["matching"] is None else address.read(parts["matching"])
    return Selection(frozenset(parts["ticked"]), matching, frozenset(parts["unticked"]))
