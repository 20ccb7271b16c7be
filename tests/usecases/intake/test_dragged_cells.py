"""What a fill handle counted up is asked once for the whole run; nothing of it is stored, and no service goes anywhere."""

from io import BytesIO

from openpyxl import load_workbook

from ozg_workflow.database.models import ServiceListRow
from ozg_workflow.domain.survey.responsibility import CaseReason
from ozg_workflow.usecases.survey.cases import list_cases
from tests.usecases.town import Letter, Town, cell_of, not_ours

COUNTED = {n: {"Fallzahl pro Jahr": 99 + n} for n in (1, 2, 3)}
OFFICES = {n: not_ours(f"Amt {33 + n}") for n in (1, 2, 3)}


def replies(town: Town) -> list[Letter]:
    town.do("collect", "deliver")
    return [letter for letter in town.new_letters() if "in-reply-to" in letter.headers]


def send_copy_back(town: Town, reply: Letter, office: str = "33") -> None:
    """Send the annotated copy back as it is."""
    town.drop(town.letter(dict(reply.attachments), sender=f"amt{office}@bielefeld.example", answers=reply))


def test_figures_that_count_up_are_asked_with_one_hint_for_all_lines(asked: Town) -> None:
    _, content, _ = asked.book("33")
    asked.send_back("33", COUNTED)
    (reply,) = replies(asked)
    first, second, third = (cell_of(content, n, "Fallzahl pro Jahr") for n in (1, 2, 3))
    text = " ".join(reply.text.split())
    assert f"Spalte „Fallzahl pro Jahr“: 3 Zellen ({first}, {second} und {third})" in text
    assert text.count("zählt von Zeile zu Zeile gleichmäßig weiter („100“ bis „102“)") == 1
    assert asked.states("33") == ["invalid"] * 3
    assert ["case_volume" in row.answers for row in asked.rows("33").values()] == [False] * 3


def test_the_copy_sent_back_as_it_is_says_that_the_figures_are_right(asked: Town) -> None:
    asked.send_back("33", COUNTED)
    (reply,) = replies(asked)
    send_copy_back(asked, reply)
    (second,) = replies(asked)
    assert "vollständig eingegangen" in second.text
    assert [row.answers["case_volume"] for row in asked.rows("33").values()] == [100, 101, 102]


def test_the_same_file_a_second_time_confirms_nothing_even_saved_anew(asked: Town) -> None:
    asked.send_back("33", COUNTED)
    replies(asked)
    asked.send_back("33", COUNTED, sender="dez2@bielefeld.example")
    asked.send_back("33", {n: cells | {"Bemerkung": "gesehen"} for n, cells in COUNTED.items()}, sender="dez2@bielefeld.example")
    replies(asked)
    assert asked.states("33") == ["invalid"] * 3


def test_corrected_figures_count(asked: Town) -> None:
    asked.send_back("33", COUNTED)
    (reply,) = replies(asked)
    ((name, content),) = reply.attachments.items()
    book = load_workbook(BytesIO(content))
    for n in (2, 3):
        book["Amtsliste"][cell_of(content, n, "Fallzahl pro Jahr")] = 100
    book.save(buffer := BytesIO())
    asked.drop(asked.letter({name: buffer.getvalue()}, sender="amt33@bielefeld.example", answers=reply))
    (second,) = replies(asked)
    assert "vollständig eingegangen" in second.text
    assert [row.answers["case_volume"] for row in asked.rows("33").values()] == [100, 100, 100]


def test_offices_that_count_up_get_nothing_and_a_person_decides(asked: Town) -> None:
    asked.send_back("33", OFFICES)
    (reply,) = replies(asked)
    cases = list_cases(asked.ctx())
    assert [(case.named, case.state, case.reason_code) for case in cases] == [
        (f"Amt {number}", "open", CaseReason.DRAGGED) for number in (34, 35, 36)
    ]
    assert asked.states("33") == ["disputed"] * 3
    assert asked.list_state("33") == "returned"
    text = " ".join(reply.text.split())
    assert text.count("zählt von Zeile zu Zeile gleichmäßig weiter („Amt 34“ bis „Amt 36“)") == 1
    assert len(reply.attachments) == 1, "the office is asked, too"


def test_offices_that_are_confirmed_are_read_like_others(asked: Town) -> None:
    asked.send_back("33", OFFICES)
    (reply,) = replies(asked)
    send_copy_back(asked, reply)
    asked.do("collect")
    assert [(case.named, case.settled_office) for case in list_cases(asked.ctx())] == [
        ("Amt 35", None),
        ("Amt 36", None),
        ("Amt 34", "34"),
    ]


def test_answers_the_list_was_sent_with_are_no_run(asked: Town) -> None:
    for number, row in asked.rows("33").items():
        asked.change(ServiceListRow, ServiceListRow.id == row.id, prefill={"case_volume": 99 + number})
    asked.send_back("33", COUNTED)
    asked.do("collect")
    assert asked.states("33") == ["answered"] * 3
