"""How we talk to a mail server."""

import smtplib
import socket
import subprocess
import threading
from pathlib import Path

import pytest

from admin_dashboard.mail import smtp
from admin_dashboard.mail.reasons import Reason
from admin_dashboard.mail.smtp import Encryption, Server, SmtpTransport, connect, parse_smtp_url
from admin_dashboard.mail.transport import Deferred, Delivered, Refused, ServerDown

from .server import MailServer, running, with_certificate, with_password
from .test_build import outgoing


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> tuple[str, str]:
    """A certificate of our own for localhost, and its key."""
    folder: Path = tmp_path_factory.mktemp("certificate")
    made, key = str(folder / "certificate.pem"), str(folder / "key.pem")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost", "-out", made, "-keyout", key]
    subprocess.run(command, check=True, capture_output=True)
    return made, key


def transport(server: MailServer, options: str = "", user: str = "", host: str = "127.0.0.1") -> SmtpTransport:
    return SmtpTransport(parse_smtp_url(f"smtp://{user}{host}:{server.port}{options}"))


class TestSetting:
    @pytest.mark.parametrize(
        ("url", "server"),
        [
            ("smtp://mail.example", Server("mail.example", 25, Encryption.OPPORTUNISTIC)),
            ("smtp://mail.example:2525?starttls=always", Server("mail.example", 2525, Encryption.ALWAYS)),
            ("smtp://u:p@mail.example", Server("mail.example", 587, Encryption.OPPORTUNISTIC, "u", "p")),
            ("smtps://a%40b:p%2F%3A@mail.example", Server("mail.example", 465, Encryption.IMPLICIT, "a@b", "p/:")),
            ("smtp://[::1]:25?starttls=never", Server("::1", 25, Encryption.NEVER)),
        ],
    )
    def test_is_read(self, url, server):
        assert parse_smtp_url(url) == server

    @pytest.mark.parametrize(
        "url",
        ["http://mail.example", "smtp://", "smtp://h?starttls=maybe", "smtp://h?verify=no", "smtp://h:port", "mail:25"],
    )
    def test_is_refused_when_it_is_none(self, url):
        with pytest.raises(ValueError, match=r"SMTP_URL|[Pp]ort"):
            parse_smtp_url(url)

    def test_the_password_is_in_no_text(self):
        assert "secret" not in repr(parse_smtp_url("smtp://u:secret@mail.example"))


class TestEncryption:
    def test_a_certificate_that_nobody_vouches_for_is_refused(self, certificate):
        with running(**with_certificate(*certificate)) as server, pytest.raises(ServerDown) as down:
            transport(server, host="localhost").deliver(outgoing())
        assert down.value.reason == Reason.NOT_TRUSTED

    def test_a_trusted_certificate_is_used(self, certificate, monkeypatch):
        monkeypatch.setenv("SSL_CERT_FILE", certificate[0])
        with running(require_starttls=True, **with_certificate(*certificate)) as server:
            assert transport(server, "?starttls=always", host="localhost").deliver(outgoing()) == Delivered()

    def test_a_certificate_for_another_name_is_refused(self, certificate, monkeypatch):
        monkeypatch.setenv("SSL_CERT_FILE", certificate[0])
        with running(**with_certificate(*certificate)) as server, pytest.raises(ServerDown) as down:
            transport(server).deliver(outgoing())
        assert down.value.reason == Reason.NOT_TRUSTED

    def test_always_means_always(self):
        with running() as server, pytest.raises(ServerDown) as down:
            transport(server, "?starttls=always").deliver(outgoing())
        assert down.value.reason == Reason.NOT_ENCRYPTED
        assert server.messages == []


class TestSignIn:
    def test_with_the_name_and_password(self):
        with running(**with_password("post", "s€cret".encode().hex())) as server:
            user = f"post:{'s€cret'.encode().hex()}@"
            assert transport(server, user=user).deliver(outgoing()) == Delivered()

    @pytest.mark.parametrize("password", ["wrong", "pass%C3%A9"])
    def test_refused(self, password):
        with running(**with_password("post", "right")) as server, pytest.raises(ServerDown) as down:
            transport(server, user=f"post:{password}@").deliver(outgoing())
        assert down.value.reason == Reason.SIGN_IN_REFUSED

    def test_a_server_that_knows_no_names(self):
        with running() as server, pytest.raises(ServerDown) as down:
            transport(server, user="post:right@").deliver(outgoing())
        assert down.value.reason == Reason.SIGN_IN_REFUSED

    def test_a_password_does_not_travel_in_the_clear_to_another_machine(self, monkeypatch):
        server = Server("mail.example", 587, Encryption.OPPORTUNISTIC, "post", "right")
        assert not server.may_sign_in_unencrypted
        with running() as local:
            monkeypatch.setattr(smtp, "_open", lambda _: smtplib.SMTP("127.0.0.1", local.port))
            with pytest.raises(ServerDown) as down:
                connect(server)
        assert down.value.reason == Reason.NOT_ENCRYPTED


class TestConversation:
    def test_a_connection_the_server_closed_is_made_again(self):
        with running() as server:
            ours = transport(server)
            assert ours.deliver(outgoing()) == Delivered()
            assert ours._smtp is not None
            assert ours._smtp.sock is not None
            ours._smtp.sock.shutdown(socket.SHUT_RDWR)
            assert ours.deliver(outgoing()) == Delivered()
            ours.close()
        assert (len(server.messages), server.connections) == (2, 2)

    def test_goes_on_after_a_refused_recipient(self):
        with running(MailServer(answers={"RCPT no@example.org": "550 5.1.1 No such mailbox"})) as server:
            ours = transport(server)
            refused = ours.deliver(outgoing(to_address="no@example.org"))
            assert refused == Refused(Reason.ADDRESS_REFUSED, "550 5.1.1 No such mailbox")
            assert ours.deliver(outgoing()) == Delivered()
        assert server.connections == 1

    def test_a_server_that_says_goodbye_in_between_is_called_again(self):
        with running(MailServer(answers={"RCPT": "421 Too many connections"})) as server:
            ours = transport(server)
            assert ours.deliver(outgoing()) == Deferred("421 Too many connections")
            server.answers.clear()
            assert ours.deliver(outgoing()) == Delivered()

    def test_an_address_with_accents_needs_a_server_that_can(self):
        with running() as server:
            assert transport(server).deliver(outgoing(to_address="zoë@example.org")) == Delivered()
        with running(enable_SMTPUTF8=False) as server:
            assert transport(server).deliver(outgoing(to_address="zoë@example.org")) == Refused(
                Reason.ADDRESS_NOT_SUPPORTED
            )

    def test_a_connection_that_breaks_within_a_message_puts_it_off(self, monkeypatch):
        monkeypatch.setattr(smtp, "ACCEPT_SECONDS", 0.2)
        with running(MailServer(delay=1)) as server:
            assert isinstance(transport(server).deliver(outgoing()), Deferred)

    def test_a_server_that_never_answers_is_down(self, monkeypatch):
        monkeypatch.setattr(smtp, "COMMAND_SECONDS", 0.2)
        with socket.create_server(("127.0.0.1", 0)) as silent:
            threading.Thread(target=silent.accept, daemon=True).start()
            with pytest.raises(ServerDown) as down:
                connect(Server("127.0.0.1", silent.getsockname()[1], Encryption.NEVER))
        assert down.value.reason == Reason.UNREACHABLE

    def test_closing_twice_is_harmless(self):
        with running() as server:
            ours = transport(server)
            ours.deliver(outgoing())
            ours.close()
            ours.close()
