"""Headers made comparable: `First Name [Required]`, `first_name` and `FIRSTNAME` are one name."""

import re
from dataclasses import dataclass
from itertools import chain

from ...core.text import fold

LONGEST_NAME = 200
"""Letters of a header that are looked at."""

_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_REMARK = re.compile(r"\([^()]*\)")
_KEY = re.compile(r"[A-Za-z][\w.]*")
_REQUIRED = frozenset({"required", "optional", "obligatoire", "facultatif"})
# The object of a person in JSON, or the part of it that holds the profile.
_OBJECT = re.compile(r"^\s*(?:user|profile|attributes|name)\.", re.IGNORECASE)
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Name:
    """A header taken apart.

    `names` are the bare names it may go by, the surest first; `key` and `label` those of `label [key] Required`, the
    key empty where there is none; `words` all its words, folded.
    """

    names: tuple[str, ...]
    key: str
    label: str
    words: frozenset[str]
    is_read_only: bool


def bare(text: str) -> str:
    """Letters and digits alone, folded: `Prénom`, `PRENOM` and `pré-nom` are `prenom`."""
    folded = fold(text[:LONGEST_NAME])
    return folded if folded.isalnum() else "".join(filter(str.isalnum, folded))


def name_of(header: str) -> Name:
    """What a header says, whatever way it is written."""
    text = header[:LONGEST_NAME]
    brackets = [inner.strip() for inner in _BRACKETS.findall(text)]
    keys = (inner for inner in brackets if _KEY.fullmatch(inner) and bare(inner) not in _REQUIRED)
    key = next(keys, "")
    label = text.partition("[")[0] if brackets else text
    said = chain.from_iterable((name, _OBJECT.sub("", name)) for name in (key, label, _REMARK.sub("", label)))
    return Name(
        names=tuple(dict.fromkeys(filter(None, map(bare, said)))),
        key=bare(key),
        label=bare(_REMARK.sub("", label)),
        words=frozenset(_WORD.findall(fold(_HUMP.sub(" ", text)))),
        is_read_only="readonly" in map(bare, brackets),
    )
