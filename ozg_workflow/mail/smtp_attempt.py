"""One envelope on one line: MAIL, RCPT for each recipient, then the journal, then DATA (RFC 5321)."""

from typing import TYPE_CHECKING, Final

import aiosmtplib

from ozg_workflow.domain.outbox import DeliveryResult, Envelope, Outcome
from ozg_workflow.mail.smtp_wording import answer_text, code_of, lost, one_line

if TYPE_CHECKING:
    from ozg_workflow.mail.transport import Journal

SHUTTING_DOWN: Final = 421
LOGIN_WANTED: Final = frozenset({530, 535, 538})  # the relay's complaint about us, not about this mail
CONTENT_BYTES_PER_SECOND: Final = 50_000  # slower lines than this count as dead
CONTENT_PATIENCE: Final = 4  # relays scan before they answer the final dot; a result given up on is "unknown", so wait longer


class Attempt:
    """Drives one envelope and says how far it came."""

    def __init__(self, client: aiosmtplib.SMTP, envelope: Envelope, journal: "Journal", timeout: float) -> None:
        self._client, self._envelope, self._journal, self._timeout = client, envelope, journal, timeout
        self._refused: dict[str, str] = {}
        self._codes: list[int] = []

    async def run(self) -> DeliveryResult:
        """Return the result; `journal.data_started` was called if and only if the content may have left this machine."""
        if not self._envelope.recipients:
            return self._result(Outcome.REFUSED, "rcpt", None, "Die Mail hat keine Empfänger.")
        early = await self._announce()
        if early is not None:
            return early
        self._journal.data_started(self._envelope)
        return await self._transfer()

    async def _announce(self) -> DeliveryResult | None:
        """Send MAIL and RCPT; return a result if the attempt ends here."""
        stage = "mail"
        try:
            await self._client.mail(self._envelope.sender, options=self._mail_options())
            stage = "rcpt"
            for recipient in self._envelope.recipients:
                await self._announce_recipient(recipient)
        except (OSError, ValueError, aiosmtplib.SMTPException) as error:
            await self._recover(code_of(error))
            return self._failed(stage, error)
        if len(self._refused) < len(self._envelope.recipients):
            return None
        await self._recover(self._codes[-1])
        temporary = next((code for code in self._codes if 400 <= code < 500), None)
        outcome = Outcome.REFUSED if temporary is None else Outcome.RETRY
        return self._result(outcome, "rcpt", temporary or self._codes[-1], "; ".join(dict.fromkeys(self._refused.values())))

    async def _announce_recipient(self, recipient: str) -> None:
        try:
            await self._client.rcpt(recipient)
        except aiosmtplib.SMTPRecipientRefused as error:
            if error.code == SHUTTING_DOWN or not 400 <= error.code < 600:
                raise
            self._refused[recipient] = answer_text(error.code, error.message)
            self._codes.append(error.code)
        except ValueError:
            self._refused[recipient] = "553 Die Adresse ist ungültig."
            self._codes.append(553)

    def _mail_options(self) -> list[str]:
        options = [f"SIZE={len(self._envelope.content)}"] if self._client.supports_extension("size") else []
        if not self._envelope.content.isascii() and self._client.supports_extension("8bitmime"):
            options.append("BODY=8BITMIME")
        return options

    async def _transfer(self) -> DeliveryResult:
        """Send DATA and the content. Any loss of the line from here on is unknown: the relay may have taken the mail over."""
        if not self._client.is_connected:  # the line died while the journal was written: DATA was never sent
            return self._result(Outcome.RETRY, "data", None, "Die Verbindung wurde vor der Übertragung getrennt.")
        content = self._envelope.content
        patience = self._timeout * CONTENT_PATIENCE + len(content) / CONTENT_BYTES_PER_SECOND
        try:
            response = await self._client.data(content, timeout=patience)
        except aiosmtplib.SMTPDataError as error:
            return await self._answered(error.code, error.message)
        except (OSError, ValueError, aiosmtplib.SMTPException) as error:
            self._client.close()
            return self._result(Outcome.UNKNOWN, "content", code_of(error), lost(error))
        return self._result(Outcome.ACCEPTED, "content", response.code, response.message)

    async def _answered(self, code: int, message: str) -> DeliveryResult:
        """Judge an answer other than 354 and 250; only 4xx and 5xx say for sure that the mail was not taken over."""
        if 200 <= code < 300:
            return self._result(Outcome.ACCEPTED, "content", code, message)
        await self._recover(code)
        outcome = Outcome.RETRY if 400 <= code < 500 else Outcome.REFUSED if 500 <= code < 600 else Outcome.UNKNOWN
        return self._result(outcome, "content", code, message)

    def _failed(self, stage: str, error: Exception) -> DeliveryResult:
        """Judge a failure before DATA: nothing was transferred, so only a clear 5xx or an impossible sender is final."""
        code = code_of(error)
        if code is not None:
            final = 500 <= code < 600 and code not in LOGIN_WANTED
            text = str(getattr(error, "message", ""))
        else:
            final = isinstance(error, ValueError)
            text = "Die Absenderadresse ist ungültig." if final else lost(error)
        return self._result(Outcome.REFUSED if final else Outcome.RETRY, stage, code, text)

    def _result(self, outcome: Outcome, stage: str, code: int | None, text: str) -> DeliveryResult:
        return DeliveryResult(outcome=outcome, stage=stage, code=code, text=one_line(text), refused=dict(self._refused))

    async def _recover(self, code: int | None) -> None:
        """Clear the envelope on the relay after an answer; a line that is out of step, or that said 421, is given up."""
        if self._client.is_connected and code is not None and code != SHUTTING_DOWN and 400 <= code < 600:
            try:
                await self._client.rset()
            except (OSError, aiosmtplib.SMTPException):
                self._client.close()
        else:
            self._client.close()
