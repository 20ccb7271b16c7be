"""The one reply to a return: under the sender's mail, with what is missing, and never a loop."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from sqlalchemy import select

from ozg_workflow.database.models import Event, Office
from ozg_workflow.mail.write.templates import Templates
from ozg_workflow.usecases.survey.decide_cases import decide_elsewhere
from ozg_workflow.workspace.places import template_folders
from tests.usecases.town import Town, cell_of, fill, not_ours, read_letter, town_data


def replies(town: Town) -> list:
    town.do("collect", "deliver")
    return [letter for letter in town.new_letters() if "in-reply-to" in letter.headers]


def test_a_complete_list_is_confirmed_to_the_sender_and_the_dezernat_in_the_senders_thread(asked: Town) -> None:
    ours = asked.book("33")[2]
    theirs = asked.send_back("33", sender="krueger@bielefeld.example")
    (letter,) = replies(asked)
    header_id = theirs.split(b"Message-ID: ")[1].split(b"\r\n")[0].decode()
    assert letter.headers["in-reply-to"] == header_id
    assert letter.headers["references"].split() == [ours.header_id, header_id]
    assert (letter.to, letter.cc) == (("krueger@bielefeld.example",), ("dez2@bielefeld.example",))
    assert "vollständig eingegangen" in letter.text
    assert letter.attachments == {}


def test_the_dezernat_is_not_copied_on_the_reply_to_itself(asked: Town) -> None:
    asked.send_back("33", sender="Dez2@bielefeld.example")
    (letter,) = replies(asked)
    assert (letter.to, letter.cc) == (("dez2@bielefeld.example",), ())


def test_what_is_wrong_is_named_by_cell_and_marked_in_a_copy_of_the_senders_list(asked: Town) -> None:
    name, content, _ = asked.book("33")
    asked.send_back("33", {2: {"Fallzahl pro Jahr": "viele"}}, rows=[1, 2])
    (letter,) = replies(asked)
    cell = cell_of(content, 2, "Fallzahl pro Jahr")
    assert f"Zelle {cell}, Spalte „Fallzahl pro Jahr“" in " ".join(letter.text.split())
    assert "viele" in letter.text
    assert "Personalausweis beantragen" in letter.text, "the row without an answer is named"
    book = load_workbook(BytesIO(letter.attachments[name]))
    assert "Hinweise" in book.sheetnames
    assert book["Amtsliste"][cell].value == "viele"
    assert book["Amtsliste"][cell_of(content, 1, "Fallzahl pro Jahr")].value == 1200


def test_equal_hints_of_one_column_are_one_line_with_all_their_cells(asked: Town) -> None:
    _, content, _ = asked.book("33")
    asked.send_back("33", {n: {"Fallzahl pro Jahr": value} for n, value in ((1, "viele"), (2, "wenige"), (3, "viele"))})
    (letter,) = replies(asked)
    first, second, third = (cell_of(content, n, "Fallzahl pro Jahr") for n in (1, 2, 3))
    text = " ".join(letter.text.split())
    assert f"- Spalte „Fallzahl pro Jahr“: 3 Zellen ({first}, {second} und {third}) Eingetragen ist „viele“, „wenige“." in text
    assert text.count("Hier wird eine Zahl erwartet.") == 1


def test_what_was_taken_of_an_estimate_is_told_and_nothing_else_is_stored(asked: Town) -> None:
    asked.send_back("34", {n: {"Fallzahl pro Jahr": "ca. 500", "Personaleinsatz (VZÄ)": "1,5"} for n in (1, 2)})
    (letter,) = replies(asked)
    text = " ".join(letter.text.split())
    assert "vollständig eingegangen" in text
    assert "Spalte „Fallzahl pro Jahr“: „ca. 500“ wurde als 500 übernommen (Nr. 1 und 2)." in text
    assert [row.answers["case_volume"] for row in asked.rows("34").values()] == [500, 500]


def test_the_annotated_copy_can_be_corrected_and_sent_back(asked: Town) -> None:
    asked.send_back("34", {2: {"Fallzahl pro Jahr": "viele"}})
    (letter,) = replies(asked)
    ((name, content),) = letter.attachments.items()
    book = load_workbook(BytesIO(content))
    book["Amtsliste"][cell_of(content, 2, "Fallzahl pro Jahr")] = 40
    buffer = BytesIO()
    book.save(buffer)
    asked.drop(asked.letter({name: buffer.getvalue()}, sender="amt34@bielefeld.example", answers=letter))
    (second,) = replies(asked)
    assert "vollständig eingegangen" in second.text
    assert [row.answers["case_volume"] for row in asked.rows("34").values()] == [1200, 40]


def test_the_confirmation_says_where_a_refused_service_goes(asked: Town) -> None:
    asked.send_back("50", {1: not_ours(), 2: not_ours("Standesamt")})
    (letter,) = replies(asked)
    text = " ".join(letter.text.split())
    assert "Wohngeld beantragen – „nein“, genannt: – Die OZG-Koordination klärt, wer zuständig ist." in text
    assert (
        "Bildung und Teilhabe beantragen – „nein“, genannt: „Standesamt“ Geht an Amt 34 – Standesamt, wie von Ihnen genannt."
        in text
    )


def test_the_confirmation_tells_of_a_share_and_of_what_a_person_decided(asked: Town) -> None:
    asked.send_back("50", {1: {"Zuständig?": "teilweise", "Zuständiges Amt": "34"}, 2: not_ours("weiß nicht")})
    replies(asked)
    decide_elsewhere(asked.ctx(), [2], "Kreis Herford")
    asked.clock.wait(hours=1)
    asked.send_back("50", {1: {"Zuständig?": "teilweise", "Zuständiges Amt": "34"}, 2: not_ours("weiß nicht")})
    letter = replies(asked)[-1]
    text = " ".join(letter.text.split())
    assert "NICHT ODER NUR ZUM TEIL ZUSTÄNDIG" in text
    assert "„teilweise“, genannt: „34“ Amt 34 – Standesamt wird zu seinem Teil gefragt." in text
    assert "„nein“, genannt: „weiß nicht“ Keine Stelle dieser Stadt, sondern: Kreis Herford." in text


def test_a_mail_loop_is_stopped_by_a_limit_per_hour_and_told(asked: Town) -> None:
    data = town_data()
    asked.prepare(replace(data, config=replace(data.config, answers_per_hour=2)))
    for volume in (1, 2, 3):
        asked.send_back("34", {1: {"Fallzahl pro Jahr": volume}})
    assert len(replies(asked)) == 2
    assert asked.rows("34")[1].answers["case_volume"] == 3, "the return itself is recorded"
    with asked.session() as session:
        (event,) = session.scalars(select(Event).where(Event.verb == "reply_withheld"))
    assert event.text == "Mehr als 2 Antworten an diese Adresse in einer Stunde."
    asked.clock.wait(hours=1)
    asked.send_back("34", {1: {"Fallzahl pro Jahr": 4}})
    assert len(replies(asked)) == 1


def test_a_mail_from_before_the_round_is_recorded_and_not_answered(asked: Town) -> None:
    name, content, letter = asked.book("34")
    mail = asked.letter({name: fill(content)}, sender="amt34@bielefeld.example", answers=letter)
    del mail["Date"]
    mail["Date"] = "Mon, 06 Jan 2020 09:00:00 +0100"
    asked.drop(mail.as_bytes())
    result = asked.do("collect")
    assert asked.list_state("34") == "returned"
    assert replies(asked) == []
    assert (
        "Keine Antwort an amt34@bielefeld.example: Die Mail ist vom 06.01.2020, die Runde begann am 25.03.2020." in result.lines
    )


def test_a_reply_is_marked_as_automatic_so_that_no_absence_note_answers_it(asked: Town) -> None:
    asked.send_back("34")
    asked.do("collect")
    (message,) = asked.messages("acknowledgement")
    headers = read_letter(asked.content(message.id)).headers
    assert headers["auto-submitted"] == "auto-generated"
    assert headers["x-auto-response-suppress"] == "OOF, AutoReply"


def test_a_sender_who_cannot_be_written_to_still_has_answered(asked: Town) -> None:
    # the head of the office has an address that no mail can be sent to
    asked.change(Office, Office.number == "34", head_email="juergen.gross@-stadt-.example")
    name, content, letter = asked.book("34")
    raw = asked.letter({name: fill(content)}, sender="amt34@bielefeld.example", answers=letter).as_bytes()
    asked.drop(raw.replace(b"From: amt34@bielefeld.example", b"From: juergen.gross@-stadt-.example"))
    result = asked.do("collect")
    assert asked.list_state("34") == "returned"
    assert asked.messages("acknowledgement") == []
    assert any(line.startswith("Keine Antwort an juergen.gross@-stadt-.example") for line in result.lines)


def test_a_broken_template_of_the_workspace_blocks_only_its_own_mail(asked: Town, tmp_path: Path) -> None:
    (tmp_path / "acknowledgement").mkdir()
    (tmp_path / "acknowledgement" / "subject.txt.j2").write_text("Danke\n{{ gibt_es_nicht }}\n", encoding="utf-8")
    templates = Templates((tmp_path, *template_folders(Path("/nirgendwo"))))
    asked.send_back("34")
    asked.send_back("33", {1: {"Fallzahl pro Jahr": "viele"}})
    result = asked.do("collect", templates=lambda: templates)
    assert result.figures["returns"] == 2
    (complaint,) = [line for line in result.lines if line.startswith("Keine Antwort")]
    assert complaint.endswith("Mailvorlage acknowledgement/subject.txt.j2:2: Der Wert „gibt_es_nicht“ fehlt.")
    assert (asked.list_state("34"), len(asked.messages("acknowledgement"))) == ("returned", 0)
    assert len(asked.messages("return_with_errors")) == 1


def test_a_reply_to_that_is_trusted_gets_the_answer(asked: Town) -> None:
    asked.send_back("33", headers={"Reply-To": "Bürgeramt <krueger@bielefeld.example>"})
    (letter,) = replies(asked)
    assert (letter.to, letter.cc) == (("krueger@bielefeld.example",), ("dez2@bielefeld.example",))


def test_a_reply_to_of_a_stranger_counts_for_nothing(asked: Town) -> None:
    asked.send_back("33", headers={"Reply-To": "amt33@bielefeld-rathaus.example"})
    (letter,) = replies(asked)
    assert letter.to == ("amt33@bielefeld.example",)


def test_a_reply_to_that_nobody_reads_counts_for_nothing(asked: Town) -> None:
    asked.send_back("33", headers={"Reply-To": "no-reply@bielefeld.example"})
    (letter,) = replies(asked)
    assert letter.to == ("amt33@bielefeld.example",)


def test_where_nobody_reads_the_answer_goes_to_the_dezernat(asked: Town) -> None:
    asked.send_back("33", sender="noreply@bielefeld.example")
    (letter,) = replies(asked)
    assert (letter.to, letter.cc) == (("dez2@bielefeld.example",), ())


def test_the_list_a_mail_came_through_is_not_answered(asked: Town) -> None:
    head = {
        "List-Id": "<rathaus.bielefeld.example>",
        "List-Post": "<mailto:rathaus@bielefeld.example>",
        "Reply-To": "rathaus@bielefeld.example",
    }
    asked.send_back("33", sender="krueger@bielefeld.example", headers=head)
    (letter,) = replies(asked)
    assert letter.to == ("krueger@bielefeld.example",)
