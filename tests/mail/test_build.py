"""The skeleton's bytes say what the email parser reads back."""

import email
import email.policy
from datetime import UTC, datetime, timedelta, timezone
from email.message import EmailMessage
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admin_dashboard.mail.build import build, one_line, sender_address, server_form
from admin_dashboard.mail.transport import Outgoing
from admin_dashboard.settings import settings

DATE = datetime(2030, 1, 15, 12, 30, tzinfo=UTC)
HOSTILE = 'Zoë <b>"quoted"</b> = . \r\nBcc: x@evil.example\r\n\r\n--=_alternative 日本 \t trailing  \n.\n..\nFrom here'
lines = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200)
bodies = st.lists(lines, max_size=8).map("\n".join)


def outgoing(**values) -> Outgoing:
    given = {"to_address": "ada@example.org", "subject": "Hello", "text": "Text\n", "html": "<p>Html</p>\n", **values}
    return Outgoing(id=1, message_id="<abc@example.org>", kind="invitation", user_id=None, tries=0, **given)


def read(built: bytes) -> EmailMessage:
    return cast("EmailMessage", email.message_from_bytes(built, policy=email.policy.default))


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return part.get_content().replace("\r\n", "\n")


class TestBuild:
    def test_reads_back_equal(self):
        text, html = (
            "Bonjour Éléonore,\n\nça marche = œuvre € 日本\n",
            "<p>Éléonore &amp; D’Arc</p>\n" + "x" * 300 + "\n",
        )
        message = read(build(outgoing(text=text, html=html, subject="Invitation à joindre Éléonore"), DATE))
        assert message["Subject"] == "Invitation à joindre Éléonore"
        assert (body(message, "plain"), body(message, "html")) == (text, html)

    @given(text=bodies, html=bodies, subject=lines)
    def test_reads_back_equal_whatever_is_in_it(self, text, html, subject):
        message = read(build(outgoing(text=text + "\n", html=html + "\n", subject=subject), DATE))
        assert body(message, "plain").splitlines() == (text + "\n").splitlines()
        assert body(message, "html").splitlines() == (html + "\n").splitlines()
        assert "".join(message["Subject"].split()) == "".join(subject.split())

    def test_hostile_values_stay_values(self):
        message = read(build(outgoing(text=HOSTILE, html=HOSTILE, subject=HOSTILE), DATE))
        assert message["Bcc"] is None
        assert [part.get_content_type() for part in message.walk()] == [
            "multipart/alternative",
            "text/plain",
            "text/html",
        ]
        assert body(message, "plain").split() == HOSTILE.split()
        assert not message.defects

    def test_an_address_cannot_bring_a_header_along(self):
        message = read(build(outgoing(to_address="ada@example.org\r\nBcc: x@evil.example"), DATE))
        assert message["Bcc"] is None

    def test_headers_say_when_from_whom_and_that_nobody_wrote_it(self, monkeypatch):
        monkeypatch.setenv("MAIL_FROM", "Éditions Nord <no-reply@exämple.org>")
        settings.cache_clear()
        message = read(build(outgoing(), DATE.astimezone(timezone(timedelta(hours=1)))))
        assert str(message["From"]) == "Éditions Nord <no-reply@xn--exmple-cua.org>"
        assert message["Date"].datetime == DATE
        assert message["Message-ID"] == "<abc@example.org>"
        assert message["Auto-Submitted"] == "auto-generated"

    def test_every_line_fits_and_ends_as_servers_want_it(self):
        built = build(outgoing(text="x" * 5000 + "\ré\n", html="é" * 5000), DATE)
        assert max(map(len, built.split(b"\r\n"))) <= 998
        assert b"\n" not in built.replace(b"\r\n", b"")
        assert b"\r" not in built.replace(b"\r\n", b"")


class TestAddresses:
    @pytest.mark.parametrize(
        ("address", "form"),
        [
            ("ada@example.org", "ada@example.org"),
            ("zoë@exämple.org", "zoë@xn--exmple-cua.org"),
            ("no@-bad-.x", "no@-bad-.x"),
        ],
    )
    def test_a_domain_is_sent_in_ascii(self, address, form):
        assert server_form(address) == form

    def test_the_sender_is_the_configured_one(self, monkeypatch):
        monkeypatch.setenv("MAIL_FROM", "Nord <hello@nord.example>")
        settings.cache_clear()
        assert sender_address() == "hello@nord.example"

    def test_one_line_is_one_line(self):
        assert one_line("a\r\n b\t c\u2028d") == "a b c d"
