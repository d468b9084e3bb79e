"""Text made comparable: what is searched, what is sorted, what counts as the same name.

A user's search document is a row of words, each with two blanks before it: last name, first name, email, username, and
the first two letters of every further part of them. So a blank tells where a part begins, and one `in` answers
whether a word matches: three letters or more at any position, one or two at the start of a part.
"""

import re
import unicodedata

LONGEST_QUERY = 300
"""Letters of a query that are looked at: an email address is at most 254."""

# Letters that Unicode does not take apart, and the marks people type for one another.
_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ħ": "h",
        "ŧ": "t",
        "ŋ": "n",
        "ĸ": "k",
        "ə": "e",
        **dict.fromkeys("‘’‛ʼʹ′`´ˈʻʽ", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)
_INNER = re.compile(r"[-.'_+]+")
_LONGEST_PART = 47
INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2065\u3164\uffa0") | frozenset(
    map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)
"""Invisible, but no format character to Unicode: fillers and variation selectors."""


def fold(text: str) -> str:
    """Lower case without accents: `Éléonore D’Arc` → `eleonore d'arc`. Folding twice changes nothing."""
    # The usual names are told apart ten times as fast.
    plain = (text if text.isascii() else text.translate(_LATIN)).lower()
    return plain.replace("`", "'") if plain.isascii() and plain.isprintable() else _fold_any(text)


def _fold_any(text: str) -> str:
    bare = "".join(filter(_is_kept, unicodedata.normalize("NFKD", text)))
    lowered = unicodedata.normalize("NFKD", bare.casefold()).translate(_LETTERS)
    return unicodedata.normalize("NFC", "".join(filter(_is_kept, lowered)))


def _is_kept(character: str) -> bool:
    """Marks, invisible characters, control characters and halves of surrogate pairs go; blanks stay."""
    if unicodedata.combining(character) or character in INVISIBLE:
        return False
    return character.isspace() or unicodedata.category(character) not in {"Mn", "Cc", "Cf", "Cs"}


# Letters of the Latin-1 and Latin Extended-A blocks: each folds by itself, whatever stands beside it.
_LATIN = {code: _fold_any(chr(code)) for code in range(0xC0, 0x180)}


def canonical(text: str) -> str:
    """What a username or an email is stored and compared as: NFKC, case-folded, nothing invisible, trimmed."""
    seen = "".join(c for c in text if unicodedata.category(c) not in {"Cf", "Cs"} and c not in INVISIBLE)
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())
    if folded == text:
        return folded.strip()
    return canonical(folded)


def name_key(first_name: str, last_name: str) -> str:
    """What the list is sorted by: last name, then first name, folded."""
    return f"{fold(last_name)} {fold(first_name)}"


def first_name_key(first_name: str, last_name: str) -> str:
    """The other way round: first name, then last name, folded."""
    return f"{fold(first_name)} {fold(last_name)}"


def search_document(username: str, first_name: str, last_name: str, email: str) -> str:
    """All a user can be found by, folded."""
    address, name = fold(email), fold(username)
    words = [*fold(last_name).split(), *fold(first_name).split(), *address.split()]
    if not address.startswith(f"{name}@"):
        words += name.split()
    parted = (word.split("@")[0] for word in words if not word.isalnum())
    inner = [part for word in parted for part in _INNER.split(word)[1:]]
    for start in dict.fromkeys(part[:2] for part in inner if part):
        if not any(word.startswith(start) for word in words):
            words.append(start)
    return "".join(f"  {word}" for word in words)


def search_words(query: str) -> tuple[str, ...]:
    """The words of a query, folded, each once, in the order typed."""
    return tuple(dict.fromkeys(fold(query[:LONGEST_QUERY]).split()))


def needle(word: str) -> str:
    """What a search document contains when the word matches: a short word brings the blank before its part."""
    return word.rjust(3)


def username_part(name: str) -> str:
    """A name as one part of a username, ASCII letters, digits and inner hyphens; empty when it has no Latin letter."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name).replace("'", "")).strip("-")[:_LONGEST_PART].rstrip("-")


def proposed_username(first_name: str, last_name: str) -> str:
    """`Éléonore`, `D'Arc` → `eleonore.darc`; empty while one of the names gives nothing to use."""
    first, last = username_part(first_name), username_part(last_name)
    return f"{first}.{last}" if first and last else ""
