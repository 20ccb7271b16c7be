"""The mails of the outbox as Markdown, for a person who decides about them."""

from collections.abc import Sequence
from dataclasses import dataclass

from ozg_workflow.domain import german
from ozg_workflow.report.markdown import escape, table


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingMail:
    """A held mail as a person sees it before it goes out."""

    number: int
    kind: str
    subject: str
    recipients: tuple[str, ...]
    reason: str


def release_markdown(mails: Sequence[WaitingMail], *, only_shown: bool) -> str:
    """Return every mail with every recipient, by kind, and what happens to them now."""
    if not mails:
        return "# Versand freigeben\n\nKeine Mail wartet auf die Freigabe."
    addresses = {address for mail in mails for address in mail.recipients}
    figures = f"{german.count(len(mails), 'Mail', 'Mails')} an {german.count(len(addresses), 'Adresse', 'Adressen')}"
    again = "Nichts wurde geändert. Zum Freigeben denselben Lauf noch einmal starten, mit „Nur zeigen“ aus."
    lines = ["# Versand freigeben", "", f"**{figures}.** {again if only_shown else 'Freigegeben.'}"]
    for kind in dict.fromkeys(mail.kind for mail in mails):
        same = [mail for mail in mails if mail.kind == kind]
        rows = table(("Nr.", "Empfänger", "Betreff", "Warum angehalten"), map(_row, same), right=frozenset({0}))
        lines += ["", f"## {escape(kind)}: {german.count(len(same), 'Mail', 'Mails')}", "", *rows]
    return "\n".join(lines)


def _row(mail: WaitingMail) -> tuple[str, ...]:
    recipients = ", ".join(escape(address) for address in mail.recipients)
    return str(mail.number), recipients, escape(mail.subject), escape(mail.reason)
