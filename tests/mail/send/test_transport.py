"""Delivery by SMTP against a real server with faults at every stage, and delivery into a folder."""

import asyncio
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult

from ozg_workflow.bootstrap import open_transport
from ozg_workflow.domain.errors import InputError, LeaseLostError, UnavailableError
from ozg_workflow.domain.post.envelope import DeliveryResult, Envelope
from ozg_workflow.domain.post.outbox import Outcome
from ozg_workflow.mail.send.directory import DirectoryTransport
from ozg_workflow.mail.send.smtp import SmtpTransport
from ozg_workflow.mail.send.transport import Transport

CONTENT = b"From: ozg@bielefeld.example\r\nSubject: Probe\r\n\r\n.Ein Punkt am Anfang\r\nEnde\r\n"


def envelope(number: int = 1, *recipients: str, content: bytes = CONTENT, sender: str = "ozg@bielefeld.example") -> Envelope:
    return Envelope(
        message_id=number,
        sender=sender,
        recipients=recipients or ("dez2@bielefeld.example",),
        content=content,
        title="Amtslisten für das Dezernat 2",
    )


class Diary:
    """A journal in memory that notes the order of things, also what the relay already had at that moment."""

    def __init__(self, relay: "Relay | None" = None) -> None:
        self.lines: list[str] = []
        self.results: dict[int, DeliveryResult] = {}
        self._relay = relay

    def data_started(self, envelope: Envelope, refused: Mapping[str, str]) -> None:
        received = len(self._relay.received) if self._relay else 0
        self.lines.append(f"data_started {envelope.message_id} relay has {received}")

    def finished(self, envelope: Envelope, result: DeliveryResult) -> None:
        assert envelope.message_id not in self.results, "an attempt ends once"
        self.lines.append(f"finished {envelope.message_id} {result.outcome}")
        self.results[envelope.message_id] = result


class Carrying:
    """The mails of an iterator, with a diary that may raise."""

    def __init__(self, outgoing: Iterator[Envelope], diary: Diary) -> None:
        self._outgoing, self._diary = outgoing, diary
        self._lock = threading.Lock()
        self.more_wait = True

    def at_hand(self) -> Envelope | None:
        return None

    def claim(self) -> Envelope | None:
        with self._lock:
            envelope = next(self._outgoing, None) if self.more_wait else None
            self.more_wait = envelope is not None
            return envelope

    def data_started(self, envelope: Envelope, refused: Mapping[str, str]) -> "Future[None]":
        return self._done(lambda: self._diary.data_started(envelope, refused))

    def finished(self, envelope: Envelope, result: DeliveryResult) -> "Future[None]":
        return self._done(lambda: self._diary.finished(envelope, result))

    def stop(self) -> None:
        self.more_wait = False

    @staticmethod
    def _done(note: Callable[[], None]) -> "Future[None]":
        answer: Future[None] = Future()
        try:
            answer.set_result(note())
        except Exception as error:  # noqa: BLE001 - as the writer hands it on
            answer.set_exception(error)
        return answer


def carry(transport: Transport, outgoing: Iterator[Envelope], diary: Diary, lines: int = 1) -> None:
    transport.deliver(Carrying(outgoing, diary), lines)


class Relay:
    """A handler for aiosmtpd: an answer per command, or a function of the server that breaks the line."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Any]] = {"MAIL": [], "RCPT": [], "DATA": []}
        self.refused: dict[str, str] = {}
        self.received: list[tuple[str, tuple[str, ...], bytes]] = []
        self.connections = 0
        self.options: list[list[str]] = []
        self.tls_sessions = 0

    def _answer(self, server: SMTP, stage: str) -> str | None:
        answer = self.answers[stage].pop(0) if self.answers[stage] else None
        return answer(server) if callable(answer) else answer

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.options.append(list(options))
        self.tls_sessions += session.ssl is not None
        answer = self._answer(server, "MAIL")
        if answer:
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.refused.get(address) or self._answer(server, "RCPT")
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.received.append((envelope.mail_from, tuple(envelope.rcpt_tos), envelope.original_content))
        return self._answer(server, "DATA") or f"250 2.0.0 Ok: queued as Q{len(self.received)}"


def hang_up(server: SMTP) -> str:
    server.transport.abort()
    return "250 nobody hears this"


def fall_silent(server: SMTP) -> str:
    server.transport.pause_reading()
    server.transport.write = lambda data: None
    return "250 nobody hears this"


class CountingSmtp(SMTP):
    """Counts connections and can refuse DATA before 354."""

    data_refusal: str | None = None
    break_at = b""
    last: "CountingSmtp"

    def connection_made(self, transport) -> None:
        CountingSmtp.last = self
        if self.event_handler is not None and transport.get_extra_info("sslcontext") is None:
            self.event_handler.connections += 1
        super().connection_made(transport)

    def data_received(self, data: bytes) -> None:
        if self.break_at and self.break_at in data:
            type(self).break_at = b""
            self.transport.abort()
        else:
            super().data_received(data)

    async def smtp_DATA(self, arg):
        if self.data_refusal:
            await self.push(self.data_refusal)
        else:
            await super().smtp_DATA(arg)


class Post:
    """A relay in its own thread, on a port that the system chooses."""

    def __init__(
        self, relay: Relay, smtp_class: type[SMTP] = CountingSmtp, *, context: ssl.SSLContext | None = None, **options: Any
    ):
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        create = self._loop.create_server(lambda: smtp_class(relay, loop=self._loop, **options), "127.0.0.1", 0, ssl=context)
        self._server = asyncio.run_coroutine_threadsafe(create, self._loop).result()
        self.port = self._server.sockets[0].getsockname()[1]

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _close(self) -> None:
        self._server.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.sleep(0.01)


Opener = Callable[..., str]


@pytest.fixture
def relay() -> Relay:
    return Relay()


@pytest.fixture
def opened(relay: Relay) -> Iterator[Opener]:
    posts: list[Post] = []

    def start(smtp_class: type[SMTP] = CountingSmtp, **options: Any) -> str:
        posts.append(Post(relay, smtp_class, **options))
        return f"127.0.0.1:{posts[-1].port}"

    yield start
    for post in posts:
        post.stop()


def deliver(url: str, relay: Relay | None, *envelopes: Envelope, **options: Any) -> Diary:
    diary = Diary(relay)
    carry(SmtpTransport(url, **options), iter(envelopes), diary)
    return diary


def test_a_mail_is_transferred_unchanged_and_the_queue_id_is_kept(opened: Opener, relay: Relay) -> None:
    diary = deliver(f"smtp://{opened()}", relay, envelope(1, "a@x.example", "b@x.example"))
    assert relay.received == [("ozg@bielefeld.example", ("a@x.example", "b@x.example"), CONTENT)]
    assert diary.results[1] == DeliveryResult(outcome=Outcome.ACCEPTED, stage="content", code=250, text="2.0.0 Ok: queued as Q1")
    assert relay.options == [[f"SIZE={len(CONTENT)}"]]


def test_the_journal_is_written_before_the_relay_has_anything(opened: Opener, relay: Relay) -> None:
    diary = deliver(f"smtp://{opened()}", relay, envelope(1), envelope(2))
    assert diary.lines == [
        "data_started 1 relay has 0",
        "finished 1 accepted",
        "data_started 2 relay has 1",
        "finished 2 accepted",
    ]
    assert relay.connections == 1


def test_several_lines_carry_each_mail_once(opened: Opener, relay: Relay) -> None:
    diary = Diary()
    carry(SmtpTransport(f"smtp://{opened()}"), iter([envelope(n) for n in range(40)]), diary, lines=4)
    assert (len(relay.received), relay.connections) == (40, 4)
    assert {r.outcome for r in diary.results.values()} == {Outcome.ACCEPTED}


def test_a_relay_that_allows_one_line_gets_all_mails_over_it(opened: Opener, relay: Relay) -> None:
    """As Exchange Online does with the fourth."""

    class OneLine(CountingSmtp):
        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            if relay.connections > 1:
                transport.write(b"421 4.3.2 Too many connections\r\n")
                transport.close()

    diary = Diary()
    carry(SmtpTransport(f"smtp://{opened(OneLine)}"), iter([envelope(n) for n in range(20)]), diary, lines=4)
    assert [r.outcome for r in diary.results.values()] == [Outcome.ACCEPTED] * 20


def test_envelopes_are_pulled_one_by_one(opened: Opener, relay: Relay) -> None:
    """Pulling claims a message, so the next one is pulled only when the last is settled."""
    diary = Diary()

    def outgoing() -> Iterator[Envelope]:
        for number in (1, 2, 3):
            assert len(diary.results) == number - 1
            yield envelope(number)

    carry(SmtpTransport(f"smtp://{opened()}"), outgoing(), diary)
    assert len(relay.received) == 3


def test_nothing_to_deliver_needs_no_connection() -> None:
    assert deliver("smtp://127.0.0.1:1", None).lines == []


def test_an_unreachable_relay_leaves_the_first_mail_to_try_again_and_the_others_unclaimed() -> None:
    diary, outgoing = Diary(), iter([envelope(1), envelope(2)])
    with pytest.raises(
        UnavailableError, match=r"Der Mailserver 127\.0\.0\.1:1 ist nicht erreichbar \(Verbindung abgelehnt\)\."
    ) as caught:
        carry(SmtpTransport("smtp://ozg:geheim@127.0.0.1:1"), outgoing, diary)
    assert "geheim" not in str(caught.value)
    assert (diary.results[1].outcome, diary.results[1].stage) == (Outcome.RETRY, "connect")
    assert next(outgoing).message_id == 2


@pytest.mark.parametrize(
    ("stage", "answer", "outcome"),
    [
        ("MAIL", "451 4.3.0 later", Outcome.RETRY),
        ("MAIL", "550 5.7.1 not you", Outcome.REFUSED),
        ("MAIL", "530 5.7.0 Authentication required", Outcome.RETRY),
        ("RCPT", "450 4.2.0 greylisted", Outcome.RETRY),
        ("RCPT", "550 5.1.1 unknown user", Outcome.REFUSED),
        ("DATA", "451 4.3.0 queue full", Outcome.RETRY),
        ("DATA", "554 5.7.1 looks like spam", Outcome.REFUSED),
        ("DATA", "421 4.3.2 shutting down", Outcome.RETRY),
    ],
)
def test_the_servers_answer_decides_and_the_line_stays_usable(
    opened: Opener, relay: Relay, stage: str, answer: str, outcome: Outcome
) -> None:
    relay.answers[stage] = [answer]
    diary = deliver(f"smtp://{opened()}", relay, envelope(1), envelope(2))
    result = diary.results[1]
    assert (result.outcome, result.code) == (outcome, int(answer[:3]))
    assert answer[4:] in result.text
    assert ("data_started 1 relay has 0" in diary.lines) == (stage == "DATA")
    assert diary.results[2].outcome is Outcome.ACCEPTED
    assert relay.received[-1][1] == ("dez2@bielefeld.example",)


@pytest.mark.parametrize(("answer", "outcome"), [("452 4.3.1 no space", Outcome.RETRY), ("554 5.5.1 no data", Outcome.REFUSED)])
def test_a_refusal_of_the_data_command_is_certain(opened: Opener, relay: Relay, answer: str, outcome: Outcome) -> None:
    refusing = type("Refusing", (CountingSmtp,), {"data_refusal": answer})
    diary = deliver(f"smtp://{opened(refusing)}", relay, envelope(1))
    assert (diary.results[1].outcome, diary.results[1].code) == (outcome, int(answer[:3]))


def test_a_partly_refused_mail_goes_to_the_others(opened: Opener, relay: Relay) -> None:
    relay.refused = {"weg@x.example": "550 5.1.1 unknown user"}
    diary = deliver(f"smtp://{opened()}", relay, envelope(1, "weg@x.example", "da@x.example"))
    assert relay.received[0][1] == ("da@x.example",)
    assert diary.results[1].outcome is Outcome.ACCEPTED
    assert diary.results[1].refused == {"weg@x.example": "550 5.1.1 unknown user"}


def test_one_temporary_refusal_among_final_ones_is_tried_again(opened: Opener, relay: Relay) -> None:
    relay.refused = {"weg@x.example": "550 5.1.1 unknown user", "voll@x.example": "452 4.2.2 over quota"}
    diary = deliver(f"smtp://{opened()}", relay, envelope(1, "weg@x.example", "voll@x.example"))
    assert (diary.results[1].outcome, diary.results[1].code) == (Outcome.RETRY, 452)
    assert set(diary.results[1].refused) == {"weg@x.example", "voll@x.example"}
    assert relay.received == []


@pytest.mark.parametrize("stage", ["MAIL", "RCPT"])
def test_a_line_lost_before_the_content_is_tried_again_later(opened: Opener, relay: Relay, stage: str) -> None:
    relay.answers[stage] = [hang_up]
    diary = deliver(f"smtp://{opened()}", relay, envelope(1), envelope(2))
    assert diary.results[1].outcome is Outcome.RETRY
    assert diary.results[2].outcome is Outcome.ACCEPTED
    assert relay.connections == 2


def test_a_line_lost_after_the_final_dot_is_unknown_and_the_next_mail_gets_a_new_line(opened: Opener, relay: Relay) -> None:
    relay.answers["DATA"] = [hang_up]
    diary = deliver(f"smtp://{opened()}", relay, envelope(1), envelope(2))
    assert diary.results[1].outcome is Outcome.UNKNOWN
    assert diary.results[2].outcome is Outcome.ACCEPTED
    assert [len(relay.received), relay.connections] == [2, 2]


BEFORE_THE_DOT = {"DATA": b"DATA", "after 354": b"Subject", "in the content": b"x" * 40}


@pytest.mark.parametrize("marker", BEFORE_THE_DOT.values(), ids=BEFORE_THE_DOT)
def test_a_line_lost_before_the_dot_is_tried_again_and_the_relay_has_nothing(opened: Opener, relay: Relay, marker: bytes) -> None:
    """The relay hangs up as soon as it has read so far; the mail is long enough to be on its way then."""
    breaking = type("Breaking", (CountingSmtp,), {"break_at": marker})
    long = envelope(1, content=CONTENT + b"x" * 60 + b"\r\n" + b"Zeile\r\n" * 100_000)
    diary = deliver(f"smtp://{opened(breaking)}", relay, long, envelope(2))
    assert (diary.results[1].outcome, diary.results[1].stage) == (Outcome.RETRY, "data")
    assert diary.results[2].outcome is Outcome.ACCEPTED
    assert [recipients for _, recipients, _ in relay.received] == [("dez2@bielefeld.example",)]


def test_a_line_that_dies_while_the_stage_is_stored_is_tried_again(opened: Opener, relay: Relay) -> None:
    """The relay hung up after the whole content and before the dot, which is never sent then."""

    class Dying(Diary):
        def data_started(self, envelope: Envelope, refused: Mapping[str, str]) -> None:
            super().data_started(envelope, refused)
            if envelope.message_id == 1:
                CountingSmtp.last.loop.call_soon_threadsafe(CountingSmtp.last.transport.abort)
                time.sleep(0.1)

    diary = Dying(relay)
    carry(SmtpTransport(f"smtp://{opened()}"), iter([envelope(1), envelope(2)]), diary)
    assert diary.lines[:2] == ["data_started 1 relay has 0", "finished 1 retry"]
    assert diary.results[2].outcome is Outcome.ACCEPTED
    assert len(relay.received) == 1


@pytest.mark.parametrize(("stage", "outcome"), [("MAIL", Outcome.RETRY), ("DATA", Outcome.UNKNOWN)])
def test_a_silent_relay_counts_like_a_lost_line(opened: Opener, relay: Relay, stage: str, outcome: Outcome) -> None:
    relay.answers[stage] = [fall_silent]
    diary = deliver(f"smtp://{opened()}", relay, envelope(1), timeout=0.3)
    assert diary.results[1].outcome is outcome
    assert diary.results[1].text == "Der Mailserver antwortet nicht."


def test_a_relay_that_closed_the_idle_line_costs_no_attempt(opened: Opener, relay: Relay) -> None:
    diary, address = Diary(), opened(timeout=0.2)

    def outgoing() -> Iterator[Envelope]:
        yield envelope(1)
        time.sleep(0.5)
        yield envelope(2)

    carry(SmtpTransport(f"smtp://{address}"), outgoing(), diary)
    assert [r.outcome for r in diary.results.values()] == [Outcome.ACCEPTED, Outcome.ACCEPTED]
    assert relay.connections == 2


def test_421_at_a_recipient_ends_the_line_and_the_attempt(opened: Opener, relay: Relay) -> None:
    relay.answers["RCPT"] = ["421 4.7.0 too many errors"]
    diary = deliver(f"smtp://{opened()}", relay, envelope(1, "a@x.example", "b@x.example"), envelope(2))
    assert (diary.results[1].outcome, diary.results[1].code) == (Outcome.RETRY, 421)
    assert diary.results[2].outcome is Outcome.ACCEPTED
    assert relay.connections == 2


def test_an_impossible_address_is_refused_without_harm_to_the_others(opened: Opener, relay: Relay) -> None:
    diary = deliver(
        f"smtp://{opened()}",
        relay,
        envelope(1, "bürger amt@x.example", "da@x.example"),
        envelope(2, sender="mit leer@zeichen>.example"),
        envelope(3),
    )
    assert diary.results[1].refused == {"bürger amt@x.example": "553 5.1.3 Die Adresse ist ungültig."}
    assert [r.outcome for r in diary.results.values()] == [Outcome.ACCEPTED, Outcome.REFUSED, Outcome.ACCEPTED]


def test_domains_with_umlauts_travel_in_idna(opened: Opener, relay: Relay) -> None:
    diary = deliver(f"smtp://{opened()}", relay, envelope(1, "amt33@bürgeramt.gießen.example", sender="ozg@gießen.example"))
    assert relay.received[0][:2] == ("ozg@xn--gieen-nqa.example", ("amt33@xn--brgeramt-65a.xn--gieen-nqa.example",))
    assert diary.results[1].outcome is Outcome.ACCEPTED


def test_umlauts_before_the_at_sign_travel_where_the_relay_offers_it(opened: Opener, relay: Relay) -> None:
    url = f"smtp://{opened(enable_SMTPUTF8=True)}"
    diary = deliver(url, relay, envelope(1, "bürgeramt@gießen.example", "da@x.example"), envelope(2))
    assert relay.received[0][1] == ("bürgeramt@xn--gieen-nqa.example", "da@x.example")
    assert ["SMTPUTF8" in options for options in relay.options] == [True, False], "only where it is needed"
    assert diary.results[1].refused == {}


def test_umlauts_before_the_at_sign_are_refused_where_it_does_not_and_the_others_get_the_mail(
    opened: Opener, relay: Relay
) -> None:
    url = f"smtp://{opened(enable_SMTPUTF8=False)}"
    diary = deliver(
        url, relay, envelope(1, "bürgeramt@x.example", "da@x.example"), envelope(2, "bürgeramt@x.example"), envelope(3)
    )
    reason = "553 5.6.7 Der Mailserver nimmt keine Adressen mit Umlauten vor dem @ an (SMTPUTF8)."
    assert diary.results[1].refused == {"bürgeramt@x.example": reason}
    assert [r.outcome for r in diary.results.values()] == [Outcome.ACCEPTED, Outcome.REFUSED, Outcome.ACCEPTED]
    assert [recipients for _, recipients, _ in relay.received] == [("da@x.example",), ("dez2@bielefeld.example",)]


@pytest.mark.parametrize("address", ["a@x.example>\r\nRCPT TO:<b@x.example", "a\n@x.example", "a@x.example\r\nDATA"])
def test_no_address_smuggles_a_command(opened: Opener, relay: Relay, address: str) -> None:
    diary = deliver(f"smtp://{opened()}", relay, envelope(1, address, "da@x.example"), envelope(2, sender=address))
    assert set(diary.results[1].refused) == {address}
    assert diary.results[2].outcome is Outcome.REFUSED
    assert [recipients for _, recipients, _ in relay.received] == [("da@x.example",)]


def test_the_journal_learns_who_was_refused_before_the_dot_leaves(opened: Opener, relay: Relay) -> None:
    class Curious(Diary):
        def data_started(self, envelope: Envelope, refused: Mapping[str, str]) -> None:
            self.lines.append(f"refused: {dict(refused)}")

    relay.refused = {"voll@x.example": "452 4.2.2 over quota"}
    diary = Curious()
    carry(SmtpTransport(f"smtp://{opened()}"), iter([envelope(1, "voll@x.example", "da@x.example")]), diary)
    assert diary.lines[0] == "refused: {'voll@x.example': '452 4.2.2 over quota'}"


def test_a_mail_that_is_not_ours_any_more_gets_no_dot_and_the_next_one_a_new_line(opened: Opener, relay: Relay) -> None:
    class Late(Diary):
        def data_started(self, envelope: Envelope, refused: Mapping[str, str]) -> None:
            if envelope.message_id == 1:
                raise LeaseLostError(1)

    diary = Late()
    carry(SmtpTransport(f"smtp://{opened()}"), iter([envelope(1, "a@x.example"), envelope(2, "b@x.example")]), diary)
    assert list(diary.results) == [2]
    assert [recipients for _, recipients, _ in relay.received] == [("b@x.example",)]
    assert relay.connections == 2


def test_the_copy_goes_along_and_decides_nothing(opened: Opener, relay: Relay) -> None:
    copied = [replace(envelope(n, f"a{n}@x.example"), copy_to="ozg@x.example") for n in (1, 2, 3)]
    relay.refused = {"a2@x.example": "550 5.1.1 unknown user"}
    diary = deliver(f"smtp://{opened()}", relay, *copied[:2])
    relay.refused = {"ozg@x.example": "451 4.3.0 later"}
    diary = deliver(f"smtp://{opened()}", relay, copied[2])
    assert [recipients for _, recipients, _ in relay.received] == [("a1@x.example", "ozg@x.example"), ("a3@x.example",)]
    assert diary.results[3].outcome is Outcome.ACCEPTED
    assert diary.results[3].refused == {"ozg@x.example": "451 4.3.0 later"}


def test_an_error_in_the_journal_stops_before_the_dot(opened: Opener, relay: Relay) -> None:
    class Broken(Diary):
        def data_started(self, envelope: Envelope, refused: Mapping[str, str]) -> None:
            raise RuntimeError("database is locked")

    with pytest.raises(RuntimeError, match="database is locked"):
        carry(SmtpTransport(f"smtp://{opened()}"), iter([envelope()]), Broken())
    assert relay.received == []


def test_delivery_works_below_a_running_event_loop_and_in_worker_threads(opened: Opener, relay: Relay) -> None:
    url = f"smtp://{opened()}"

    async def flow() -> None:
        deliver(url, relay, envelope(1))

    asyncio.run(flow())
    worker = threading.Thread(target=deliver, args=(url, relay, envelope(2)))
    worker.start()
    worker.join()
    assert len(relay.received) == 2


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    folder = tmp_path_factory.mktemp("tls")
    key, cert = folder / "key.pem", folder / "cert.pem"
    names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", str(key), "-out", str(cert)]
    subprocess.run([*command, *names], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return cert, context


def authenticate(server, session, envelope, mechanism, data) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (b"ozg@stadt", b"ge:h/e#im"), handled=False)


def test_starttls_and_a_login_with_special_characters(
    opened: Opener, relay: Relay, certificate: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    address = opened(tls_context=certificate[1], require_starttls=True, authenticator=authenticate, auth_required=True)
    deliver(f"smtp+starttls://ozg%40stadt:ge%3Ah%2Fe%23im@{address}", relay, envelope(1))
    assert [len(relay.received), relay.tls_sessions] == [1, 1]


def test_a_wrong_password_is_named_without_showing_it(
    opened: Opener, relay: Relay, certificate: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    address = opened(tls_context=certificate[1], require_starttls=True, authenticator=authenticate, auth_required=True)
    diary = Diary()
    with pytest.raises(UnavailableError, match="lehnt die Anmeldung ab") as caught:
        carry(SmtpTransport(f"smtp+starttls://ozg%40stadt:falsch@{address}"), iter([envelope()]), diary)
    assert "falsch" not in str(caught.value) + diary.results[1].text
    assert "ozg@stadt" not in str(caught.value) + diary.results[1].text
    assert address in str(caught.value)


def test_a_certificate_nobody_vouches_for_is_not_accepted(
    opened: Opener, relay: Relay, certificate: tuple[Path, ssl.SSLContext]
) -> None:
    address = opened(tls_context=certificate[1])
    with pytest.raises(UnavailableError, match="zeigt ein TLS-Zertifikat, das nicht geprüft werden kann"):
        deliver(f"smtp+starttls://{address}", relay, envelope())
    assert relay.received == []


def test_required_starttls_never_falls_back_to_plain_text(opened: Opener, relay: Relay) -> None:
    with pytest.raises(UnavailableError, match="bietet die verlangte Verschlüsselung"):
        deliver(f"smtp+starttls://{opened()}", relay, envelope())
    assert relay.received == []


def test_smtps_with_a_certificate_nobody_vouches_for_is_not_accepted(
    opened: Opener, relay: Relay, certificate: tuple[Path, ssl.SSLContext]
) -> None:
    diary = Diary()
    with pytest.raises(UnavailableError, match="zeigt ein TLS-Zertifikat, das nicht geprüft werden kann"):
        carry(SmtpTransport(f"smtps://{opened(context=certificate[1])}"), iter([envelope()]), diary)
    assert (diary.results[1].outcome, diary.results[1].stage) == (Outcome.RETRY, "connect")
    assert relay.received == []


def test_a_certificate_of_another_host_is_not_accepted(
    opened: Opener, relay: Relay, certificate: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    port = opened(context=certificate[1]).rpartition(":")[2]
    with pytest.raises(UnavailableError, match="zeigt ein TLS-Zertifikat, das nicht geprüft werden kann"):
        deliver(f"smtps://localhost:{port}", relay, envelope())
    assert relay.received == []


def test_a_password_is_not_kept_although_the_relay_repeats_it(
    opened: Opener, relay: Relay, certificate: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    relay.refused = {"b@x.example": "550 5.7.1 ge:h/e#im may not do that"}
    relay.answers["DATA"] = ["554 5.7.1 ge:h/e#im may not do that"]
    address = opened(tls_context=certificate[1], authenticator=authenticate, auth_required=True)
    diary = deliver(f"smtp+starttls://ozg%40stadt:ge%3Ah%2Fe%23im@{address}", relay, envelope(1, "a@x.example", "b@x.example"))
    assert diary.results[1].text == "5.7.1 … may not do that"
    assert diary.results[1].refused == {"b@x.example": "550 5.7.1 … may not do that"}


def test_smtps_speaks_tls_from_the_first_byte(
    opened: Opener, relay: Relay, certificate: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    deliver(f"smtps://{opened(context=certificate[1])}", relay, envelope())
    assert len(relay.received) == 1


def test_a_folder_receives_every_mail_as_one_complete_file(tmp_path: Path) -> None:
    diary, folder = Diary(), tmp_path / "ausgang" / "heute"
    carry(DirectoryTransport(folder), iter([envelope(7), envelope(8)]), diary)
    assert sorted(p.name for p in folder.iterdir()) == [
        "7-amtslisten-fuer-das-dezernat-2.eml",
        "8-amtslisten-fuer-das-dezernat-2.eml",
    ]
    assert (folder / "7-amtslisten-fuer-das-dezernat-2.eml").read_bytes() == CONTENT
    assert diary.lines[:2] == ["data_started 7 relay has 0", "finished 7 accepted"]


def test_a_folder_that_cannot_be_written_leaves_the_mail_to_try_again(tmp_path: Path) -> None:
    (tmp_path / "datei").write_text("")
    diary = Diary()
    with pytest.raises(UnavailableError, match="kann nicht beschrieben werden"):
        carry(DirectoryTransport(tmp_path / "datei"), iter([envelope(1)]), diary)
    assert diary.results[1].outcome is Outcome.RETRY


def test_the_url_decides_on_the_transport(tmp_path: Path) -> None:
    assert isinstance(open_transport("smtp+starttls://ozg:x@relay.example"), SmtpTransport)
    assert isinstance(open_transport(f"dir:{tmp_path}"), DirectoryTransport)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "dir:",
        "http://relay.example",
        "relay.example",
        "smtp://",
        "smtp://ozg:geheim@relay.example:viele",
        "smtp://ozg:ge#heim@relay.example",
    ],
)
def test_a_wrong_url_is_explained_without_repeating_secrets(url: str) -> None:
    with pytest.raises(InputError, match="OZG_SMTP_URL") as caught:
        open_transport(url)
    assert "heim" not in str(caught.value)
