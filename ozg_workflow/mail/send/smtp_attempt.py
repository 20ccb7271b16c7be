"""One envelope on one line: MAIL, RCPT for each recipient, DATA and the content, then the journal, then the final dot (RFC 5321).

aiosmtplib's own MAIL and RCPT read each address as a header has it, which takes a tenth of sending a mail; `wire_address` has been stricter.
"""

import asyncio
from typing import TYPE_CHECKING, Final

import aiosmtplib

from ozg_workflow.domain.post.envelope import DeliveryResult, Envelope
from ozg_workflow.domain.post.outbox import Outcome, content_patience
from ozg_workflow.mail.addresses import MailContentError, ascii_address, wire_address
from ozg_workflow.mail.send.smtp_wording import answer_text, code_of, lost, one_line
from ozg_workflow.mail.send.transfer import Transfer

if TYPE_CHECKING:
    from ozg_workflow.mail.send.transport import Outgoing

COMPLETED: Final = 250
TAKEN: Final = frozenset({COMPLETED, 251})  # a recipient; 251 will forward
SHUTTING_DOWN: Final = 421
LOGIN_WANTED: Final = frozenset({530, 535, 538})  # the relay's complaint about us, not about this mail
NO_ADDRESS: Final = "553 5.1.3 Die Adresse ist ungültig."
NO_SMTPUTF8: Final = "553 5.6.7 Der Mailserver nimmt keine Adressen mit Umlauten vor dem @ an (SMTPUTF8)."


class Attempt:
    """Drives one envelope and says how far it came."""

    def __init__(self, client: aiosmtplib.SMTP, envelope: Envelope, outgoing: "Outgoing", timeout: float) -> None:
        self._client, self._envelope, self._outgoing, self._timeout = client, envelope, outgoing, timeout
        self._refused: dict[str, str] = {}
        self._wire: dict[str, str] = {}

    async def run(self) -> DeliveryResult:
        """Return the result; `outgoing.data_started` was called if and only if the final dot may have left this machine."""
        if not self._envelope.recipients:
            return self._result(Outcome.REFUSED, "rcpt", None, "Die Mail hat keine Empfänger.")
        self._find_wire_addresses()
        early = await self._announce()
        if early is not None:
            return early
        size = len(self._envelope.content)
        transfer = Transfer(self._client, self._envelope.content, content_patience(size, self._timeout))
        try:
            return await self._transfer(transfer)
        except BaseException:  # the mail is not ours any more, or the journal is broken: the relay must not get the dot
            transfer.give_up()
            raise

    def _find_wire_addresses(self) -> None:
        """Translate the addresses; those that cannot travel to this relay are refused without asking it."""
        utf8 = self._client.supports_extension("smtputf8")
        copies = (self._envelope.copy_to,) if self._envelope.copy_to else ()
        for recipient in (*self._envelope.recipients, *copies):
            try:
                wire = wire_address(recipient)
            except MailContentError:
                self._refused[recipient] = NO_ADDRESS
                continue
            if wire.isascii() or utf8:
                self._wire[recipient] = wire
            else:
                self._refused[recipient] = NO_SMTPUTF8

    async def _announce(self) -> DeliveryResult | None:
        """Send MAIL and RCPT; return a result if the attempt ends here."""
        if self._nobody_left():
            return self._nobody_takes_it()
        stage = "mail"
        try:
            sender = ascii_address(self._envelope.sender)
            answer = await self._client.execute_command(b"MAIL", b"FROM:<%b>" % sender.encode("ascii"), *self._mail_options())
            if answer.code != COMPLETED:
                raise aiosmtplib.SMTPSenderRefused(answer.code, answer.message, sender)
            stage = "rcpt"
            for recipient in self._wire:
                if recipient != self._envelope.copy_to or not self._nobody_left():
                    await self._announce_recipient(recipient)
        except Exception as error:  # noqa: BLE001 - nothing was transferred, and the next mail deserves its turn
            await self._recover(code_of(error))
            return self._failed(stage, error)
        if not self._nobody_left():
            return None
        await self._reset()
        return self._nobody_takes_it()

    def _nobody_left(self) -> bool:
        return all(recipient in self._refused for recipient in self._envelope.recipients)

    def _nobody_takes_it(self) -> DeliveryResult:
        answers = [self._refused[recipient] for recipient in self._envelope.recipients]
        temporary = next((answer for answer in answers if answer.startswith("4")), None)
        outcome = Outcome.REFUSED if temporary is None else Outcome.RETRY
        return self._result(outcome, "rcpt", int((temporary or answers[-1])[:3]), "; ".join(dict.fromkeys(answers)))

    async def _announce_recipient(self, recipient: str) -> None:
        answer = await self._client.execute_command(b"RCPT", b"TO:<%b>" % self._wire[recipient].encode())
        if answer.code in TAKEN:
            return
        if answer.code == SHUTTING_DOWN or not 400 <= answer.code < 600:
            raise aiosmtplib.SMTPRecipientRefused(answer.code, answer.message, recipient)
        self._refused[recipient] = answer_text(answer.code, answer.message)

    def _mail_options(self) -> list[bytes]:
        options = [b"SIZE=%d" % len(self._envelope.content)] if self._client.supports_extension("size") else []
        if not self._envelope.content.isascii() and self._client.supports_extension("8bitmime"):
            options.append(b"BODY=8BITMIME")
        if not all(wire.isascii() for wire in self._wire.values()):
            options.append(b"SMTPUTF8")
        return options

    async def _transfer(self, transfer: Transfer) -> DeliveryResult:
        """Send the content, then the dot. A line lost before the dot is an ordinary failure; from the dot on the relay may have the mail."""
        try:
            await transfer.content()
        except Exception as error:  # noqa: BLE001 - nothing is taken over, and the next mail deserves its turn
            return await self._not_taken(transfer, error)
        await asyncio.wrap_future(self._outgoing.data_started(self._envelope, dict(self._refused)))
        try:
            await transfer.listen()
        except Exception as error:  # noqa: BLE001 - as above
            return await self._not_taken(transfer, error)
        try:
            response = await transfer.dot()
        except Exception as error:  # noqa: BLE001 - whatever it was, the relay may have the mail
            transfer.give_up()
            return self._result(Outcome.UNKNOWN, "content", code_of(error), lost(error))
        return await self._answered(response.code, response.message)

    async def _not_taken(self, transfer: Transfer, error: Exception) -> DeliveryResult:
        if transfer.begun:
            transfer.give_up()
        else:
            await self._recover(code_of(error))
        return self._failed("data", error)

    async def _answered(self, code: int, message: str) -> DeliveryResult:
        """Judge the answer to the dot; only 4xx and 5xx say for sure that the mail was not taken over."""
        if 200 <= code < 300:
            return self._result(Outcome.ACCEPTED, "content", code, message)
        await self._recover(code)
        outcome = Outcome.RETRY if 400 <= code < 500 else Outcome.REFUSED if 500 <= code < 600 else Outcome.UNKNOWN
        return self._result(outcome, "content", code, message)

    def _failed(self, stage: str, error: Exception) -> DeliveryResult:
        """Judge a failure before the dot: nothing was taken over, so only a clear 5xx or an impossible sender is final."""
        code = code_of(error)
        if code is not None:
            final = 500 <= code < 600 and code not in LOGIN_WANTED
            text = str(getattr(error, "message", ""))
        else:
            final = isinstance(error, ValueError | MailContentError)
            text = "Die Absenderadresse ist ungültig." if final else lost(error)
        return self._result(Outcome.REFUSED if final else Outcome.RETRY, stage, code, text)

    def _result(self, outcome: Outcome, stage: str, code: int | None, text: str) -> DeliveryResult:
        return DeliveryResult(outcome=outcome, stage=stage, code=code, text=one_line(text), refused=dict(self._refused))

    async def _recover(self, code: int | None) -> None:
        """Clear the envelope on the relay after an answer; a line out of step, one that said 421 or wants a new login is given up."""
        if code is not None and code not in (SHUTTING_DOWN, *LOGIN_WANTED) and 400 <= code < 600:
            await self._reset()
        else:
            self._client.close()

    async def _reset(self) -> None:
        try:
            await self._client.rset()
        except (OSError, aiosmtplib.SMTPException):
            self._client.close()
