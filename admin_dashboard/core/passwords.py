"""Password rules and hashing: at least 10 characters, hard to guess, not built from the person's own data."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from ..settings import settings
from .i18n import Message, _
from .text import fold

SHORTEST = 10
LONGEST = 256
LEAST_SCORE = 3
# zxcvbn's time grows faster than the length; whatever follows adds nothing to the verdict.
SCORED_LENGTH = 72
# zxcvbn tries every reading of signs that stand for letters: a password full of them would keep it busy for seconds.
# With many of them in use, those that stand for the same letter count as one, a digit where there is one.
MOST_SIGNS = 5
_SIGNS = frozenset("4@8({[<369!1|7+0$5%2")
_ONE_SIGN_A_LETTER = str.maketrans("@{[<!|+$", "4(((1175")
SPENT = "spent:"
# Each hash takes a core and its memory for tens of milliseconds: more at once would only take both from the others.
_hashing = BoundedSemaphore(os.cpu_count() or 1)


@dataclass(frozen=True)
class Verdict:
    """How a password stands against the rules. `score` is zxcvbn's 0–4."""

    is_long_enough: bool
    is_short_enough: bool
    is_impersonal: bool
    is_hard_to_guess: bool
    score: int

    @property
    def is_good(self) -> bool:
        """Whether every rule is met."""
        return self.is_long_enough and self.is_short_enough and self.is_impersonal and self.is_hard_to_guess


def judge(password: str, own_words: Iterable[str] = ()) -> Verdict:
    """Hold a password against the rules.

    Args:
        password: the clear text, any length; only the first 72 characters are scored.
        own_words: the person's names, username and email.
    """
    words = sorted({part for word in own_words for part in _parts(word)})
    start = _scored(password)
    score = int(zxcvbn(start, user_inputs=words)["score"]) if start else 0
    return Verdict(
        is_long_enough=len(password) >= SHORTEST,
        is_short_enough=len(password) <= LONGEST,
        is_impersonal=bool(password) and not _is_built_from(password, words),
        is_hard_to_guess=score >= LEAST_SCORE,
        score=score,
    )


def _scored(password: str) -> str:
    start = password[:SCORED_LENGTH]
    return start.translate(_ONE_SIGN_A_LETTER) if len(_SIGNS.intersection(start)) > MOST_SIGNS else start


def refusal(password: str, own_words: Iterable[str] = ()) -> Message | None:
    """The sentence for the first rule a password breaks, or None when it is good."""
    if len(password) < SHORTEST:
        return _("Use at least {count} characters.", count=SHORTEST)
    if len(password) > LONGEST:
        return _("Use at most {count} characters.", count=LONGEST)
    verdict = judge(password, own_words)
    if not verdict.is_impersonal:
        return _("Do not build the password from the name, username or email.")
    if not verdict.is_hard_to_guess:
        return _("This password is easy to guess. Add a word or two.")
    return None


def _parts(word: str) -> set[str]:
    folded = fold(word)
    for separator in ("@", ".", "-", "_", "'", "’"):
        folded = folded.replace(separator, " ")
    return {part for part in folded.split() if len(part) >= 3}


def _is_built_from(password: str, words: Iterable[str]) -> bool:
    """Whether fewer than six characters remain once the person's own words are taken out."""
    rest = original = fold(password)
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest != original and len(rest) < 6


@lru_cache(maxsize=4)
def _hasher(time_cost: int, memory_cost: int, parallelism: int) -> PasswordHasher:
    return PasswordHasher(time_cost=time_cost, memory_cost=memory_cost, parallelism=parallelism)


def _current_hasher() -> PasswordHasher:
    own = settings()
    return _hasher(own.password_hash_time, own.password_hash_memory_kib, own.password_hash_lanes)


def hash_password(password: str) -> str:
    """The argon2id hash to be stored. Takes tens of milliseconds: never on the event loop."""
    with _hashing:
        return _current_hasher().hash(password)


def is_password(stored_hash: str | None, password: str) -> bool:
    """Whether the password fits; takes the same time when there is no hash or the length is absurd."""
    usable = stored_hash if stored_hash and not stored_hash.startswith(SPENT) else None
    held_against = usable or _decoy()
    try:
        with _hashing:
            _current_hasher().verify(held_against, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return usable is not None and len(password) <= LONGEST


def spent(stored_hash: str) -> str:
    """The stored form of a password that let somebody in for the last time: it fits nothing any more."""
    return SPENT + stored_hash


def was_password(stored_hash: str | None, password: str) -> bool:
    """Whether this is the stored password, spent or not."""
    return stored_hash is not None and is_password(stored_hash.removeprefix(SPENT), password)


def needs_rehash(stored_hash: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _current_hasher().check_needs_rehash(stored_hash)


@lru_cache(maxsize=1)
def _decoy() -> str:
    return hash_password("a hash nobody's password has")
