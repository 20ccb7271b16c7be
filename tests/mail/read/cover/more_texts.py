"""A second round of cover texts, written to break the first code; the truth was written down before the run."""

from tests.mail.read.cover.cover_texts import DISCLAIMER, QUOTE_NOTES, QUOTE_ORIGINAL, QUOTE_OUTLOOK, QUOTE_THUNDERBIRD, SIGNATURE

NOTHING = [
    "Sehr geehrte Frau Lindner,\n\nanbei die gewünschte Rückmeldung des Standesamtes.\n\nFür Rückfragen stehe ich gerne zur Verfügung.\n\n"
    + SIGNATURE
    + DISCLAIMER,
    "Guten Tag zusammen,\n\nim Anhang erhalten Sie die ausgefüllte Excel-Liste.\n\nIch wünsche Ihnen ein schönes Wochenende.\n\nMit freundlichen Grüßen\n\nOlaf Hülsmann\nStv. Amtsleiter\n\nStadt Bielefeld\nDer Oberbürgermeister\nAmt für Verkehr\nTechnisches Rathaus\nAugust-Bebel-Straße 92\n33602 Bielefeld\n\nFon 0521 51-3456\nFax 0521 51-7890\nMobil 0171 1234567\nolaf.huelsmann@bielefeld.example\nwww.bielefeld.example",
    "Hallo Frau Lindner,\r\n\r\nanbei wie besprochen die Liste.\r\n\r\nBeste Grüße aus dem Rathaus\r\nJens\r\n",
    "Sehr geehrte Damen und Herren,\n\nhiermit übersende ich Ihnen die ausgefüllte Amtsliste zur weiteren Bearbeitung.\n\nMit freundlichen Grüßen\nim Auftrag\ngez. Sandmann",
    "Liebe Heike,\n\nhier kommt unsere Liste.\n\nLieben Gruß\nPetra",
    "Zur Kenntnis und weiteren Verwendung.\n\nMit freundlichen Grüßen\nM. Brinkhoff",
    "anbei\n\nMfG\nM. Brinkhoff\n-340-\n",
    "Guten Tag Frau Lindner,\n\nbeigefügt die ausgefüllte Liste.\n\nFreundliche Grüße\n\ni.A. M. Brinkhoff\n\n_______________________________________\nStadt Bielefeld | Standesamt | 340.2\nNiederwall 25 | 33602 Bielefeld\nTelefon: +49 521 51-2345 | E-Mail: m.brinkhoff@bielefeld.example\n",
    "Hallo,\n\ndie Liste ist vollständig ausgefüllt im Anhang.\n\nVielen Dank und viele Grüße\nJ. Obermann",
    "Anbei die Liste zurück.\n\n" + SIGNATURE + QUOTE_NOTES,
    "Moin,\n\nListe im Anhang.\n\nSchöne Grüße\nA. Lütkemeier\n" + QUOTE_THUNDERBIRD,
    "Hallo Frau Lindner,\n\nvielen Dank für die Erinnerung, anbei die ausgefüllte Liste.\n\nViele Grüße\nMarlene Brinkhoff\n"
    + QUOTE_ORIGINAL,
    "Sehr geehrte Frau Lindner,\n\nals Anlage übersende ich die ausgefüllte Liste.\n\nMit freundlichen Grüßen\nBrinkhoff\n\nInformationen zum Datenschutz finden Sie unter www.bielefeld.example/datenschutz",
    "Anbei die Liste.\n\nGesendet von Outlook für iOS",
    "Anbei die ausgefüllten Listen der Ämter.\n\nMit freundlichen Grüßen\nDezernat 2\nVorzimmer",
    "Guten Tag,\n\nanbei finden Sie unsere ausgefüllte Liste.\n\nFreundlicher Gruß\nKarin Möller-Schulte\nSachbearbeiterin\nTeam Personenstand",
]

# answers to what was asked again, to a Nachtrag and to a progress query
NOTHING += [
    "Sehr geehrte Frau Lindner,\n\nanbei unser Stand der Umsetzung.\n\nMit freundlichen Grüßen\nObermann",
    "Sehr geehrte Frau Lindner,\n\nanbei der beantwortete Nachtrag.\n\nMit freundlichen Grüßen\nObermann",
    "Sehr geehrte Frau Lindner,\n\ndanke für den Hinweis. Die Angaben sind in der beigefügten Liste berichtigt und ergänzt.\n\nMfG\nObermann",
    "Guten Tag,\n\ndie fehlenden Angaben wurden ergänzt.\n\nMfG\nObermann",
    "Hallo,\n\nich habe die fehlenden Angaben ergänzt.\n\nVG Jens",
    "Guten Tag,\n\nanbei die Liste mit den fehlenden Angaben.\n\nMfG\nObermann",
    "Anbei der ausgefüllte Nachtrag zurück.\n\nGruß\nBrinkhoff",
    "Guten Tag,\n\nanbei die Liste zum Umsetzungsstand.\n\nViele Grüße\nObermann",
    "Vielen Dank für die Hinweise. Wir haben die markierten Zellen ergänzt.\n\nMit freundlichen Grüßen\nObermann",
    "Guten Tag,\n\nwir haben die Liste berichtigt und senden sie im Anhang zurück.\n\nMfG\nObermann",
    "Die Einladung wurde angenommen.",
]

SOMETHING = [
    ("Mit freundlichen Grüßen\nBrinkhoff\n\nTel. ab Mai: 2345", "ab Mai"),
    ("Anbei die Liste.\n\nGruß\nBrinkhoff\nErreichbar nur mittwochs", "mittwochs"),
    ("Anbei die Liste.\n\nGruß\nBrinkhoff\nStandesamt\nGeschlossen vom 4. bis 8. Mai", "8. Mai"),
    ("Ich habe die Angaben ergänzt, soweit bekannt.", "soweit"),
    ("Die Einladung wurde angenommen, ich komme aber erst um elf.", "elf"),
    ("Anbei die Liste zur Bearbeitung durch Amt 33.", "durch"),
    ("Die fehlenden Angaben gibt es nicht.", "gibt es nicht"),
    ("Anbei der Nachtrag. Zwei Zellen sind noch offen.", "offen"),
    ("Vielen Dank für den Hinweis, er stimmt aber nicht.", "stimmt"),
    ("Wir haben die Angaben bei Amt 33 ergänzt.", "Amt 33"),
    ("Unser Stand der Umsetzung: null.", "null"),
    ("Frau Wessling", "Wessling"),
    ("Herr Obermann.", "Obermann"),
    ("Anbei die Liste.\n\nGruß Bitte Rückruf", "Rückruf"),
    ("Anbei die Liste.\n\nMit freundlichen Grüßen\nBrinkhoff\n\nNeue Ansprechpartnerin: Frau Wessling", "Wessling"),
    ("Anbei die Liste. Mit freundlichen Grüßen, Brinkhoff. Bitte auch Amt 52 fragen.", "Amt 52"),
    ("Hallo Frau Lindner, die Liste kommt in Teilen, das ist Teil 1.\n\nGruß\nObermann", "Teil 1"),
    ("Anbei die Liste\n(ohne Zeile 5)\n\nMfG\nBrinkhoff", "Zeile 5"),
    ("Anbei die ausgefüllte Liste mit Ausnahme der Bußgelder.\n\nMfG", "Bußgelder"),
    ("Sehr geehrte Frau Lindner,\n\nanbei die Liste des Bauamtes.\n\nMit freundlichen Grüßen\nBrinkhoff", "Bauamtes"),
    ("Vielen Dank für die Fristverlängerung! Anbei die Liste.\n\nGruß Jens", "Fristverlängerung"),
    ("Liste anbei. Rest Montag.", "Montag"),
    ("Anbei.\n\nZahlen Schätzwerte\n\nBrinkhoff", "Schätzwerte"),
    ("Anbei die Liste.\n\n" + SIGNATURE.replace("Tel.: 0521 51-2345", "Tel.: 0521 51-2345 (ab 01.05.: 0521 51-8888)"), "8888"),
    ("Anbei die Liste.\n\nFreundliche Grüße\nSandmann\n\nVertretung bis Ende Mai: Herr Obermann", "Obermann"),
    ("Anbei die Liste.\n\nFreundliche Grüße\nSandmann\n\nDie Telefonnummern stimmen nicht mehr.", "stimmen nicht"),
    ("Guten Tag,\n\nbei Fragen wenden Sie sich bitte an Frau Wessling.\n\nMfG Brinkhoff", "Wessling"),
    ("Für Rückfragen stehe ich ab dem 4. Mai wieder zur Verfügung.\n\nAnbei die Liste.", "4. Mai"),
    ("Anbei die Liste. Ich bitte um eine kurze Bestätigung.\n\nMit freundlichen Grüßen\nBrinkhoff", "Bestätigung"),
    ("Hallo,\n\nanbei die Liste. Zuständigkeit für Fischerei ist strittig!\n\nVG", "Fischerei"),
    ("Anbei die Liste.\n" + DISCLAIMER.rstrip() + " Der Personalrat wurde nicht beteiligt.\n", "Personalrat"),
    (
        "Anbei die Liste.\n\nGruß\nB.\n"
        + QUOTE_OUTLOOK.replace("bis zum 30.04.2020.", "bis zum 30.04.2020. -> Das ist zu früh!"),
        "zu früh",
    ),
    (
        "Anbei die Liste.\n\nGruß\nB.\n"
        + QUOTE_THUNDERBIRD.replace("> 15.05.2020 an", "Wir haben keine Formulare.\n> 15.05.2020 an"),
        "keine Formulare",
    ),
    (
        (
            "z. K.\n\n---------- Forwarded message ---------\nVon: Petra Sandmann <sandmann@bielefeld.example>\nDate: Mo., 20. Apr. 2020 um 09:12 Uhr\n"
            "Subject: Amtsliste\nTo: <dez2@bielefeld.example>\n\n\nHallo, die Ehefähigkeitszeugnisse fehlen in der Liste.\n\nLG Petra"
        ),
        "Ehefähigkeitszeugnisse",
    ),
    (
        (
            "Anbei die Liste.\n\nVon meinem iPhone gesendet\n\n> Am 20.04.2020 um 09:12 schrieb Petra Sandmann <sandmann@bielefeld.example>:\n>\n"
            "> Wir geben die Friedhöfe zum Juli ab.\n>\n> Petra\n"
        ),
        "Friedhöfe",
    ),
    ("1. Die Hundesteuer fehlt.\n2. Zeile 4 doppelt.\n3. Sonst alles ok.\n\nMfG", "doppelt"),
    ("- Hundesteuer fehlt\n- Zeile 4 doppelt\n", "doppelt"),
    ("Ok", "Ok"),
    ("Siehe Kommentar in Zelle H7", "H7"),
    ("ACHTUNG!!! Geänderte Fassung, bitte die von gestern löschen", "löschen"),
    ("Das Amt 34 hat keine Leistungen nach OZG.\n\nMit freundlichen Grüßen\nSandmann", "keine Leistungen"),
    ("Guten Tag Frau Lindner,\n\nwir haben die Liste ausgefüllt, so gut es ging.\n\nViele Grüße\nObermann", "so gut es ging"),
    ("Mit freundlichen Grüßen\nM. Brinkhoff\nDie Liste wurde mit Amt 33 nicht abgestimmt.", "nicht abgestimmt"),
    ("Sg. Fr. Lindner,\nListe anbei, Spalte F leer lassen wir bewusst.\nGruß", "bewusst"),
]
