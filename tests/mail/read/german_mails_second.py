"""A second sample, written after the marks were weighed, to try what the first had not thought of; its truth was stated before it ran."""

from email.message import EmailMessage

from tests.mail.read.german_mails import (
    BULK,
    DEZ2,
    DSN_TO,
    GENERATED,
    KRUEGER,
    LIST,
    NOREPLY,
    NULL,
    OFFICE,
    OURS,
    REPLIED,
    RULE,
    SUBJECT,
    SUPPRESS,
    THREAD,
    VOGT,
    letter,
    own_letter,
    report,
    with_file,
    with_mail,
)

POSTMASTER = "Postmaster <postmaster@bielefeld.example>"


def fax_with_picture() -> EmailMessage:
    """Return a fax whose page is a picture with a Content-ID, as some servers send it."""
    message = letter("Faxserver <fax@bielefeld.example>", "Fax von 0521 51 4711", "", GENERATED, NULL)
    message.add_attachment(b"\xff\xd8\xff", maintype="image", subtype="jpeg", filename="Seite1.jpg", cid="<seite1>")
    return message


PERSONS: dict[str, EmailMessage] = {
    "successor_named": letter(VOGT, "Neue Ansprechpartnerin", "Ich bin ab 1. Mai in Elternzeit, meine Nachfolgerin ist Frau Lohse.", THREAD, NULL),
    "retired_colleague": letter(KRUEGER, "Abwesenheitsnotiz bitte beachten", "Herr Kuhn ist seit Januar im Ruhestand. Nehmen Sie ihn aus dem Verteiler.", NULL),
    "deputy_by_rule": letter(DEZ2, "Abwesenheitsvertretung Amt 66", "Herr Brandes übernimmt bis 04.05. alles von mir.", RULE, SUPPRESS),
    "told_by_machine": letter(KRUEGER, "Automatische Antwort von Ihrem System", "Wir wurden gemahnt, obwohl alles bei Ihnen liegt.", NULL),
    "stranger_on_internal_list": letter("Meier <meier@stadtwerke.example>", "[Amtsleitungen] Strom", "Die Beleuchtung machen wir seit 2019 selbst.", LIST, to="amtsleitungen@bielefeld.example"),
    "ticket_please_confirm": letter(NOREPLY, "[Ticket#77] Eingangsbestätigung Amt 40", "Bitte den Eingang bestätigen. Ticketnummer 77.", BULK, GENERATED),
    "postmaster_advises": letter(POSTMASTER, "Ihre Serienmail", "Der Virenscanner hat drei Mails nicht zugestellt. Bitte machen Sie die Anhänge kleiner.", NULL),
    "letter_came_back": letter(KRUEGER, "Unzustellbar zurück: Ihr Schreiben", "Die Post hat den Brief an Amt 41 zurückgegeben, das Amt ist umgezogen.", NULL),
    "read_and_nothing": letter(OFFICE, "Gelesen: Ihr Schreiben vom 25.03.", "Ihr Schreiben wurde gelesen. Amt 80 hat nichts zu berichten.", THREAD, NULL),
    "mailbox_full": letter(VOGT, "Ihr Postfach nimmt nichts an", "Unsere Datei kam zurück, der Speicherplatz reicht nicht. Wohin damit?", NULL),
    "portal_message": letter("Serviceportal <noreply@krz.example>", "Neue Nachricht im Serviceportal", "Kreis: Die Aufgabe liegt seit 2015 bei uns.\n\nDiese Nachricht wurde automatisch erzeugt.", GENERATED, NULL),
    "workflow_statement": letter("Workflow <workflow@bielefeld.example>", "Eingangsbestätigung Vorgang 99", "Amt 52 meldet: alles erledigt, bis auf die Eishalle.", GENERATED),
    "fax_with_picture": fax_with_picture(),
    "photo_of_the_sheet": with_file(letter(VOGT, "Abwesend: Foto vom Blatt", "Siehe Bild", NULL), "IMG_1.jpg", b"\xff\xd8\xff", "image/jpeg"),
    "forwarded_question": with_mail(letter(DEZ2, "Out of Office: Weiterleitung", "", RULE, NULL, GENERATED), letter(VOGT, "Eishalle", "Wer macht das?")),
    "merge_tool": letter(OFFICE, "Rückmeldung Amt 23", "Keine Aufgaben mehr seit der Reform.", BULK),
    "english_colleague": letter("J. Smith <smith@bielefeld.example>", "Out of office next week", "I will be back on Monday and can call you then about the swimming pools.", NULL),
    "messenger_late": letter(KRUEGER, "Zustellung verzögert: Bote ist krank", "Die Mappe kommt morgen.", NULL),
    "question_without_space": letter(VOGT, "Abwesend bis Mai", "Bis wann geht es spätestens?Danke!", THREAD, NULL),
    "holiday_and_handover": letter(VOGT, "Ich bin im Urlaub ab Montag", "Ich bin im Urlaub bis 11.05.; Frau Sandmann macht in der Zeit weiter und meldet sich bei Ihnen wegen der Eishalle.", THREAD),
    "own_mailbox_to_both": letter(f"OZG <{OURS}>", "Telefonnotiz", "Amt 52 ruft morgen an.", to=f"{OURS}, lindner@bielefeld.example"),
    "kept_header_no_thread": letter(OFFICE, "Amt 34", "Trauungen gehören zu Amt 33.", {"X-OZG-Message": "<x@y.example>"}, GENERATED),
    "rule_on_absence": letter(DEZ2, "Abwesend: Amt 40 antwortet nicht", "Das Schulamt ist bis Pfingsten unbesetzt.", RULE, NULL),
    "circular_by_the_head": letter("Leitung <leitung-dez2@bielefeld.example>", "Newsletter des Dezernats", "Amt 37 wird aufgelöst.", BULK, {"List-Unsubscribe": "<mailto:ab@bielefeld.example>"}),
}  # fmt: skip

AUTOMATIC: dict[str, EmailMessage] = {
    "outlook_com": letter("K. Lang <lang@outlook.example>", f"Automatische Antwort: {SUBJECT}", "Bin nicht da.", THREAD, {"X-MS-Exchange-Generated-Message-Source": "Mailbox Rules Agent"}, SUPPRESS, NULL),
    "left_the_city": letter(VOGT, f"Automatische Antwort: {SUBJECT}", "Herr Vogt ist nicht mehr bei der Stadt beschäftigt. Wenden Sie sich an Frau Lohse.", THREAD, SUPPRESS),
    "signature_with_office": letter(VOGT, f"Automatische Antwort: {SUBJECT}", "Ich bin am 04.05. zurück.\n\nMarkus Vogt\nAmt für Sport\nTel. 0521 51-2345", THREAD),
    "courts_note": letter(OFFICE, f"Automatische Antwort: {SUBJECT}", "Ich bin nicht im Büro. Fristwahrende Schreiben richten Sie bitte an die Poststelle.", THREAD, SUPPRESS),
    "deputy_in_question": letter(VOGT, f"Automatische Antwort: {SUBJECT}", "Ich bin bis 04.05. nicht im Haus. Dringend? Frau Sandmann hilft.", THREAD, SUPPRESS, NULL),
    "notes_failure": with_mail(letter("Postmaster <postmaster@kreis.example>", "DELIVERY FAILURE: User dez2 (dez2@bielefeld.example) not listed in Domino Directory", "Ihr Dokument:\nAmtslisten\nkonnte nicht zugestellt werden an: dez2@bielefeld.example\nUser not listed in Domino Directory"), own_letter()),
    "mdaemon_unknown": with_mail(letter("MDaemon <MDaemon@mail.kreis.example>", "Warnung: dez2@bielefeld.example - Benutzer unbekannt!", "Die folgende Nachricht konnte nicht ausgeliefert werden.\n\ndez2@bielefeld.example - kein solcher Benutzer."), own_letter()),
    "kerio": with_mail(letter("Kerio Connect <postmaster@mail.kreis.example>", "Unzustellbare Nachricht", "Ihre Nachricht konnte nicht zugestellt werden:\ndez2@bielefeld.example: 550 5.1.1 unknown"), own_letter()),
    "quoted_original": letter("System <system@kreis.example>", "Nachricht unzustellbar", f"Die Mail an dez2@bielefeld.example wurde nicht zugestellt: Postfach ist voll.\n\n----- Ursprüngliche Nachricht -----\nMessage-ID: {THREAD['In-Reply-To']}\nFrom: {OURS}\n", NULL),
    "zimbra_failure": report("MAILER-DAEMON@zimbra.example", "Undelivered Mail Returned to Sender", "This is the mail system.", "delivery-status", DSN_TO.format("failed", "5.7.1"), NULL),
    "otrs_new_ticket": letter("OTRS <otrs@krz.example>", "[Ticket#1] Eingangsbestätigung", "Ihre Anfrage wurde unter der Ticketnummer 1 erfasst.", {"X-Powered-By": "OTRS"}, BULK),
    "autoresponder_header": letter(OFFICE, "Danke für Ihre Mail", "Wir melden uns.", {"X-Autoresponder": "yes"}),
    "foreign_digest": letter("liste@verband.example", "liste Digest, Vol 3", "Wer hat Erfahrung mit OZG?", {"List-Id": "<liste.verband.example>", "Precedence": "list"}, to="liste@verband.example"),
    "sieve_auto": letter(VOGT, f"Auto: {SUBJECT}", "Ich bin bis 11.05. im Urlaub.", THREAD, REPLIED),
    "reader_notice": letter(VOGT, f"Gelesen: {SUBJECT}", "Ihre Nachricht\n\n  An: Dezernat 2\n\nwurde am 25.03.2020 gelesen.", THREAD),
    "invitation_passed_on": letter(VOGT, "Meeting Forward Notification: Infoveranstaltung", "Your meeting was forwarded. Ihre Besprechungsanfrage wurde an Team 33 weitergeleitet."),
}  # fmt: skip
