"""Cover texts as people in town halls write them beside a list, with the truth, written down before the code.

`NOTHING` needs no reader. Of `SOMETHING` each has a word that must be among what is shown. Names, offices and figures are invented.
"""

OURS = """Guten Tag,

im Anhang erhalten Sie die Amtslisten Ihres Dezernates mit der Ausfüllhilfe. Bitte senden Sie die ausgefüllten Listen bis zum
15.05.2020 an ozg@bielefeld.example zurück. Leistungen, für die Ihr Amt nicht zuständig ist, melden Sie bitte bis zum 30.04.2020.

Mit freundlichen Grüßen
Heike Lindner
OZG-Koordination
"""

QUOTE_OUTLOOK = (
    """
Von: OZG-Koordination <ozg@bielefeld.example>
Gesendet: Mittwoch, 25. März 2020 08:03
An: Dezernat 2 <dez2@bielefeld.example>
Betreff: OZG: Amtslisten Ihres Dezernates [OZG-1a2b3c4d]

"""
    + OURS
)
QUOTE_THUNDERBIRD = "\nAm 25.03.20 um 08:03 schrieb OZG-Koordination:\n" + "".join(f"> {line}\n" for line in OURS.splitlines())
QUOTE_NOTES = (
    """
Von:\t"OZG-Koordination" <ozg@bielefeld.example>
An:\tdez2@bielefeld.example
Datum:\t25.03.2020 08:03
Betreff:\tOZG: Amtslisten Ihres Dezernates

________________________________

"""
    + OURS
)
QUOTE_ORIGINAL = (
    """
-----Ursprüngliche Nachricht-----
Von: OZG-Koordination [mailto:ozg@bielefeld.example]
Gesendet: Mittwoch, 25. März 2020 08:03
An: Dezernat 2
Betreff: OZG: Amtslisten

"""
    + OURS
)
SIGNATURE = """Mit freundlichen Grüßen
Im Auftrag

Marlene Brinkhoff
Stadt Bielefeld
Standesamt (340)
Altes Rathaus, Zimmer 214
Niederwall 25
33602 Bielefeld
Tel.: 0521 51-2345
Fax: 0521 51-6789
E-Mail: marlene.brinkhoff@bielefeld.example
www.bielefeld.example
"""
DISCLAIMER = """
Diese E-Mail enthält vertrauliche und/oder rechtlich geschützte Informationen. Wenn Sie nicht der richtige Adressat sind oder diese
E-Mail irrtümlich erhalten haben, informieren Sie bitte sofort den Absender und vernichten Sie diese Mail. Das unerlaubte Kopieren
sowie die unbefugte Weitergabe dieser Mail ist nicht gestattet.
"""

NOTHING = [
    "",
    "\n\n  \n",
    "Guten Tag Frau Lindner,\n\nanbei die ausgefüllte Liste.\n\nMit freundlichen Grüßen\nM. Brinkhoff",
    "Sehr geehrte Frau Lindner,\n\nim Anhang finden Sie die ausgefüllte Amtsliste des Standesamtes.\n\n" + SIGNATURE,
    "Hallo Frau Lindner,\r\n\r\nanbei sende ich Ihnen die ausgefüllte Liste zurück.\r\n\r\nViele Grüße\r\nMarlene Brinkhoff\r\n",
    "Anbei unsere Liste.",
    "anbei",
    "Anlage",
    "s. Anlage",
    "siehe Anhang",
    "Zur Kenntnis.",
    "z. K.",
    "Liste anbei. MfG Brinkhoff",
    "Hallo,\n\nbeigefügt erhalten Sie unsere Rückmeldung.\n\nBei Rückfragen stehe ich Ihnen gerne zur Verfügung.\n\nFreundliche Grüße\nJens Obermann",
    "Sehr geehrte Damen und Herren,\n\nanbei übersende ich Ihnen die ausgefüllte OZG-Amtsliste.\n\nFür Rückfragen stehen wir Ihnen gern zur Verfügung.\n\n"
    + SIGNATURE,
    "Moin Heike,\n\nhier die Liste zurück.\n\nLG\nMarlene",
    "Liebe Frau Lindner,\n\nwie gewünscht übersende ich Ihnen die Liste.\nVielen Dank für Ihre Mühe!\n\nHerzliche Grüße\ni. A. Brinkhoff",
    "Guten Morgen,\n\nin der Anlage sende ich Ihnen die vollständig ausgefüllte Liste zu.\n\nSchönes Wochenende!\n\nMit freundlichem Gruß\nOlaf Hülsmann",
    "Guten Tag,\nals Anlage die Amtsliste zur weiteren Verwendung.\nMfG\nHülsmann",
    "Hallo Frau Lindner,\n\nanbei die ausgefüllte Liste.\n\nGruß\nBrinkhoff\n" + QUOTE_OUTLOOK,
    "Guten Tag,\n\nanbei die Liste.\n\n" + SIGNATURE + QUOTE_ORIGINAL,
    "Anbei die Liste zurück.\n\nViele Grüße\nM. Brinkhoff\n" + QUOTE_THUNDERBIRD,
    "Hallo,\n\nanbei die ausgefüllte Amtsliste.\n\nMit freundlichen Grüßen\nRolf Marquardt\n" + QUOTE_NOTES,
    "Anbei die Liste.\n\nMit freundlichen Grüßen\nM. Brinkhoff\n" + DISCLAIMER,
    "Anbei die Liste.\n\nVon meinem iPhone gesendet",
    "Liste anbei\n\nVon meinem Samsung Galaxy Smartphone gesendet.",
    "Anbei.\n\nGesendet mit der mobilen Mail App\n",
    "Anbei die Liste.\n\nHolen Sie sich Outlook für Android<https://aka.ms/AAb9ysg>\n",
    "Anbei die Liste.\n-- \nM. Brinkhoff\nStandesamt\nTel. 2345",
    "Guten Tag,\n\nanbei die Liste.\n\nMit freundlichen Grüßen\n\nM. Brinkhoff\n\nBitte prüfen Sie, ob diese E-Mail wirklich ausgedruckt werden muss!",
    "Guten Tag,\n\nanbei die Liste.\n\nFreundliche Grüße\nPetra Sandmann\nLeiterin Standesamt\n\nÖffnungszeiten:\nMo, Di, Do 8:00 - 16:00 Uhr\nFr 8:00 - 12:00 Uhr",
    "Sehr geehrte Frau Lindner,\n\nanliegend übersende ich die ausgefüllte Liste mit der Bitte um Kenntnisnahme.\n\nMit freundlichen Grüßen\nIm Auftrag\nSandmann",
    "Hallo Frau Lindner,\n\nich habe die Liste ausgefüllt und sende sie Ihnen im Anhang zurück.\n\nBeste Grüße\nJens Obermann",
    "Sehr geehrte Frau Lindner,\n\nvielen Dank für Ihre E-Mail. Anbei erhalten Sie die ausgefüllte Liste.\n\nSollten Sie noch Fragen haben, melden Sie sich gerne.\n\nMit besten Grüßen\nPetra Sandmann",
    "Guten Tag Frau Lindner,\n\ndie ausgefüllte Liste ist beigefügt.\n\nBleiben Sie gesund!\n\nMit freundlichen Grüßen\nA. Lütkemeier",
    "Sehr geehrte Kolleginnen und Kollegen,\n\nbeiliegend die ausgefüllte Amtsliste für Amt 34.\n\nMit freundlichen Grüßen\nBrinkhoff",
    "Hallo zusammen,\n\nanbei die korrigierte Liste.\n\nVG Jens",
]

SOMETHING = [
    (
        "Anbei die Liste. Für das Nachbaramt brauchen wir Aufschub bis Ende Mai; neue Ansprechpartnerin ist Frau Wessling.",
        "Wessling",
    ),
    ("Dieses Amt gibt es nicht mehr, bitte wenden Sie sich an Frau Wessling.", "Wessling"),
    ("Guten Tag,\n\nanbei die Liste. Die Fallzahlen sind geschätzt.\n\nMit freundlichen Grüßen\nBrinkhoff", "geschätzt"),
    ("Anbei die Liste.\n\nMit freundlichen Grüßen\nM. Brinkhoff\n\nPS: Ab Mai ist Herr Obermann zuständig.", "Obermann"),
    ("Anbei die Liste.\n\n" + SIGNATURE + "\nP.S. Die Zeile 12 konnte ich nicht ausfüllen.", "Zeile 12"),
    ("Bitte um Fristverlängerung bis 29.05.", "Fristverlängerung"),
    ("Hallo Frau Lindner,\n\nanbei die Liste, leider ohne die Zahlen der Bußgeldstelle.\n\nGruß\nObermann", "Bußgeldstelle"),
    ("Anbei die Liste.\nWas bedeutet Stufe 3?\nVG Jens", "Stufe 3"),
    (
        "Guten Tag,\n\nanbei die ausgefüllte Liste des Standesamtes. Die Liste des Bürgeramtes folgt nächste Woche.\n\n"
        + SIGNATURE,
        "folgt",
    ),
    ("Die Liste ist noch nicht vollständig.\n\nMit freundlichen Grüßen\nBrinkhoff", "nicht vollständig"),
    ("Hallo,\n\nanbei die Liste zurück.\nDie Tierheimhunde fehlen.\n\nMfG\nBrinkhoff", "Tierheimhunde"),
    ("siehe Anlage, Rest kommt später", "Rest"),
    ("Anbei die Liste. Bitte rufen Sie mich an.\n\nBrinkhoff", "rufen"),
    (
        "Guten Tag Frau Lindner,\n\ndie Hundesteuer macht seit Januar die Kämmerei.\n\nAnbei die Liste.\n\nGrüße\nBrinkhoff",
        "Kämmerei",
    ),
    (
        "Ich bin ab 01.06. im Ruhestand, meine Nachfolgerin ist Frau Ölschläger.\n\nAnbei die Liste.\n\nMit freundlichen Grüßen\nHülsmann",
        "Ölschläger",
    ),
    ("Anbei die Liste.\n\nMit freundlichen Grüßen\n\nM. Brinkhoff\n\nIch bin vom 20.04. bis 04.05. im Urlaub.", "Urlaub"),
    ("Fehlanzeige", "Fehlanzeige"),
    ("Wir melden Fehlanzeige.\n\nMfG\nKrüger", "Fehlanzeige"),
    ("Anbei die Liste. Zu Nr. 7 siehe meine Mail vom 02.04.\n\nGruß Obermann", "Nr. 7"),
    ("Frau Lindner,\nich lehne das ab. Wer hat das beschlossen?\nObermann", "lehne"),
    (
        "Anbei die Liste.\n\nGruß\nBrinkhoff\n"
        + QUOTE_OUTLOOK.replace(
            "melden Sie bitte bis zum 30.04.2020.", "melden Sie bitte bis zum 30.04.2020.\n\nDas schaffen wir erst im Juni."
        ),
        "Juni",
    ),
    (
        (
            "Antworten stehen unten.\n\nAm 25.03.20 um 08:03 schrieb OZG-Koordination:\n> Bitte senden Sie die ausgefüllten Listen bis zum\n"
            "> 15.05.2020 an ozg@bielefeld.example zurück.\n\nDas geht leider nicht, wir sind nur zu zweit.\n"
        ),
        "zu zweit",
    ),
    (
        (
            "Zur Kenntnis\n\n-----Ursprüngliche Nachricht-----\nVon: Sandmann, Petra <sandmann@bielefeld.example>\nGesendet: Montag, 20. April 2020 09:12\n"
            "An: Dezernat 2\nBetreff: Amtsliste\n\nHallo,\n\nanbei die Liste. Die Eheschließungen gehören künftig zu Amt 33.\n\nGruß\nSandmann"
        ),
        "Eheschließungen",
    ),
    (
        "Anbei die Liste.\n\nAm 20.04.2020 um 09:12 schrieb Petra Sandmann <sandmann@bielefeld.example>:\n> Hallo Jens,\n>\n> die Zahlen sind von 2018, neuere gibt es nicht.\n>\n> Petra\n",
        "2018",
    ),
    ("z. K., bitte Rücksprache", "Rücksprache"),
    ("Anbei die Liste.\n\nFreundliche Grüße\nSandmann\n\nNeue Telefonnummer ab 01.05.: 0521 51-9999", "9999"),
    ("anbei die Liste, bitte noch einmal prüfen", "prüfen"),
    ("Guten Tag,\n\nim Anhang die Liste. Wir haben in Spalte F etwas ergänzt.\n\nMfG Sandmann", "Spalte F"),
    ("Hallo Frau Lindner,\n\ngeht es auch einen Tag später?\n\nViele Grüße\nMarquardt", "später"),
    ("Die Datei ließ sich nicht speichern, daher als ODS.\n\nGruß\nObermann", "ODS"),
    ("Mit freundlichen Grüßen\nM. Brinkhoff\n\nAnbei die Liste. Ansprechpartner ist künftig Amt 10.", "künftig"),
    ("Bitte bestätigen Sie mir den Eingang.\n\nMit freundlichen Grüßen\nBrinkhoff", "bestätigen"),
    (
        "Anbei die Liste.\n\n" + SIGNATURE + DISCLAIMER + "\nDie Angaben zum Bestattungswesen reichen wir nach.",
        "Bestattungswesen",
    ),
    ("Liste anbei, Personalrat hat noch nicht zugestimmt!", "Personalrat"),
    ("Anbei die Liste.\n\n> Wer ist bei Ihnen zuständig?\nFrau Ölschläger, Durchwahl 4711\n", "Ölschläger"),
    ("Achtung: falsche Liste in der ersten Mail, bitte diese hier verwenden.\n\nGruß Obermann", "falsche"),
    (
        "Anbei die Liste für Amt 34. Amt 33 hat sich bei mir nicht gemeldet.\n\nMit freundlichen Grüßen\nDezernat 2",
        "nicht gemeldet",
    ),
    ("Hallo,\nanbei die Liste.\nKeine Zuständigkeit bei 3, 8 und 11.\nGruß", "Zuständigkeit"),
    ("Gerne dürfen Sie die Daten veröffentlichen.\n\nMit freundlichen Grüßen\nBrinkhoff", "veröffentlichen"),
    ("We have attached the list. The figures for 2019 are estimates.\n\nKind regards\nJ. Obermann", "estimates"),
]
