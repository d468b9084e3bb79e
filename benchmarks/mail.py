"""How many messages a second the worker sends, into a mail server that does nothing.

    DATABASE_URL=… python -m benchmarks.mail [MESSAGES]

Give it a database of its own: it adds users and invitations. The server runs in a process of its own; each message is
claimed, sent, and written down with its audit entry in the database, as always.
"""

import multiprocessing
import os
import socket
import sys
import time

from sqlmodel import col, select

from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.db import migrate
from admin_dashboard.db.engine import engine
from admin_dashboard.invitations.service import invite
from admin_dashboard.jobs.worker import Worker
from admin_dashboard.mail.jobs import DELIVER
from admin_dashboard.models import User
from admin_dashboard.settings import settings
from admin_dashboard.users.seed import seed


def swallow(listener: socket.socket) -> None:
    """Answer every command with what it wants to hear."""
    while True:
        connection, _ = listener.accept()
        with connection, connection.makefile("rb") as lines:
            connection.sendall(b"220 bare\r\n")
            while line := lines.readline():
                connection.sendall(b"354 go on\r\n" if line[:4].upper() == b"DATA" else b"250 OK\r\n")
                if line[:4].upper() == b"DATA":
                    while lines.readline() not in {b".\r\n", b""}:
                        continue
                    connection.sendall(b"250 OK\r\n")


def main(count: int) -> None:
    """Invite `count` new users and send their mails."""
    migrate.upgrade()
    # As many again: some of the believable users have joined already and cannot be invited.
    seed(engine(), count * 4)
    with begin(SYSTEM) as work:
        may = (col(User.first_login_at).is_(None), col(User.is_enabled), ~col(User.is_external))
        ids = work.session.exec(select(User.id).where(*may).limit(count)).all()
        for user_id in ids:
            invite(work, user_id or 0)
    worker, start = Worker([DELIVER]), time.perf_counter()
    while worker.run_once():
        continue
    print(f"{len(ids) / (time.perf_counter() - start):,.0f} messages/s ({len(ids)} messages)")


if __name__ == "__main__":
    server = socket.create_server(("127.0.0.1", 0))
    os.environ["SMTP_URL"] = f"smtp://127.0.0.1:{server.getsockname()[1]}?starttls=never"
    settings.cache_clear()
    process = multiprocessing.get_context("fork").Process(target=swallow, args=(server,), daemon=True)
    process.start()
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
    process.terminate()
