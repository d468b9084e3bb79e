"""How we talk to a mail server."""

import smtplib
import socket
import subprocess
import threading
from pathlib import Path

import pytest

from admin_dashboard.mail import conversation, smtp
from admin_dashboard.mail.connections import Connections
from admin_dashboard.mail.conversation import SmtpConnection
from admin_dashboard.mail.reasons import Reason
from admin_dashboard.mail.smtp import connect
from admin_dashboard.mail.smtp_url import Encryption, Server, parse_smtp_url
from admin_dashboard.mail.transport import Deferred, Delivered, Outcome, Outgoing, Refused, ServerDown

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


class Line:
    """One connection to a server, and each message's outcome."""

    def __init__(self, server: Server) -> None:
        self.connection = SmtpConnection(server)
        self._connections = Connections(lambda: self.connection, 1)

    def deliver(self, outgoing: Outgoing) -> Outcome:
        self._connections.give(outgoing)
        while not (found := self._connections.finished(0.1)):
            continue
        if self._connections.fault:
            raise self._connections.fault
        return found[0][1]

    def break_off(self) -> None:
        """As a server does that has waited long enough."""
        assert self.connection._smtp is not None
        assert self.connection._smtp.sock is not None
        self.connection._smtp.sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._connections.close()


def transport(server: MailServer, options: str = "", user: str = "", host: str = "127.0.0.1") -> Line:
    return Line(parse_smtp_url(f"smtp://{user}{host}:{server.port}{options}"))


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
            ours.break_off()
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
        monkeypatch.setattr(conversation, "ACCEPT_SECONDS", 0.2)
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


@pytest.mark.parametrize("pipelines", [False, True], ids=["one command at a time", "several at once"])
class TestCommands:
    """Whether or not the server takes several commands at once."""

    def test_a_refused_recipient_leaves_the_connection_to_the_next(self, pipelines):
        answers = {"RCPT no@example.org": "550 No such mailbox"}
        with running(MailServer(pipelines=pipelines, answers=answers)) as server:
            ours = transport(server)
            refused = ours.deliver(outgoing(to_address="no@example.org"))
            assert refused == Refused(Reason.ADDRESS_REFUSED, "550 No such mailbox")
            assert ours.deliver(outgoing()) == Delivered()
        assert (server.recipients, server.connections) == (["ada@example.org"], 1)

    def test_a_refused_sender_is_the_servers(self, pipelines):
        with running(MailServer(pipelines=pipelines, answers={"MAIL": "550 Not from you"})) as server:
            with pytest.raises(ServerDown) as down:
                transport(server).deliver(outgoing())
            assert down.value.reason == Reason.SENDER_REFUSED
            server.answers.clear()
            assert transport(server).deliver(outgoing()) == Delivered()

    def test_a_refused_message_leaves_the_connection_to_the_next(self, pipelines):
        with running(MailServer(pipelines=pipelines, answers={"DATA": "554 Looks like spam"})) as server:
            ours = transport(server)
            assert ours.deliver(outgoing()) == Refused(Reason.MESSAGE_REFUSED, "554 Looks like spam")
            server.answers.clear()
            assert ours.deliver(outgoing()) == Delivered()
        assert server.connections == 1

    def test_lines_that_begin_with_a_dot_arrive_as_they_are(self, pipelines):
        with running(MailServer(pipelines=pipelines)) as server:
            assert transport(server).deliver(outgoing(text=".\n..\n.a\n")) == Delivered()
        part = server.messages[0].get_body(("plain",))
        assert part is not None
        assert part.get_content().split() == [".", "..", ".a"]

    def test_an_address_with_accents(self, pipelines):
        with running(MailServer(pipelines=pipelines)) as server:
            assert transport(server).deliver(outgoing(to_address="zoë@exämple.org")) == Delivered()
        assert server.recipients == ["zoë@xn--exmple-cua.org"]

    def test_a_connection_the_server_closed_is_made_again(self, pipelines):
        with running(MailServer(pipelines=pipelines)) as server:
            ours = transport(server)
            assert ours.deliver(outgoing()) == Delivered()
            ours.break_off()
            assert ours.deliver(outgoing()) == Delivered()
        assert (len(server.messages), server.connections) == (2, 2)


@pytest.mark.parametrize(
    "address", ["", "ada", "a b@example.org", "ada@example.org>\r\nRCPT TO:<x@evil.example", "<@a>"]
)
def test_what_is_no_address_reaches_no_server(address):
    ours = Line(Server("127.0.0.1", 9, Encryption.NEVER))
    assert ours.deliver(outgoing(to_address=address)) == Refused(Reason.ADDRESS_REFUSED)


class Scripted:
    """A server that reads so many bytes for each of its answers, and says goodbye without a word."""

    def __init__(self, *talk: tuple[bytes, bytes]) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.server = Server("127.0.0.1", self.listening.getsockname()[1], Encryption.NEVER)
        self.heard: list[bytes] = []
        threading.Thread(target=self._serve, args=(talk,), daemon=True).start()

    def _serve(self, talk: tuple[tuple[bytes, bytes], ...]) -> None:
        connection, _address = self.listening.accept()
        with connection, self.listening:
            connection.sendall(b"220 scripted\r\n")
            for ending, answer in talk:
                heard = b""
                while not heard.endswith(ending):
                    heard += connection.recv(65536) or ending
                self.heard.append(heard)
                connection.sendall(answer)


HELLO = (b"\r\n", b"250-hello\r\n250 PIPELINING\r\n")


class TestOddServers:
    def test_one_that_wants_a_message_for_nobody_gets_an_empty_one(self):
        odd = Scripted(
            HELLO,
            (b"DATA\r\n", b"250 OK\r\n550 Nobody\r\n354 Go on\r\n"),
            (b".\r\n", b"554 Nobody to send it to\r\n"),
            (b"\r\n", b"250 OK\r\n"),
            (b"DATA\r\n", b"250 OK\r\n250 OK\r\n354 Go on\r\n"),
            (b"\r\n.\r\n", b"250 OK\r\n"),
        )
        ours = Line(odd.server)
        assert ours.deliver(outgoing()) == Refused(Reason.ADDRESS_REFUSED, "550 Nobody")
        assert ours.deliver(outgoing()) == Delivered()
        assert odd.heard[2] == b".\r\n"

    def test_one_that_hangs_up_on_a_recipient_puts_that_message_off(self):
        odd = Scripted(HELLO, (b"DATA\r\n", b"250 OK\r\n"))
        assert isinstance(Line(odd.server).deliver(outgoing()), Deferred)

    def test_one_that_refuses_and_hangs_up_has_refused(self):
        odd = Scripted(HELLO, (b"DATA\r\n", b"250 OK\r\n550 Nobody\r\n554 Nobody\r\n"))
        assert Line(odd.server).deliver(outgoing()) == Refused(Reason.ADDRESS_REFUSED, "550 Nobody")
