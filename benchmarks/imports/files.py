"""The files that are imported: the product's believable people, most of whom a database holds already, or none."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from sqlalchemy import select

from admin_dashboard.db.criteria import USERS
from admin_dashboard.db.engine import engine
from admin_dashboard.models import Source
from admin_dashboard.users.sample_names import LAST_NAMES
from admin_dashboard.users.samples import Names

HEAD = ("username", "first_name", "last_name", "email")
NEW, CHANGED, BAD = 0.5, 1 / 3, 0.015
"""Shares: new of all, changed of the others, bad of all."""
WITH_PASSWORDS, FEW = 200, 20
SHORTEST_NAME = 3


@dataclass(frozen=True)
class Person:
    """A row."""

    username: str
    first_name: str
    last_name: str
    email: str
    password: str = ""

    def married(self, random: Random) -> "Person":
        """With one name more."""
        return replace(self, last_name=f"{self.last_name}-{random.choice(LAST_NAMES)}")


@dataclass(frozen=True)
class Files:
    """`mixed`: half new. `new`, `few`: nobody is there. `again`: `new`, all changed. `secret`: with passwords."""

    mixed: Path
    new: Path
    again: Path
    secret: Path
    few: Path


def make(folder: Path, rows: int) -> Files:
    """Files of so many rows for the database that is used."""
    random = Random(1)
    folder.mkdir(parents=True, exist_ok=True)
    names, importable, others = _people()
    newcomers = _Newcomers(random, names)
    there = random.sample(importable, round(rows * (1 - NEW)))
    known = [one.married(random) if at < len(there) * CHANGED else one for at, one in enumerate(there)]
    mixed = [*known, *newcomers.next(rows - len(there))]
    for place, at in enumerate(random.sample(range(rows), round(rows * BAD))):
        mixed[at] = _spoilt(mixed[at], place, others)
    random.shuffle(mixed)
    new = newcomers.next(rows)
    files = Files(*(folder / f"{name}.csv" for name in ("mixed", "new", "again", "secret", "few")))
    _write(files.mixed, mixed)
    _write(files.new, new)
    _write(files.again, [one.married(random) for one in new])
    _write(files.few, newcomers.next(FEW))
    secret = [replace(one, password=f"{random.getrandbits(96):x}") for one in newcomers.next(WITH_PASSWORDS)]
    _write(files.secret, secret, (*HEAD, "password"))
    return files


class _Newcomers:
    def __init__(self, random: Random, taken: set[str]) -> None:
        self._names = Names(random, taken)

    def next(self, count: int) -> list[Person]:
        """So many people whom nobody has seen."""
        found: list[Person] = []
        while len(found) < count:
            person = Person(**self._names.next())
            if _is_good(person):
                found.append(person)
        return found


def _people() -> tuple[set[str], list[Person], Sequence[str]]:
    """Names and addresses that are taken; whom a file may change; addresses of whom it may not."""
    columns = [USERS.c[name] for name in HEAD]
    order, may_change = USERS.c.username, ~USERS.c.is_external & USERS.c.source.in_([Source.INTERNAL, Source.CSV])
    with engine().connect() as connection:
        rows = connection.execute(select(*columns, may_change).order_by(order)).all()
    people = [(Person(*texts), is_it) for *texts, is_it in rows]
    importable = [person for person, is_it in people if is_it and _is_good(person)]
    taken = {text for person, _is_it in people for text in (person.username, person.email)}
    return taken, importable, [person.email for person, is_it in people if not is_it]


def _is_good(person: Person) -> bool:
    return min(len(person.first_name), len(person.last_name)) >= SHORTEST_NAME


def _spoilt(person: Person, place: int, others: Sequence[str]) -> Person:
    """With what everybody refuses: no address, somebody else's, a name with a number."""
    wrong = {"email": person.email.replace("@", " at ")}, {"email": others[place]}, {"first_name": "R2D2"}
    return replace(person, **wrong[place % len(wrong)])


def _write(path: Path, people: Iterable[Person], head: Sequence[str] = HEAD) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows([getattr(person, name) for name in head] for person in people)
