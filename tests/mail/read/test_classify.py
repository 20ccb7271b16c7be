"""What an incoming mail is; above all, a person's list is never taken for an automatic mail."""

from email.message import EmailMessage
from email.policy import SMTP

import pytest

from ozg_workflow.domain.post.mail import IncomingKind
from ozg_workflow.mail.read.classify import Classification, classify
from ozg_workflow.mail.read.parse import parse_mail

OWN_ID = "<ozg.0123456789abcdef0123456789abcdef@bielefeld.example>"
XLSX = b"PK\x03\x04" + b"\x00" * 26 + b"xl/workbook.xml"


def classified(raw: bytes | EmailMessage) -> Classification:
    content = raw if isinstance(raw, bytes) else raw.as_bytes()
    return classify(parse_mail(content), own_address="OZG@bielefeld.example", is_own_message_id=lambda i: i.startswith("<ozg."))


def mail(
    subject: str = "AW: Amtsliste",
    text: str = "Guten Tag,\nanbei die Liste.\n",
    *,
    file: str = "",
    sender: str = "",
    to: str = "ozg@bielefeld.example",
    **headers: str,
) -> EmailMessage:
    message = EmailMessage(policy=SMTP.clone(max_line_length=998))
    message["From"] = sender or "Bürgeramt <amt33@bielefeld.example>"
    message["To"] = to
    message["Subject"] = subject
    message["Message-ID"] = "<eins@bielefeld.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    if file:
        message.add_attachment(XLSX, maintype="application", subtype="octet-stream", filename=file)
    return message


REPLY = {"In_Reply_To": OWN_ID}
AWAY = "Ich bin bis 04.05. nicht im Haus. Ihre Mail wird nicht weitergeleitet.\n"
QUOTA = "Ihr Postfach hat 95 % des Speicherplatzes erreicht. Diese Nachricht wurde automatisch erzeugt.\n"
RECEIPT = "Ihre Anfrage ist unter der Ticketnummer 4711 erfasst. Bitte antworten Sie nicht auf diese Nachricht.\n"
FOREIGN_LIST = {"sender": "Rundbrief <news@verband.example>", "to": "news@verband.example"}


@pytest.mark.parametrize(
    "message",
    [
        mail(),
        mail(file="Liste.xlsx"),
        mail(**REPLY, X_Auto_Response_Suppress="DR, RN, NRN, OOF, AutoReply", file="Liste.xlsx"),
        mail(**REPLY, X_Auto_Response_Suppress="All"),
        mail("Frage zur Amtsliste", X_Auto_Response_Suppress="All"),
        mail(**REPLY, X_MS_Exchange_Inbox_Rules_Loop="dez2@bielefeld.example", file="Liste.xlsx"),
        mail("Rücksendung", Auto_Submitted="auto-generated", file="Liste.xlsx"),
        mail("Rücksendung", Precedence="bulk", List_Id="<amtsleitungen.bielefeld.example>", file="Liste.xlsx"),
        mail(**REPLY, List_Id="<dezernat2.bielefeld.example>"),
        mail("Abwesenheit von Herrn Beispiel – Liste anbei", file="Liste.xlsx"),
        mail("AW: Automatische Antwort: Amtsliste", "Die Kollegin ist im Urlaub, ich antworte für sie."),
        mail("WG: Unzustellbar: Amtsliste", "Ihre Mail konnte nicht zugestellt werden, siehe unten.\n\n----- Original -----\n"),
        mail("Unzustellbare Post im Bürgeramt", "Die Leistung „unzustellbare Post“ fehlt in der Liste."),
        mail("Verzögerte Abgabe", "Die Abgabe verzögert sich, die Zustellung der Unterlagen ist verzögert."),
        mail(Auto_Submitted="no"),
        mail(Return_Path="<amt33@bielefeld.example>"),
        mail(text=f"Danke.\n\n> Message-ID: {OWN_ID}\n> X-OZG-Message: 7\n"),
        mail(file="Liste.xlsx", Return_Path="<>"),
        mail("Rücksendung", sender="noreply@scanner.bielefeld.example", file="Scan.xlsx"),
        mail(sender="Postmaster <postmaster@bielefeld.example>", file="Liste.xlsx"),
        # one weak mark, or several of one cause
        mail(X_OZG_Message="17"),
        mail(X_OZG_Message="17", Auto_Submitted="auto-generated", file="Liste.xlsx"),
        mail("Ergänzung", sender="OZG@Bielefeld.example"),
        mail("Automatische Antwort: Amtsliste"),
        mail("Abwesenheitsnotiz"),
        mail("Amtsliste", Auto_Submitted="auto-generated"),
        mail(
            "Amtsliste",
            X_MS_Exchange_Inbox_Rules_Loop="amt33@bielefeld.example",
            Return_Path="<>",
            Auto_Submitted="auto-generated",
        ),
        mail("Amtsliste nicht da", **REPLY, X_Auto_Response_Suppress="OOF, AutoReply"),
        mail("Danke für Ihre Nachricht", Return_Path="<>"),
        mail("Ihr Ticket 4711", sender="no-reply@ticket.example"),
        mail("Rundschreiben", Precedence="bulk"),
        mail("Liste", Precedence="list"),
        mail("Protokoll", List_Id="<amtsleitungen.bielefeld.example>"),
    ],
)
def test_a_persons_mail_is_a_persons_mail(message: EmailMessage) -> None:
    assert classified(message).kind is IncomingKind.PERSON


def test_an_attached_bounce_that_a_person_passes_on_is_not_a_bounce() -> None:
    message = mail("Bitte prüfen")
    message.add_attachment(parsed(DSN))
    assert classified(message).kind is IncomingKind.PERSON


ELSEWHERE = {"sender": "OZG-Koordination <OZG@Bielefeld.example>", "to": "amt52@bielefeld.example"}


@pytest.mark.parametrize(
    "message",
    [
        mail(X_OZG_Message=OWN_ID, **ELSEWHERE),  # a relay gave it another Message-ID
        mail(X_OZG_Message=OWN_ID, Auto_Submitted="auto-generated", file="Liste.xlsx", **ELSEWHERE),
        mail("Termin", "Können Sie am Montag?", **ELSEWHERE),  # a colleague wrote to an office, with a blind copy
    ],
)
def test_our_own_mail_coming_back_is_recognised_first(message: EmailMessage) -> None:
    assert classified(message).kind is IncomingKind.OWN_COPY


def test_what_a_colleague_sends_from_the_mailbox_with_a_file_is_shown() -> None:
    assert classified(mail("Liste vom USB-Stick", file="Liste.xlsx", **ELSEWHERE)).kind is IncomingKind.PERSON


def test_our_own_message_id_settles_an_unknown_delivery() -> None:
    message = mail()
    message.replace_header("Message-ID", OWN_ID)
    result = classified(message)
    assert (result.kind, result.original_message_id) == (IncomingKind.OWN_COPY, OWN_ID)


@pytest.mark.parametrize(
    "message",
    [
        mail("Automatische Antwort: Amtsliste", AWAY, **REPLY, X_Auto_Response_Suppress="All"),
        mail("Automatische Antwort: Amtsliste", AWAY),
        mail("Automatische Antwort: Amtsliste", "Bin dann mal weg.", **REPLY),
        mail("Abwesenheitsnotiz", AWAY),
        mail("[EXTERN] Abwesend: Amtsliste", AWAY),
        mail("Out of Office: Amtsliste", "I am out of the office until Monday."),
        mail("Ich bin im Urlaub", AWAY),
        mail("Amtsliste", Auto_Submitted="auto-replied"),
        mail("Amtsliste", Auto_Submitted="auto-replied (vacation)", file="Preisliste.xlsx"),
        mail("Ihr Postfach ist fast voll", QUOTA, Auto_Submitted="auto-generated"),
        mail("Amtsliste", X_Autoreply="yes"),
        mail("Amtsliste", X_Autorespond="Amtsliste"),
        mail("Amtsliste", Precedence="auto_reply"),
        mail("Ihre Nachricht", AWAY, **REPLY, X_MS_Exchange_Inbox_Rules_Loop="amt33@bielefeld.example"),
        mail("Ich bin nicht da", AWAY, **REPLY, X_Auto_Response_Suppress="OOF, AutoReply"),
        mail("Eingangsbestätigung", RECEIPT, sender="no-reply@ticket.example", Precedence="bulk"),
    ],
)
def test_an_automatic_answer_is_recognised(message: EmailMessage) -> None:
    assert classified(message).kind is IncomingKind.AUTO_REPLY


def test_an_absence_note_names_the_mail_it_answers() -> None:
    assert classified(mail("Automatische Antwort: Amtsliste", AWAY, **REPLY)).original_message_id == OWN_ID


@pytest.mark.parametrize(
    "message",
    [
        mail("April", List_Id="<news.verband.example>", **FOREIGN_LIST),
        mail("April", List_Id="<news.verband.example>", Precedence="list", **FOREIGN_LIST),
        mail("April", List_Unsubscribe="<https://verband.example/ab>", sender="news@verband.example"),
    ],
)
def test_a_circular_is_bulk(message: EmailMessage) -> None:
    assert classified(message).kind is IncomingKind.BULK


DSN = f"""Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@relay.example>
To: ozg@bielefeld.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=a

--a
Content-Type: text/plain

This is the mail system at host relay.example.
--a
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; weitergeleitet@fremd.example
Original-Recipient: rfc822;Dez2@Bielefeld.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 unknown user

Final-Recipient: rfc822; dez3@bielefeld.example
Action: delayed
Status: 4.4.1

--a
Content-Type: message/rfc822

From: ozg@bielefeld.example
Message-ID: {OWN_ID}
X-OZG-Message: 17
Subject: Amtsliste

Text
--a--
""".encode()


def parsed(raw: bytes) -> EmailMessage:
    import email
    import email.policy

    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_a_delivery_status_names_our_mail_and_the_lost_recipient() -> None:
    result = classified(DSN)
    assert result.kind is IncomingKind.BOUNCE
    assert result.original_message_id == OWN_ID
    assert result.failed_recipients == ("dez2@bielefeld.example",)


def test_a_bounce_from_our_own_address_is_still_a_bounce() -> None:
    forged = DSN.replace(b"Mail Delivery System <MAILER-DAEMON@relay.example>", b"ozg@bielefeld.example")
    assert classified(forged).kind is IncomingKind.BOUNCE


def test_a_delay_is_no_bounce_and_a_success_is_a_receipt() -> None:
    delayed = DSN.replace(b"Action: failed", b"Action: delayed")
    assert (classified(delayed).kind, classified(delayed).failed_recipients) == (IncomingKind.DELAY, ())
    relayed = DSN.replace(b"Action: failed", b"Action: relayed").replace(b"Action: delayed", b"Action: delivered")
    assert classified(relayed).kind is IncomingKind.READ_RECEIPT


def test_a_bounce_that_returns_only_the_headers_names_our_mail() -> None:
    raw = DSN.replace(b"message/rfc822", b"text/rfc822-headers")
    assert classified(raw).original_message_id == OWN_ID


def test_a_delivery_status_in_base64_is_read() -> None:
    import base64

    start, end = DSN.index(b"Reporting-MTA"), DSN.index(b"\n--a\nContent-Type: message/rfc822")
    encoded = base64.encodebytes(DSN[start:end])
    raw = (
        DSN[:start].replace(b"delivery-status\n\n", b"delivery-status\nContent-Transfer-Encoding: base64\n\n")
        + encoded
        + DSN[end:]
    )
    assert raw != DSN
    assert classified(raw).failed_recipients == ("dez2@bielefeld.example",)


EXCHANGE_NDR = f"""
Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:

dez2@bielefeld.example
Die von Ihnen eingegebene E-Mail-Adresse wurde nicht gefunden.

Diagnoseinformationen für Administratoren:
Ursprüngliche Nachrichtenkopfzeilen:
Received: from relay.example
Message-ID: {OWN_ID}
From: ozg@bielefeld.example
"""
QMAIL = """Hi. This is the qmail-send program at relay.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up.

<dez2@bielefeld.example>:
Remote host said: 550 unknown user

--- Below this line is a copy of the message.

Return-Path: <ozg@bielefeld.example>
Message-ID: <ozg.9@bielefeld.example>
To: dez9@bielefeld.example
"""


@pytest.mark.parametrize(
    ("message", "original"),
    [
        (mail("Unzustellbar: Amtsliste", EXCHANGE_NDR, sender="postmaster@bielefeld.example"), OWN_ID),
        (mail("Unzustellbar: Amtsliste", EXCHANGE_NDR, sender="Systemadministrator <system@bielefeld.example>"), OWN_ID),
        (mail("failure notice", QMAIL, sender="MAILER-DAEMON@relay.example"), "<ozg.9@bielefeld.example>"),
        (
            mail("Mail delivery failed", QMAIL, sender="x@relay.example", X_Failed_Recipients="dez2@bielefeld.example"),
            "<ozg.9@bielefeld.example>",
        ),
        (
            mail("Mail delivery failed: returning message to sender", QMAIL, Return_Path="<>", Auto_Submitted="auto-replied"),
            "<ozg.9@bielefeld.example>",
        ),
    ],
)
def test_a_bounce_for_people_is_recognised(message: EmailMessage, original: str) -> None:
    result = classified(message)
    assert (result.kind, result.failed_recipients) == (IncomingKind.BOUNCE, ("dez2@bielefeld.example",))
    assert result.original_message_id == original


def test_a_delay_notice_for_people_is_a_delay() -> None:
    text = "Die Nachricht konnte noch nicht zugestellt werden. Es wird weiterhin versucht, sie zuzustellen."
    assert classified(mail("Verzögert: Amtsliste", text, sender="postmaster@bielefeld.example")).kind is IncomingKind.DELAY


def test_a_read_receipt_names_our_mail() -> None:
    raw = f"""From: amt33@bielefeld.example
Subject: Gelesen: Amtsliste
Content-Type: multipart/report; report-type=disposition-notification; boundary=a

--a
Content-Type: text/plain

Ihre Nachricht wurde gelesen.
--a
Content-Type: message/disposition-notification

Final-Recipient: rfc822;amt33@bielefeld.example
Original-Message-ID: {OWN_ID}
Disposition: manual-action/MDN-sent-automatically; displayed

--a--
"""
    result = classified(raw.encode())
    assert (result.kind, result.original_message_id) == (IncomingKind.READ_RECEIPT, OWN_ID)


CALENDAR = """BEGIN:VCALENDAR
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
METHOD:{method}
BEGIN:VEVENT
UID:info-1@bielefeld.example
DTSTAMP:20200320T080000Z
DTSTART:20200331T080000Z
ATTENDEE;PARTSTAT={partstat};CN="Bürgeramt, Leitung":mailto:Amt33@bielefeld.
 example
END:VEVENT
END:VCALENDAR
"""


@pytest.mark.parametrize(("method", "partstat"), [("REPLY", "ACCEPTED"), ("REPLY", "DECLINED"), ("COUNTER", "TENTATIVE")])
def test_a_calendar_answer_tells_who_comes(method: str, partstat: str) -> None:
    message = mail("Zugesagt: Infoveranstaltung", **REPLY)
    message.add_alternative(CALENDAR.format(method=method, partstat=partstat), subtype="calendar", params={"method": method})
    result = classified(message)
    assert result.kind is IncomingKind.CALENDAR_REPLY
    assert result.calendar == (("info-1@bielefeld.example", "amt33@bielefeld.example", partstat),)


def test_a_broken_calendar_answer_is_still_one_and_an_invitation_is_not() -> None:
    message = mail()
    message.add_alternative("METHOD:REPLY\nBEGIN:VCALENDAR\nkaputt", subtype="calendar")
    assert (classified(message).kind, classified(message).calendar) == (IncomingKind.CALENDAR_REPLY, ())
    invitation = mail("Einladung")
    invitation.add_alternative(CALENDAR.format(method="REQUEST", partstat="NEEDS-ACTION"), subtype="calendar")
    assert classified(invitation).kind is IncomingKind.PERSON


def test_a_feedback_report_is_a_report() -> None:
    raw = DSN.replace(b"report-type=delivery-status", b"report-type=feedback-report").replace(
        b"message/delivery-status", b"message/feedback-report"
    )
    assert (
        classified(raw.replace(b"Return-Path: <>\n", b"").replace(b"Undelivered Mail Returned to Sender", b"Report")).kind
        is IncomingKind.REPORT
    )


def test_every_classification_gives_a_reason_in_a_sentence() -> None:
    for message in (mail(), mail("Abwesenheit", AWAY), mail(X_OZG_Message="1"), parsed(DSN), mail(List_Id="<x>")):
        assert classified(message).reason.endswith(".")


def test_a_long_subject_of_brackets_is_classified_at_once() -> None:
    for subject in ("*" * 9000, "[" * 9000, "[a]" * 3000, "(" * 4000 + ")" * 4000):
        assert classified(f"Subject: {subject}\n\n{'-' * 90_000}\n{'original ' * 9000}".encode()).kind is IncomingKind.PERSON
