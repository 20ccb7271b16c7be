"""A third round of cover texts: disclaimers in two languages, signatures of telephones, other mail programs' quotations, words behind all of it."""

from tests.mail.read.cover.cover_texts import DISCLAIMER, OURS, SIGNATURE

LETTER = "Guten Tag Frau Lindner,\n\nanbei die ausgefüllte Liste.\n\n"
CLOSING = "Mit freundlichen Grüßen\nMarlene Brinkhoff\n"
ENGLISH = """
This e-mail may contain confidential and/or privileged information. If you are not the intended recipient (or have received this
e-mail in error) please notify the sender immediately and destroy this e-mail. Any unauthorised copying, disclosure or distribution
of the material in this e-mail is strictly forbidden.
"""
GROUPWISE = '>>> "OZG-Koordination" <ozg@bielefeld.example> 25.03.2020 08:03 >>>\n'
MAILMAN = "_______________________________________________\nAmtsleitungen mailing list\nAmtsleitungen@bielefeld.example\n"

NOTHING = [
    LETTER + "=ybegin line=128 size=12 name=Liste.xlsx\nzu\u20ac. Bitte!\n=yend size=12\n" + CLOSING,
    LETTER + CLOSING + DISCLAIMER + ENGLISH,
    LETTER + CLOSING + "\nFür die Richtigkeit und Vollständigkeit dieser E-Mail übernimmt die Stadt Bielefeld keine Gewähr.\n",
    LETTER + CLOSING + ENGLISH.replace("unauthorised", "unauthorized").replace("forbidden", "prohibited"),
    LETTER
    + CLOSING
    + "\nDisclaimer: The contents of this e-mail are confidential.\nPlease delete this message if it was sent to you in error.\n",
    LETTER + CLOSING + "\n" + GROUPWISE + OURS,
    LETTER + CLOSING + "\n>>> OZG-Koordination 25.03.2020 08:03 >>>\n" + OURS,
    LETTER + "Gesendet mit der Telekom Mail App\n",
    LETTER + "Gesendet mit der GMX iPhone App\n",
    LETTER + "VG\nM. Brinkhoff\n-- \nDiese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.\n",
    LETTER + "Von meinem Huawei-Mobiltelefon gesendet\n",
    LETTER + "Diese E-Mail wurde von meinem Galaxy Tablet gesendet.\n",
    "ACHTUNG: Diese E-Mail stammt von einem externen Absender. Bitte klicken Sie nicht auf Links.\n\n" + LETTER + CLOSING,
    "[EXTERN] Bitte öffnen Sie keine Anhänge unbekannter Absender.\n\n" + LETTER + CLOSING,
    LETTER + "Mit freundlichen Grüßen / Kind regards\n\nMarlene Brinkhoff\nSachbearbeiterin / Clerk\n",
    LETTER + "Mit freundlichem Gruß / Best regards\ni. A. Brinkhoff\n",
    LETTER
    + CLOSING
    + "\nStadt Bielefeld | Der Oberbürgermeister\nAltes Rathaus | Zimmer 3 | Niederwall 25 | 33602 Bielefeld\nFon 0521 51-2345 | Fax 0521 51-2346\n",
    LETTER + CLOSING + MAILMAN + "https://lists.bielefeld.example/mailman/listinfo/amtsleitungen\n",
    LETTER
    + CLOSING
    + "--\nAmtsleitungen Mailingliste\nUm sich von dieser Mailingliste abzumelden, senden Sie eine Mail an listen@bielefeld.example.\n",
    LETTER
    + CLOSING
    + "-- \nSie erhalten diese Nachricht, weil Sie in Google Groups E-Mails der Gruppe „Amtsleitungen“ abonniert haben.\n",
]
SOMETHING = [
    (LETTER + CLOSING + "\nDiese Nachricht ist vertraulich, bitte nicht an das Umweltamt weitergeben.\n", "Umweltamt"),
    (LETTER + CLOSING + "\nDiese E-Mail ist nur für den Dienstgebrauch; die Zahlen sind geschätzt.\n", "geschätzt"),
    (LETTER + "Diese E-Mail ist vertraulich, Frau Wessling weiß nichts davon.\n", "Wessling"),
    (LETTER + "Diese Nachricht ist nur für den Dienstgebrauch; Herr Voß übernimmt.\n", "Voß"),
    (LETTER + "Diese Mail ist vertraulich: der Personalrat hat noch nicht zugestimmt.\n", "Personalrat"),
    (LETTER + "Der Inhalt dieser Nachricht ist vertraulich bis zum 12. Mai.\n", "12. Mai"),
    (LETTER + "Falls Sie diese Nachricht versehentlich doppelt bekommen, gilt die vom Juni.\n", "Juni"),
    (LETTER + "Bitte informieren Sie den Absender, ob die Liste so genügt.\n", "genügt"),
    (LETTER + "Sollten Sie nicht der richtige Empfänger sein, geben Sie die Liste bitte an Amt 33 weiter.\n", "Amt 33"),
    (
        LETTER + "Für die Richtigkeit und Vollständigkeit dieser E-Mail kann ich nicht einstehen, Zeile 5 ist geraten.\n",
        "Zeile 5",
    ),
    (LETTER + "Diese Mail ist nur für den Fall, dass die Frist noch läuft.\n", "Frist"),
    (LETTER + "This e-mail is confidential, Fehlanzeige for Nr. 4.\n", "Nr. 4"),
    (LETTER + CLOSING + GROUPWISE + "Hallo Marlene, die Friedhöfe geben wir ab.\nGruß Ute\n", "Friedhöfe"),
    (LETTER + CLOSING + GROUPWISE + OURS.replace("zurück. Leist", "zurück.\n[MB] Das wird Juni.\nLeist"), "Das wird Juni"),
    (LETTER + "Gesendet von Frau Wessling, sie übernimmt die Liste ab Mai.\n", "Wessling"),
    (LETTER + "Von meiner Kollegin gesendet, ich bin im Urlaub.\n", "Urlaub"),
    (LETTER + CLOSING + "\nAltes Rathaus | Zimmer 3 | ab Mai: Niederwall 25 | 33602 Bielefeld\n", "ab Mai"),
    (LETTER + CLOSING + MAILMAN + "Bitte Amt 33 in den Verteiler aufnehmen.\n", "Amt 33"),
    (LETTER + SIGNATURE + DISCLAIMER + ENGLISH + "\nP.S.: Nr. 12 machen wir nicht mehr.\n", "Nr. 12"),
    (LETTER + "Um sich nicht doppelt zu melden: Amt 33 meldet für uns mit.\n", "Amt 33"),
    (LETTER + "Sie erhalten diese Nachricht, weil Sie nach den Listen gefragt haben: es fehlt noch Amt 36.\n", "Amt 36"),
]
