"""What people write beside their lists reaches a person; what says nothing, and what is ours, does not."""

import re

import pytest

from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.cockpit.needs import needs
from ozg_workflow.usecases.intake import inbox_admin
from ozg_workflow.usecases.intake.clear_to_read import clear_to_read
from tests.usecases.intake.mailbox import filed, incoming, returns
from tests.usecases.intake.test_to_read import answer_the_invitation, to_read
from tests.usecases.town import Letter, Town, fill, town_data

pytestmark = pytest.mark.both_databases

BOTHERED = "Anbei die Liste. Für das Nachbaramt brauchen wir Aufschub; neue Ansprechpartnerin ist Frau Wessling."
THANKS = "Guten Tag Frau Lindner,\n\nanbei die ausgefüllte Liste.\n\nMit freundlichen Grüßen\nM. Brinkhoff"


def send_back(town: Town, office: str, text: str, *, blank: bool = False, html: bool = False, added: str = "") -> Letter:
    name, content, letter = town.book(office)
    mail = town.letter({}, sender=f"amt{office}@bielefeld.example", answers=letter)
    mail.replace_header("Subject", f"AW: {letter.subject}{added}")
    mail.set_content(text, subtype="html" if html else "plain")
    mail.add_attachment(
        content if blank else fill(content),
        maintype="application",
        subtype="vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        filename=name,
    )
    town.drop(mail)
    town.do("collect")
    return letter


def test_a_text_beside_a_list_is_recorded_answered_and_read(asked: Town) -> None:
    send_back(asked, "33", BOTHERED)
    assert incoming(asked) == [("to_read", "1 Liste erkannt. Zu lesen: Begleittext.")]
    assert to_read(asked) == [("cover_text", BOTHERED)]
    assert (asked.list_state("33"), filed(asked)) == ("returned", {".OZG.Verarbeitet": 1})
    assert [str(m.kind) for m in asked.messages()[2:]] == ["acknowledgement"]
    assert asked.status()["inbox"] == {"returns": 1, "automatic": 0, "quarantined": 0, "dismissed": 0, "to_read": 1}
    clear_to_read(asked.ctx(), 1)
    assert asked.status()["inbox"] == {"returns": 1, "automatic": 0, "quarantined": 0, "dismissed": 0, "to_read": 0}
    assert incoming(asked)[0][0] == "return"


def test_a_text_that_says_nothing_bothers_nobody(asked: Town) -> None:
    send_back(asked, "33", THANKS)
    assert incoming(asked) == [("return", "1 Liste erkannt.")]


def test_what_is_added_to_our_subject_is_read(asked: Town) -> None:
    letter = send_back(asked, "33", THANKS, added=" – Frau Wessling ist jetzt zuständig")
    assert to_read(asked) == [("cover_text", f"Betreff: AW: {letter.subject} – Frau Wessling ist jetzt zuständig")]


def test_a_fehlanzeige_in_the_subject_of_a_list_that_is_filled_in_is_read(asked: Town) -> None:
    letter = send_back(asked, "33", THANKS, added=" – Fehlanzeige für Nr. 2")
    assert to_read(asked) == [("cover_text", f"Betreff: AW: {letter.subject} – Fehlanzeige für Nr. 2")]
    assert asked.list_state("33") == "returned"


def quoted(letter: Letter, text: str) -> str:
    head = "\nVon: OZG-Koordination <ozg@bielefeld.example>\nGesendet: Mittwoch, 25. März 2020 08:03\nAn: Dezernat 2\n"
    return f"{text}\n{head}Betreff: {letter.subject}\n\n{letter.text}"


@pytest.mark.parametrize("marked", [False, True])
def test_our_own_mail_below_the_answer_is_not_read_again(asked: Town, marked: bool) -> None:
    letter = asked.book("33")[2]
    text = quoted(letter, THANKS)
    if marked:
        text = THANKS + "\n\nAm 25.03.20 um 08:03 schrieb OZG-Koordination:\n" + re.sub("(?m)^", "> ", letter.text)
    send_back(asked, "33", text)
    assert incoming(asked) == [("return", "1 Liste erkannt.")]


def test_our_own_mail_as_html_below_an_answer_in_html_is_not_read_again(asked: Town) -> None:
    letter = asked.book("33")[2]
    head = "<p><b>Von:</b> OZG-Koordination &lt;ozg@bielefeld.example&gt;<br><b>Gesendet:</b> Mittwoch, 25. März 2020 08:03<br><b>An:</b> Dezernat 2<br>"
    html = f"<p>Guten Tag,</p><p>anbei die Liste.</p>{head}<b>Betreff:</b> Amtslisten</p>{letter.html}"
    send_back(asked, "33", html, html=True)
    assert incoming(asked) == [("return", "1 Liste erkannt.")]


def test_what_is_written_between_our_lines_is_read(asked: Town) -> None:
    letter = asked.book("33")[2]
    half = len(letter.text) // 2
    cut = letter.text.index("\n", half)
    text = quoted(letter, THANKS).replace(letter.text, f"{letter.text[:cut]}\nDas schaffen wir erst im Juni.{letter.text[cut:]}")
    send_back(asked, "33", text)
    assert to_read(asked) == [("cover_text", "Das schaffen wir erst im Juni.")]


def test_a_blank_list_is_no_return_but_waits_for_a_person_with_its_text(asked: Town) -> None:
    send_back(asked, "33", "Dieses Amt gibt es nicht mehr, bitte wenden Sie sich an Frau Wessling.", blank=True)
    ((state, why),) = incoming(asked)
    assert (state, why) == ("quarantined", "1 Liste leer zurückgekommen; gewertet wurde nichts.")
    assert to_read(asked) == [("blank_list_text", "Dieses Amt gibt es nicht mehr, bitte wenden Sie sich an Frau Wessling.")]
    assert (asked.list_state("33"), returns(asked), len(asked.messages())) == ("sent", 0, 2)
    assert filed(asked) == {".OZG.Kl&AOQ-rung": 1}
    with asked.ctx().reading() as work:
        (need,) = [n for n in needs(work) if n.kind == "quarantine"]
    assert "Frau Wessling" in need.detail
    with pytest.raises(InputError, match="liegt im Klärungskorb"):
        clear_to_read(asked.ctx(), 1)
    inbox_admin.dismiss_incoming(asked.ctx(), 1, "Frau Wessling angerufen")
    assert to_read(asked) == []


def test_a_blank_list_without_a_word_waits_for_a_person_too(asked: Town) -> None:
    send_back(asked, "33", THANKS, blank=True)
    assert incoming(asked)[0][0] == "quarantined"
    assert len(asked.messages()) == 2


def test_the_blank_list_of_an_office_without_services_is_no_fehlanzeige(asked: Town) -> None:
    data = town_data()
    assert not any(service.office == "10" for service in data.services)
    send_back(asked, "10", "Wir sind seit Mai Teil von Amt 20.", blank=True)
    assert (asked.list_state("10"), returns(asked), len(asked.messages())) == ("sent", 0, 2)


def test_a_person_who_assigns_a_blank_list_makes_it_a_return(asked: Town) -> None:
    send_back(asked, "33", THANKS, blank=True)
    inbox_admin.assign_incoming(asked.ctx(), 1)
    assert returns(asked) == 1


def test_blank_lists_beside_a_filled_one_stay_open(asked: Town) -> None:
    """A Dezernat sends all its lists back, and only one office has answered."""
    filled, content, letter = asked.book("33")
    other, blank, _ = asked.book("34")
    asked.drop(asked.letter({filled: fill(content), other: blank}, sender="dez2@bielefeld.example", answers=letter))
    asked.do("collect")
    assert (asked.list_state("33"), asked.list_state("34"), returns(asked)) == ("returned", "sent", 1)


def test_the_text_of_an_answer_to_an_invitation_is_read_once(asked: Town) -> None:
    answer_the_invitation(asked, more="DESCRIPTION:Ich bringe Frau Krüger mit.\\n\r\nCOMMENT:Ich bringe Frau Krüger mit.\r\n")
    assert to_read(asked) == [("calendar_comment", "Ich bringe Frau Krüger mit.")]


def test_the_words_a_calendar_program_writes_are_no_text(asked: Town) -> None:
    answer_the_invitation(asked, more="COMMENT:Jürgen Grothe hat diese Einladung angenommen.\r\n")
    assert to_read(asked) == []
