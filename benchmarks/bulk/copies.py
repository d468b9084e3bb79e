"""A fresh copy of a measured database for each contestant: what one has done helps nobody else."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import make_url

NAME = "bulk_copy"


@contextmanager
def copy_of(address: str) -> Iterator[str]:
    """The address of a copy, which is gone afterwards."""
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        yield from _of_file(Path(url.database or ""))
        return
    server = url.set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)'.encode())
        connection.execute(f'CREATE DATABASE "{NAME}" TEMPLATE "{url.database}"'.encode())
        try:
            yield url.set(database=NAME).render_as_string(hide_password=False)
        finally:
            connection.execute(f'DROP DATABASE "{NAME}" WITH (FORCE)'.encode())


def _of_file(path: Path) -> Iterator[str]:
    copy = path.with_name(f"{NAME}.sqlite3")
    try:
        # What still stands in the log beside the file comes along.
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        yield f"sqlite:///{copy}"
    finally:
        for part in path.parent.glob(f"{copy.name}*"):
            part.unlink()
