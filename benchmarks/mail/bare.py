"""What the library reaches that we use: nothing but handing over messages that are prepared."""

import smtplib
import threading
import time
from collections.abc import Sequence

from admin_dashboard.mail.build import sender_address
from admin_dashboard.mail.smtp import COMMAND_SECONDS

Messages = Sequence[tuple[str, bytes]]


def rate(port: int, messages: Messages, connections: int) -> float:
    """Messages a second, over so many connections, each in a thread of its own."""
    parts = [messages[first::connections] for first in range(connections)]
    threads = [threading.Thread(target=_hand_over, args=(port, part)) for part in parts]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(messages) / (time.perf_counter() - started)


def _hand_over(port: int, messages: Messages) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=COMMAND_SECONDS) as smtp:
        for to, message in messages:
            smtp.sendmail(sender_address(), [to], message)
