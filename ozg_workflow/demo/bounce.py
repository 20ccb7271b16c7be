"""The notice of a mail server that a mail could not be delivered (RFC 3464), worded in German."""

import hashlib
from email import message_from_bytes, policy
from email.header import Header
from email.message import Message
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.mime.text import MIMEText

TEXT = """Dies ist eine automatisch erzeugte Unzustellbarkeitsnachricht des Mailsystems {reporter}.

Ihre Nachricht konnte nicht zugestellt werden an:

    {recipient}

Grund: 550 5.1.1 Der Empfänger ist unbekannt; das Postfach gibt es nicht (mehr).

Bitte prüfen Sie die Adresse. Die Kopfzeilen Ihrer Nachricht sind beigefügt.
"""


def bounce_for(content: bytes, recipient: str, *, reporter: str) -> bytes:
    """Return the notice about `content` that `recipient` could not get; the same input gives the same bytes."""
    original = message_from_bytes(content, policy=policy.compat32)
    digest = hashlib.sha256(content + recipient.encode()).hexdigest()[:24]
    notice = MIMEMultipart("report", boundary=f"=_{digest}", report_type="delivery-status")
    notice["From"] = f"Mail Delivery System <mailer-daemon@{reporter}>"
    notice["To"] = str(original.get("From", ""))
    notice["Subject"] = Header("Unzustellbar: Nachricht geht an den Absender zurück", "utf-8").encode()
    notice["Date"] = str(original.get("Date", ""))
    notice["Message-ID"] = f"<{digest}.bounce@{reporter}>"
    notice["Auto-Submitted"] = "auto-replied"
    notice.attach(MIMEText(TEXT.format(reporter=reporter, recipient=recipient), "plain", "utf-8"))
    notice.attach(_status(recipient, reporter, str(original.get("Date", ""))))
    notice.attach(_headers(original))
    return notice.as_bytes(policy=policy.SMTP)


def _status(recipient: str, reporter: str, arrived: str) -> Message:
    status, about_mail, about_recipient = Message(), Message(), Message()
    about_mail["Reporting-MTA"] = f"dns; {reporter}"
    about_mail["Arrival-Date"] = arrived
    about_recipient["Original-Recipient"] = f"rfc822; {recipient}"
    about_recipient["Final-Recipient"] = f"rfc822; {recipient}"
    about_recipient["Action"] = "failed"
    about_recipient["Status"] = "5.1.1"
    about_recipient["Diagnostic-Code"] = "smtp; 550 5.1.1 User unknown"
    status["Content-Type"] = "message/delivery-status"
    status.set_payload([about_mail, about_recipient])
    return status


def _headers(original: Message) -> Message:
    part = MIMENonMultipart("text", "rfc822-headers")
    part.set_payload("".join(f"{name}: {value}\n" for name, value in original.raw_items()))
    return part
