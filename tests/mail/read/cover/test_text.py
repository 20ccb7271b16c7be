"""Cover texts: what says something is shown, whatever stands around it; what says nothing needs no reader."""

import time
from email.message import EmailMessage

import pytest

from ozg_workflow.mail.read.cover.quotes import Ours
from ozg_workflow.mail.read.cover.text import Known, cover_text, said_by_subject, said_in, sentences
from ozg_workflow.mail.read.parse import parse_mail
from tests.mail.read.cover import more_texts, third_texts
from tests.mail.read.cover.cover_texts import NOTHING, OURS, QUOTE_OUTLOOK, SIGNATURE, SOMETHING

KNOWN = Known(ours=Ours([OURS]), names=frozenset(("standesamt", "34")))


def seen(mail: EmailMessage) -> str:
    return cover_text(parse_mail(mail.as_bytes()).message, KNOWN)


@pytest.mark.parametrize("text", [*NOTHING, *more_texts.NOTHING, *third_texts.NOTHING])
def test_a_text_that_says_nothing_needs_no_reader(text: str) -> None:
    assert said_in(text, KNOWN) == ""


@pytest.mark.parametrize(("text", "word"), [*SOMETHING, *more_texts.SOMETHING, *third_texts.SOMETHING])
def test_a_text_that_says_something_is_shown(text: str, word: str) -> None:
    assert word in said_in(text, KNOWN)


@pytest.mark.parametrize(("text", "word"), SOMETHING)
@pytest.mark.parametrize("around", ["{}\n\n" + SIGNATURE, "{}\n" + QUOTE_OUTLOOK, "Hallo,\n\n{}\n\nVon meinem iPhone gesendet"])
def test_neither_signature_nor_quotation_hides_it(text: str, word: str, around: str) -> None:
    assert word in said_in(around.format(text), KNOWN)


def test_what_is_shown_leaves_out_signature_and_our_own_words() -> None:
    shown = said_in("Guten Tag,\n\nZeile 3 fehlt noch.\n\n" + SIGNATURE + QUOTE_OUTLOOK, KNOWN)
    assert shown == "Guten Tag,\nZeile 3 fehlt noch."


def test_our_words_are_only_taken_off_where_we_know_them() -> None:
    """A quotation that may have been written into is shown."""
    assert "Ausfüllhilfe" in said_in("Anbei.\n" + QUOTE_OUTLOOK, Known(ours=Ours([])))


def test_a_text_that_is_html_only_is_read() -> None:
    mail = EmailMessage()
    mail.set_content(
        "<html><body><p>Guten Tag,</p><p>anbei die Liste. Zeile&nbsp;3 fehlt.</p><p>Gruß<br>Obermann</p></body></html>",
        subtype="html",
    )
    assert "Zeile 3 fehlt." in seen(mail)


def test_html_that_says_nothing_needs_no_reader() -> None:
    mail = EmailMessage()
    mail.set_content(
        "<p>Sehr geehrte Frau Lindner,</p><p>anbei die <b>ausgefüllte</b> Liste.</p><div>Mit freundlichen Gr&uuml;&szlig;en<br>M. Brinkhoff</div>",
        subtype="html",
    )
    assert seen(mail) == ""


def test_the_html_counts_where_the_plain_text_beside_it_is_empty() -> None:
    mail = EmailMessage()
    mail.set_content(" \n")
    mail.add_alternative("<p>Das Amt zieht im Mai um.</p>", subtype="html")
    assert "zieht im Mai um" in seen(mail)


def test_a_text_below_the_attachment_is_read() -> None:
    """Apple Mail writes on below the file that was dropped into the text."""
    mail = EmailMessage()
    mail.set_content("Anbei die Liste.\n")
    mail.add_attachment(b"x", maintype="application", subtype="octet-stream", filename="Liste.xlsx")
    below = EmailMessage()
    below.set_content("Die Hundesteuer fehlt darin.\n")
    mail.attach(below)
    assert "Hundesteuer" in seen(mail)


@pytest.mark.parametrize("as_file", [False, True])
def test_what_an_attached_mail_says_is_read(as_file: bool) -> None:
    inner = EmailMessage()
    inner["Subject"] = "Amtsliste"
    inner.set_content("Anbei die Liste. Frau Wessling übernimmt ab Juni.\n")
    mail = EmailMessage()
    mail.set_content("Zur Kenntnis.\n")
    if as_file:
        mail.add_attachment(inner.as_bytes(), maintype="application", subtype="octet-stream", filename="Nachricht.eml")
    else:
        mail.add_attachment(inner)
    assert seen(mail) == "Anbei die Liste. Frau Wessling übernimmt ab Juni."


def test_a_text_file_beside_the_list_is_an_attachment_and_no_cover_text() -> None:
    mail = EmailMessage()
    mail.set_content("Anbei die Liste.\n")
    mail.add_attachment("Protokoll der Sitzung", filename="Protokoll.txt")
    assert seen(mail) == ""


def test_a_file_in_the_text_is_no_text() -> None:
    assert said_in("Anbei die Liste.\n\nbegin 644 Liste.xlsx\nM4$L#!!0````(\n`\nend\n", KNOWN) == ""


@pytest.mark.parametrize(
    ("subject", "says"),
    [
        ("Amtsliste 33 – Bitte um Fristverlängerung", True),
        ("Liste Amt 34 (Zeile 7 fehlt)", True),
        ("Neue Ansprechpartnerin Frau Wessling", True),
        ("Amtsliste: wer ist für Zeile 3 zuständig?", True),
        ("Liste, Rest folgt später", True),
        ("Falsche Liste am Montag, bitte diese", True),
        ("Liste 33 ergänzt", False),
        ("Amtsliste Standesamt", False),
        ("Rückmeldung OZG Amt 34", False),
        ("Ausgefüllte Liste Amt 20", False),
        ("Fehlanzeige Amt 10", False),
        ("WG: Amtsliste Amt 33", False),
        ("AW: Erinnerung: Frist für 3 Amtslisten, 2 fehlen", False),
        ("", False),
        ("Amtsliste 34 Teil 1 von 2", True),
        ("Liste 34, der Rest kommt noch", True),
        ("Amtsliste 34 fristgerecht zurück", False),
    ],
)
def test_a_subject_that_asks_or_tells_something_is_shown(subject: str, says: bool) -> None:
    assert (said_by_subject(subject) == (f"Betreff: {subject}" if says else "")) is True


@pytest.mark.parametrize("subject", ["Fehlanzeige Amt 34", "Amtsliste: FEHLANZEIGE", "Leermeldung"])
def test_a_fehlanzeige_in_the_subject_says_something_beside_lines_that_are_filled_in(subject: str) -> None:
    assert said_by_subject(subject) == ""
    assert said_by_subject(subject, filled_in=True) == f"Betreff: {subject}"


def test_abbreviations_end_no_sentence() -> None:
    assert list(sentences("Siehe Nr. 7 vom 3. Mai. Danke!")) == ["Siehe Nr. 7 vom 3. Mai.", " Danke!"]


HOSTILE = [
    "Ä" * 100_000,
    "anbei\n" * 20_000,
    "> x " * 30_000,
    "Von: x\nGesendet: y\nBetreff: z\n\n" * 3_000,
    "danke und " * 10_000,
    "Gruß\n" + "A-" * 50_000,
    "Gruß\n" + "Anna Berta " * 9_000,
    "anbei die " + "ausgefüllte " * 55 + "x",
    "für amt der " * 55,
    "Hallo " + "Frau und Herr " * 45,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_read_in_time_and_shown(text: str) -> None:
    began = time.monotonic()
    assert said_in(text, KNOWN)
    assert time.monotonic() - began < 5


OURS_BEFORE = "Erinnerung: Frist für 3 Amtslisten, 2 fehlen"


@pytest.mark.parametrize(
    ("subject", "says"),
    [
        (f"AW: {OURS_BEFORE}", False),
        (f"[EXTERN] Re: AW: {OURS_BEFORE}", False),
        (f"AW: {OURS_BEFORE} – Frau Wessling ist jetzt zuständig", True),
        ("AW: Frage zu Zeile 3", True),
        ("AW: Amtslisten – 2 fehlen noch", True),
        ("AW: Amtsliste Standesamt", False),
        (f"WG: Zeile 7 ist falsch (war: {OURS_BEFORE})", True),
    ],
)
def test_what_a_reply_has_changed_of_our_subject_is_its_own(subject: str, says: bool) -> None:
    assert said_by_subject(subject, (OURS_BEFORE.replace(": ", ":  "),)) == (f"Betreff: {subject}" if says else "")
