"""A third sample, with the truth stated before it ran, as mails lie in a town hall's mailbox one after the other."""

from email.message import EmailMessage

from tests.mail.read.german_mails import (
    BULK,
    DEZ2,
    DSN_TO,
    GENERATED,
    LIST,
    MDN,
    NOREPLY,
    NULL,
    OFFICE,
    OURS,
    REPLIED,
    RULE,
    SUBJECT,
    SUPPRESS,
    THREAD,
    letter,
    own_letter,
    report,
    with_file,
    with_mail,
)

HEAD = "Dr. Anke Wiebe <wiebe@bielefeld.example>"
CLERK = "Jan Pohl <pohl@bielefeld.example>"

PERSONS: dict[str, EmailMessage] = {
    "sick_colleague": letter(CLERK, "Krankheitsbedingte Abwesenheit", "Frau Hoppe ist bis auf Weiteres krank. Der Vorgang liegt bei mir.", NULL),
    "works_council": letter(HEAD, "Abwesend am 07.04.", "Zur Infoveranstaltung kann ich nicht kommen, bitte schicken Sie mir die Folien.", THREAD),
    "part_time": letter(CLERK, "Nicht im Büro freitags", "Rufen Sie am Montag an, dann erkläre ich Ihnen die Sache mit der Hundesteuer.", SUPPRESS),
    "office_closed": letter(OFFICE, "Automatische Türen", "Die Schranke am Rathaus gehört nicht zu uns, sondern zur Technik.", NULL),
    "mail_to_wrong_office": letter(CLERK, f"AW: {SUBJECT}", "Falsch verbunden, das gehört zum Kreis.", THREAD, RULE, GENERATED),
    "copied_by_rule": letter(DEZ2, "WG: Rückfrage Eishalle", "-----Ursprüngliche Nachricht-----\nVon: Pohl\nWer ist dran?", RULE, NULL),
    "secretary": letter("Vorzimmer <vorzimmer@bielefeld.example>", "Eingangsbestätigung", "Frau Dr. Wiebe hat Ihren Brief erhalten und lässt ausrichten, dass sie erst nach Ostern antworten kann.", SUPPRESS),
    "complaint": letter(HEAD, "Automatische Erinnerungen", "Hören Sie auf, uns täglich zu mahnen! Alles liegt seit zwei Wochen vor.", NULL),
    "ticket_answer": letter(NOREPLY, "Re: [Ticket#9] Amtslisten", "Frau Hoppe schrieb:\nDie Datei lässt sich nicht öffnen.", BULK, GENERATED),
    "ticket_closed_by_person": letter(NOREPLY, "[Ticket#10] geschlossen", "Lösung: Das Amt 23 hat keine Vorgänge dieser Art.\n\nDiese E-Mail wurde automatisch erstellt.", BULK, GENERATED),
    "demail_letter": with_file(letter("De-Mail <gateway@bielefeld.example>", "De-Mail von Kreis Gütersloh", "Sie haben eine De-Mail erhalten.", GENERATED, NULL), "Schreiben.pdf"),
    "gateway_text_only": letter("beBPo <bebpo@bielefeld.example>", "Nachricht aus dem Behördenpostfach", "Stadtwerke: Wir betreiben die Bäder seit 2018.", GENERATED, NULL),
    "scan_in_tiff": with_file(letter("Scanner <scan@bielefeld.example>", "Gescanntes Dokument", "Automatisch erzeugt.", NULL, GENERATED), "scan.tif", b"II*\x00", "image/tiff"),
    "workbook_by_scanner": with_file(letter("no-reply@bielefeld.example", "Dateiablage", "Eine Datei wurde für Sie bereitgestellt.", GENERATED), "Tabelle.docx", b"PK\x03\x04", "application/octet-stream"),
    "internal_newsletter_answer": letter(CLERK, "[Amtsleitungen] Re: Newsletter", "Danke, aber das Standesamt macht das seit Jahren online.", LIST, to="amtsleitungen@bielefeld.example"),
    "list_with_noreply": letter("Verteiler <noreply@bielefeld.example>", "[Amtsleitungen] Hinweis von Pohl", "Die Adresse des Bauamts stimmt nicht mehr.", LIST, to="amtsleitungen@bielefeld.example"),
    "bounce_described": letter(CLERK, "Mail kam zurück", "Meine Mail an ozg@ kam als unzustellbar zurück: 550 5.1.1 user unknown. Haben Sie eine andere Adresse?", NULL),
    "bounce_as_picture": with_file(letter(CLERK, "Unzustellbar: mein Versuch vom Montag", "Siehe Bildschirmfoto", NULL), "Foto.png", b"\x89PNG", "image/png"),
    "delay_by_person": letter(OFFICE, "Verzögert sich", "Die Unterschrift der Leitung fehlt noch.", THREAD),
    "read_confirmation_typed": letter(HEAD, "Lesebestätigung: gern", "Ihre Nachricht habe ich gelesen und an alle weitergegeben. Die Feuerwehr ist raus.", THREAD),
    "note_to_self": letter(f"OZG-Team <{OURS}>", "nicht vergessen", "Amt 51 hat angerufen, Frau Reuter ist die Neue."),
    "own_address_with_scan": with_file(letter(OURS, "Scan vom Empfang", "", NULL), "Brief.pdf"),
    "kept_header_forward": letter(HEAD, f"Fwd: {SUBJECT}", "Bitte kümmern Sie sich.", {"X-OZG-Message": "<x@y.example>"}, SUPPRESS),
    "vacation_plan": letter(CLERK, "Urlaubsmeldung", "Ich bin vom 20.04. bis 08.05. weg. Die Zahlen zur Kfz-Zulassung bekommen Sie von Herrn Lind.", THREAD),
    "vacation_moved": letter(HEAD, "Ich bin im Urlaub und doch erreichbar", "Rufen Sie mich unter 2345 an, der Stadtrat will die Bäder herausnehmen.", NULL),
    "english_vendor": letter("R. Brown <brown@vendor.example>", "Auto-reply did not help", "Your system answered, but I still cannot open the file.", NULL),
}  # fmt: skip

AUTOMATIC: dict[str, EmailMessage] = {
    "exchange_2016": letter(HEAD, f"Automatische Antwort: {SUBJECT}", "Sehr geehrte Damen und Herren,\n\nvielen Dank für Ihre Nachricht. Ich bin bis zum 17. April 2020 nicht im Dienst.\nBitte wenden Sie sich an mein Vorzimmer, Telefon 51-2000.\n\nFreundliche Grüße\nDr. Anke Wiebe\nBeigeordnete", THREAD, SUPPRESS, RULE, GENERATED),
    "rule_reply": letter(CLERK, "Abwesenheitsnotiz Jan Pohl", "Hallo,\n\nich bin ab dem 14. April wieder im Büro erreichbar.\n\nViele Grüße\nJan Pohl", RULE, SUPPRESS, GENERATED),
    "notes_english": letter(CLERK, "Jan Pohl is out of the office (returning 04/20/2020)", "I am out of the office until 04/20/2020.\n\nI will respond to your message when I return."),
    "groupwise_new": letter(HEAD, f"Antw: {SUBJECT}", "Bin im Urlaub.", THREAD, {"X-Autoreply": "yes"}),
    "gmail": letter("Lisa Brand <brand@gmail.example>", f"Abwesenheitsnotiz Re: {SUBJECT}", "Ich bin bis Montag nicht erreichbar.", THREAD, {"Auto-Submitted": "auto-replied", "Precedence": "bulk"}),
    "citizens_office": letter(OFFICE, "Automatische Antwort: Ihre Nachricht an das Bürgeramt", "Vielen Dank für Ihre E-Mail. Ihre Nachricht ist bei uns eingegangen und wird so schnell wie möglich bearbeitet.", SUPPRESS, NULL),
    "data_centre_ticket": letter("Hotline <hotline@krz.example>", "Automatische Eingangsbestätigung [KRZ-4711]", "Ihre Meldung wurde unter der Ticketnummer KRZ-4711 registriert. Bitte antworten Sie nicht auf diese Mail.", GENERATED, BULK),
    "mdn_apple": report(HEAD, "Gelesen: Amtslisten", "Gelesen.", "disposition-notification", MDN),
    "postfix_expired": with_mail(report("MAILER-DAEMON@relay.krz.example", "Undelivered Mail Returned to Sender", "This is the mail system.", "delivery-status", DSN_TO.format("failed", "4.4.7"), NULL), own_letter()),
    "exim_text": letter("Mail Delivery System <Mailer-Daemon@mx.krz.example>", "Mail delivery failed: returning message to sender", "A message that you sent could not be delivered.\n\n  dez2@bielefeld.example\n    550 5.1.1 unknown", NULL, {"X-Failed-Recipients": "dez2@bielefeld.example"}),
    "mdaemon_transcript": with_mail(letter("MDaemon at kreis.example <postmaster@kreis.example>", "Permanent Delivery Failure", "The attached message had PERMANENT fatal delivery errors!\n\n--- Session Transcript ---\n RCPT To:<dez2@bielefeld.example>\n 550 5.1.1 Recipient unknown\n--- End Transcript ---"), own_letter()),
    "communigate": with_mail(letter("MAILER-DAEMON@cg.kreis.example", "Undeliverable mail: Amtslisten", "Failed to deliver to 'dez2@bielefeld.example'\nmailbox full", REPLIED), own_letter()),
    "quarantine_digest": letter("Spamfilter <noreply@krz.example>", "Newsletter Quarantäne: 3 Nachrichten", "Diese E-Mail wurde automatisch generiert. Bitte antworten Sie nicht auf diese Nachricht.", GENERATED, BULK),
    "association": letter("Städtetag <rundschreiben@staedtetag.example>", "Rundschreiben 17/2020", "Was ändert sich? Lesen Sie selbst.", {"List-Id": "<rs.staedtetag.example>", "List-Unsubscribe": "<mailto:ab@staedtetag.example>"}, BULK),
}  # fmt: skip
