"""A sample of German mails to a city's OZG mailbox: what people wrote in spite of all marks, and what machines wrote.

The truth stands in the two tables and was written down before any of them was classified. Heads are those of the programs named.
"""

import email
from email.message import EmailMessage
from email.policy import SMTP

OURS = "ozg@bielefeld.example"
OWN_ID = "<ozg.3f9a1c5be07d4c2f8e6b0a9d7c514e22@bielefeld.example>"
SUBJECT = "Amtslisten zur OZG-Umsetzung: Rücksendung bis 15.05.2020 (Dezernat 2)"
PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
NULL = {"Return-Path": "<>"}
RULE = {"X-MS-Exchange-Inbox-Rules-Loop": "dez2@bielefeld.example"}
GENERATED = {"Auto-Submitted": "auto-generated"}
REPLIED = {"Auto-Submitted": "auto-replied"}
THREAD = {"In-Reply-To": OWN_ID, "References": OWN_ID}
SUPPRESS = {"X-Auto-Response-Suppress": "All"}
BULK = {"Precedence": "bulk"}
LIST = {
    "Precedence": "list",
    "List-Id": "Amtsleitungen <amtsleitungen.bielefeld.example>",
    "List-Post": "<mailto:amtsleitungen@bielefeld.example>",
}


def letter(sender: str, subject: str, text: str, *heads: dict[str, str], to: str = OURS) -> EmailMessage:
    """Return a mail with the heads of its program."""
    message = EmailMessage(policy=SMTP.clone(max_line_length=998))
    for name, value in {"From": sender, "To": to, "Subject": subject, "Message-ID": "<7c1e@mx.bielefeld.example>"}.items():
        message[name] = value
    for name, value in (pair for head in heads for pair in head.items()):
        message[name] = value
    message.set_content(text)
    return message


def with_file(message: EmailMessage, name: str, content: bytes = PDF, kind: str = "application/pdf") -> EmailMessage:
    """Return the mail with a file."""
    maintype, _, subtype = kind.partition("/")
    message.add_attachment(content, maintype=maintype, subtype=subtype, filename=name)
    return message


def with_mail(message: EmailMessage, inner: EmailMessage) -> EmailMessage:
    """Return the mail with another one attached."""
    message.add_attachment(inner)
    return message


def our_mail() -> EmailMessage:
    """Return a mail of ours, as it comes back."""
    return with_file(own_letter(), "Ausfüllhilfe.pdf")


def own_letter() -> EmailMessage:
    """Return a mail of ours without its files."""
    message = letter(
        OURS, SUBJECT, "anbei die Amtslisten Ihres Dezernats.", {"X-OZG-Message": "17"}, GENERATED, to="dez2@bielefeld.example"
    )
    message.replace_header("Message-ID", OWN_ID)
    return message


def report(sender: str, subject: str, text: str, kind: str, fields: str, *heads: dict[str, str]) -> EmailMessage:
    """Return a `multipart/report` (RFC 6522) with a machine-readable part."""
    message = letter(sender, subject, text, *heads)
    message.make_mixed()
    part = EmailMessage()
    part["Content-Type"] = f"message/{kind}"
    blocks = [email.message_from_string(f"{block.strip()}\n\n") for block in fields.split("\n\n") if block.strip()]
    part.set_payload(blocks)
    message.attach(part)
    message.set_type("multipart/report")
    message.set_param("report-type", kind)
    return message


KRUEGER = "Sabine Krüger <krueger@bielefeld.example>"
VOGT = "Markus Vogt <vogt@bielefeld.example>"
OFFICE = "Bürgeramt <amt33@bielefeld.example>"
DEZ2 = "Dezernat 2 <dez2@bielefeld.example>"
NOREPLY = "Ticketsystem <noreply@bielefeld.example>"
MFP = "MFP Rathaus 2. OG <mfp-2og@bielefeld.example>"

PERSONS: dict[str, EmailMessage] = {
    # subjects that begin as those of machines do
    "receipt_missing": letter(KRUEGER, "Eingangsbestätigung fehlt noch", "Guten Tag, wir haben am Montag geschickt. Ist alles da?"),
    "receipt_asked_for": letter(VOGT, "Empfangsbestätigung: bitte für unsere Akten", "Bitte bestätigen Sie den Eingang der Liste des Amtes 52."),
    "reminder_in_spite": letter(KRUEGER, "Automatische Erinnerung trotz Abgabe", "Wir haben längst abgegeben, bitte prüfen Sie das.", THREAD),
    "reminder_again": letter(VOGT, "Automatische E-Mail vom 04.05.", "Die Erinnerung kam, obwohl die Liste am 30.04. bei Ihnen war."),
    "extension_for_absent": letter(OFFICE, "Abwesenheit von Frau Ö. – Bitte um Fristverlängerung", "Frau Östermann ist erkrankt, wir brauchen bis 29.05."),
    "absent_deputy": letter(OFFICE, "Abwesend: Herr Brinkmann, Vertretung gesucht", "Wer darf die Liste zeichnen, solange er nicht da ist?"),
    "holiday_notice": letter(VOGT, "Urlaubsmeldung: Liste kommt später", "Der Kollege ist am 4. Mai zurück, dann schicken wir sie."),
    "not_in_office": letter(KRUEGER, "Nicht im Dienst bis Ende Mai", "Die Sachbearbeiterin fällt aus. Können wir die Liste im Juni abgeben?"),
    "out_of_house": letter(KRUEGER, "Frau Sandmann ist außer Haus", "Deshalb kommt die Amtsliste des Standesamts erst nächste Woche.", THREAD),
    "undeliverable_post": letter(VOGT, "Unzustellbare Post", "Die Leistung „Unzustellbare Post“ gehört zu uns, fehlt aber in der Liste."),
    "mail_came_back": letter(VOGT, "Unzustellbar: Amtslisten", "Meine Mail an die alte Adresse kam zurück. Welche Adresse gilt jetzt?"),
    "late_delivery": letter(OFFICE, "Zustellung verzögert sich", "Unsere Unterlagen kommen mit der Hauspost und sind noch unterwegs."),
    "read_but_unclear": letter(KRUEGER, "Gelesen: und nicht verstanden", "Was ist mit „Stufe heute“ gemeint?", THREAD),
    "out_of_office_english": letter(VOGT, "Out of office hours: wann erreichen wir Sie?", "Telefonisch ist immer besetzt. Bitte um Rückruf."),
    # the route left marks: a null return path, rules, gateways, tickets, lists
    "null_path_reply": letter(KRUEGER, f"AW: {SUBJECT}", "Bis zum 15.05. schaffen wir es nicht.", THREAD, NULL),
    "null_path_new": letter(VOGT, "Amt 52", "Die Sporthalle gehört jetzt zum Immobilienbetrieb.", NULL),
    "daemon_path": letter(VOGT, "Liste Sportamt", "Ich reiche die Liste morgen nach.", {"Return-Path": "<MAILER-DAEMON>"}),
    "rule_redirected": letter(VOGT, "Nachfrage Amt 52", "Wer füllt die Zeile zur Halle aus?", RULE, NULL),
    "rule_redirected_generated": letter(KRUEGER, "Nachfrage", "Herr Kleine hat das an mich gegeben. Was ist zu tun?", RULE, NULL, GENERATED),
    "rule_forwarded_as_mail": with_mail(
        letter(DEZ2, "Abwesend: Liste Schulamt", "", RULE, NULL), letter(OFFICE, "Liste Schulamt", "Wir haben keine Leistungen.", to="dez2@bielefeld.example")
    ),
    "suppress_all": letter(KRUEGER, "Zuständigkeit Hundesteuer", "Das macht die Kämmerei.", SUPPRESS, THREAD),
    "demail_gateway": letter("De-Mail-Gateway <gateway@bielefeld.example>", "De-Mail: Rückfrage zur Abgabe", "Amt 37: Uns fehlt eine Liste.", GENERATED),
    "ticket_question": letter(NOREPLY, "[Ticket#2020042710000123] Rückfrage", "Von: Vogt, Markus\nWelche Frist gilt für Amt 52?", BULK, GENERATED),
    "ticket_note": letter(NOREPLY, "[Ticket#4712] Amt 66", "Herr Vogt schreibt: Die Straßenbeleuchtung ist bei den Stadtwerken.", BULK, GENERATED),
    "workflow_gateway": letter("Workflow <workflow@bielefeld.example>", "Vorgang 88: Stellungnahme", "Amt 40 bittet um Aufschub bis Pfingsten.", GENERATED, NULL),
    "internal_list": letter(KRUEGER, "[Amtsleitungen] Frist zu knapp", "Liebe Kollegen, wer schafft das bis Mitte Mai?", LIST, to="amtsleitungen@bielefeld.example"),
    "internal_list_statement": letter(KRUEGER, "[Amtsleitungen] Standesamt", "Wir melden Fehlanzeige.", LIST, to="amtsleitungen@bielefeld.example"),
    "contact_form": letter("Kontaktformular <noreply@bielefeld.example>", "Nachricht über das Intranet", "Name: Vogt\nText: Bitte rufen Sie mich zurück.", GENERATED),
    "fax_server": with_file(letter("Faxserver <fax@bielefeld.example>", "Fax von 0521 51 2345", "1 Seite", GENERATED, NULL), "Fax.tif", b"II*\x00", "image/tiff"),
    "scanner_null_path": with_file(letter(MFP, "Scan", "Scan, siehe Anlage", NULL), "Amtsliste.pdf"),
    "scanner_noreply": with_file(letter("Scanner <no-reply@bielefeld.example>", "Scan vom 04.05.2020", "Diese E-Mail wurde automatisch erzeugt.", GENERATED), "SKM_C250.pdf"),
    "voice_message": with_file(letter("Telefonanlage <voicemail@bielefeld.example>", "Sprachnachricht von 2345", "Dauer 0:42", GENERATED), "msg.wav", b"RIFF", "audio/wav"),
    # our own marks
    "shared_mailbox_to_itself": letter(f"OZG-Koordination <{OURS}>", "Anruf Amt 52", "Herr Vogt bittet um eine neue Liste."),
    "kept_our_header": letter(KRUEGER, f"AW: {SUBJECT}", "Wer ist für die Spalte Stufe zuständig?", THREAD, {"X-OZG-Message": "17"}),
    "postmaster_is_a_person": letter("Postmaster <postmaster@bielefeld.example>", "Ihre Amtslisten", "Die Mails sind zu groß, bitte teilen Sie sie auf."),
    # what people write above a machine's mail
    "forwarded_bounce": letter(VOGT, "WG: Unzustellbar: Amtslisten", "Die Adresse gibt es nicht mehr, bitte ändern.\n\nVon: Mail Delivery System\nUnzustellbar", THREAD),
    "deputy_answers": letter(KRUEGER, "AW: Automatische Antwort: Amtslisten", "Frau Sandmann ist im Urlaub, ich antworte für sie.", THREAD),
    "absent_from_monday": letter(VOGT, f"AW: {SUBJECT}", "Ich bin ab Montag im Urlaub und schicke die Liste vorher.", THREAD, NULL),
}  # fmt: skip

AWAY = "Guten Tag,\n\nich bin bis einschließlich 04.05.2020 nicht im Büro. Ihre E-Mail wird nicht weitergeleitet.\nIn dringenden Fällen wenden Sie sich bitte an Frau Sandmann.\n\nMit freundlichen Grüßen\nM. Vogt"
DSN_TO = "Reporting-MTA: dns; mx.bielefeld.example\n\nFinal-Recipient: rfc822; dez2@bielefeld.example\nAction: {}\nStatus: {}\n"
MDN = f"Final-Recipient: rfc822;krueger@bielefeld.example\nOriginal-Message-ID: {OWN_ID}\nDisposition: manual-action/MDN-sent-automatically; displayed\n"
REPLY_ICS = "BEGIN:VCALENDAR\nMETHOD:REPLY\nVERSION:2.0\nBEGIN:VEVENT\nUID:info-1@bielefeld.example\nATTENDEE;PARTSTAT=ACCEPTED:mailto:krueger@bielefeld.example\nEND:VEVENT\nEND:VCALENDAR\n"


def accepted() -> EmailMessage:
    """Return the answer of Outlook to an invitation."""
    message = letter(KRUEGER, "Zugesagt: Infoveranstaltung für das Ausfüllen der Amtsliste", "")
    message.add_alternative(REPLY_ICS, subtype="calendar", params={"method": "REPLY"})
    return message


AUTOMATIC: dict[str, EmailMessage] = {
    # absence notes
    "exchange": letter(VOGT, f"Automatische Antwort: {SUBJECT}", AWAY, THREAD, SUPPRESS, RULE, GENERATED, NULL),
    "exchange_without_generated": letter(VOGT, f"Automatische Antwort: {SUBJECT}", AWAY, THREAD, SUPPRESS),
    "exchange_bare": letter(VOGT, f"Automatische Antwort: {SUBJECT}", AWAY, THREAD),
    "exchange_external": letter("ext@kreis-lippe.example", f"[EXTERN] Automatische Antwort: {SUBJECT}", AWAY, THREAD, SUPPRESS),
    "exchange_homeoffice": letter(KRUEGER, f"Automatische Antwort: {SUBJECT}", "Ich arbeite im Homeoffice und lese meine Mails erst am Abend.", THREAD, SUPPRESS, NULL),
    "outlook_rule_template": letter(VOGT, "Abwesenheitsnotiz", "Vielen Dank für Ihre Nachricht. Ich bin im Urlaub und ab 11.05. wieder erreichbar.", RULE, GENERATED),
    "notes": letter(VOGT, "Markus Vogt ist außer Haus (Rückkehr am 06.04.2020)", "Ich bin außer Haus bis 06.04.2020.\n\nIch werde Ihre Nachricht nach meiner Rückkehr beantworten.\n\nHinweis: Dies ist eine automatische Antwort auf Ihre Nachricht \"Amtslisten\", die am 25.03.2020 gesendet wurde.", GENERATED),
    "notes_old": letter(VOGT, "Markus Vogt/Stadt-Bielefeld ist außer Haus.", "Ich werde ab  24.03.2020 nicht im Büro sein. Ich kehre zurück am\n31.03.2020.\n\nIch werde Ihre Nachricht nach meiner Rückkehr beantworten."),
    "groupwise": letter(VOGT, f"Antw: {SUBJECT} (Abwesend)", AWAY, THREAD, {"X-Autoreply": "yes", "X-Mailer": "Novell GroupWise Internet Agent 18.2.0"}),
    "zimbra": letter(VOGT, f"Re: {SUBJECT}", AWAY, THREAD, {"Auto-Submitted": "auto-replied (zimbra; vacation)"}, BULK),
    "open_xchange": letter(VOGT, "Abwesenheitsnotiz: Amtslisten", AWAY, THREAD, {"Auto-Submitted": "auto-replied (vacation)", "X-Sieve": "Pigeonhole Sieve 0.5.9"}, NULL),
    "thunderbird_filter": letter(VOGT, f"Automatische Antwort: {SUBJECT}", AWAY, THREAD, {"User-Agent": "Mozilla/5.0 Thunderbird/78.5"}),
    "horde_ingo": letter(VOGT, "Urlaubsbenachrichtigung", AWAY, {"Auto-Submitted": "auto-replied"}, BULK),
    "david": letter(VOGT, f"Abwesenheitsnotiz: {SUBJECT}", "Ich bin zur Zeit nicht im Hause. Ihre Nachricht wird nicht bearbeitet.", {"X-Mailer": "David.fx (Tobit.Software)"}, BULK),
    "gmx": letter("Bernd Kleine <kleine@gmx.example>", "Automatische Antwort", "Ich bin im Urlaub und melde mich nach meiner Rückkehr.", {"Auto-Submitted": "auto-replied", "X-UI-Out-Filterresults": "notjunk:1"}),
    "old_vacation": letter("Bernd Kleine <kleine@kreis-herford.example>", "Auto: Amtslisten", AWAY, BULK, NULL),
    "mobile_only_english": letter(VOGT, f"Automatic reply: {SUBJECT}", "I am out of the office until 4 May and will answer after my return.", THREAD, SUPPRESS),
    "absence_brings_our_mail": with_mail(letter(VOGT, "Abwesend", AWAY, REPLIED, NULL), own_letter()),
    # receipts
    "outlook_read": report(KRUEGER, f"Gelesen: {SUBJECT}", "Ihre Nachricht wurde gelesen.", "disposition-notification", MDN, THREAD),
    "thunderbird_read": report(KRUEGER, f"Empfangsbestätigung (angezeigt) - {SUBJECT}", "Dies ist eine Empfangsbestätigung.", "disposition-notification", MDN, THREAD),
    "read_text_only": letter(KRUEGER, f"Gelesen: {SUBJECT}", "Ihre Nachricht\n\n   An: Dezernat 2\n   Betreff: Amtslisten\n   Gesendet: Mittwoch, 25. März 2020 08:03\n\nwurde am Mittwoch, 25. März 2020 09:31 gelesen.", THREAD),
    "otrs_receipt": letter("Servicedesk <servicedesk@krz.example>", "[Ticket#2020032510000042] RE: Amtslisten zur OZG-Umsetzung", "Ihre Anfrage ist bei uns eingegangen und wird unter der Nummer 2020032510000042 bearbeitet.", REPLIED, BULK),
    "znuny_receipt": letter("noreply@krz.example", "Eingangsbestätigung [#4711]", "Vielen Dank für Ihre E-Mail. Sie wurde unter der Ticketnummer 4711 erfasst. Bitte antworten Sie nicht auf diese automatisch erzeugte Nachricht.", BULK, GENERATED),
    "demail_receipt": letter("De-Mail <no-reply@de-mail.example>", "Eingangsbestätigung Ihrer De-Mail", "Ihre De-Mail ist am 25.03.2020 um 08:04 Uhr im Postfach des Empfängers eingegangen.", GENERATED, NULL),
    "office_mailbox_receipt": letter(OFFICE, f"Automatische Antwort: {SUBJECT}", "Vielen Dank für Ihre Nachricht an das Bürgeramt. Sie ist bei uns eingegangen.", THREAD, SUPPRESS, NULL),
    "delivered": report("postmaster@bielefeld.example", f"Zugestellt: {SUBJECT}", "Ihre Nachricht wurde zugestellt.", "delivery-status", DSN_TO.format("delivered", "2.0.0"), NULL),
    # bounces and delays
    "postfix_bounce": with_mail(report("MAILER-DAEMON@mx.bielefeld.example", "Undelivered Mail Returned to Sender", "This is the mail system.", "delivery-status", DSN_TO.format("failed", "5.1.1"), NULL), own_letter()),
    "exchange_bounce": report("postmaster@bielefeld.example", f"Unzustellbar: {SUBJECT}", "Fehler bei der Nachrichtenzustellung.", "delivery-status", DSN_TO.format("failed", "5.2.2"), THREAD),
    "mdaemon_bounce": with_mail(letter("MDaemon <mdaemon@mail.kreis.example>", "Permanent Delivery Failure", "The attached message had PERMANENT fatal delivery errors!\n\nAfter one or more unsuccessful delivery attempts the attached message has\nbeen removed from the mail queue on this server.\n\nFailed address: dez2@bielefeld.example\n", {"X-MDDSN-Message": "Yes"}), own_letter()),
    "mdaemon_german": with_mail(letter("Mailsystem <system@mail.kreis.example>", "Nachricht konnte nicht zugestellt werden", "Die angehängte Nachricht konnte nicht zugestellt werden an: dez2@bielefeld.example\nUnbekannter Empfänger.\n"), own_letter()),
    "gmx_bounce": letter("GMX Mailer Daemon <mailer-daemon@gmx.example>", "Mail delivery failed: returning message to sender", "This message was created automatically by mail delivery software.\n\ndez2@bielefeld.example\n  SMTP error: 550 5.1.1 unknown user", REPLIED, NULL),
    "postfix_delay": report("MAILER-DAEMON@mx.bielefeld.example", "Delayed Mail (still being retried)", "THIS IS A WARNING ONLY.", "delivery-status", DSN_TO.format("delayed", "4.4.1"), NULL),
    "exchange_delay": letter("postmaster@bielefeld.example", f"Zustellung verzögert: {SUBJECT}", "Diese Nachricht wurde noch nicht zugestellt. Es wird weiterhin versucht, sie zuzustellen.", NULL, THREAD),
    # calendar, copies, circulars
    "accepted": accepted(),
    "forwarded_meeting": letter(KRUEGER, "Besprechungsweiterleitungsbenachrichtigung: Infoveranstaltung", "Ihre Besprechungsanfrage wurde weitergeleitet.\n\nSabine Krüger hat Ihre Besprechungsanfrage an weitere Empfänger weitergeleitet."),
    "own_copy": own_letter(),
    "own_copy_of_a_rewriting_relay": letter(f"OZG-Koordination <{OURS}>", SUBJECT, "anbei die Amtslisten.", {"X-OZG-Message": "17"}, GENERATED, to="dez2@bielefeld.example"),
    "newsletter": letter("Verband <newsletter@verband.example>", "Newsletter April", "Themen des Monats … Newsletter abbestellen: https://verband.example/ab", {"List-Unsubscribe": "<https://verband.example/ab>", "List-Id": "<news.verband.example>"}, BULK),
    "quota": letter("Postfachverwaltung <noreply@krz.example>", "Ihr Postfach ist fast voll", "Ihr Postfach hat 95 % des Speicherplatzes erreicht. Dies ist eine automatisch erzeugte Nachricht.", GENERATED),
}  # fmt: skip
