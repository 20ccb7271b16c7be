"""A missing service that an office wrote below its list: one decision makes a row of the catalogue and a Nachtrag."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from ozg_workflow.database.models import Event, IncomingNote
from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.cockpit.choices import Choice, read_choices
from ozg_workflow.usecases.intake import inbox_admin
from ozg_workflow.usecases.setup.adopt_line import adopt_line, note_of_line
from ozg_workflow.workspace.rollouts import load_rollouts
from tests.usecases.town import GOOD, Town, fill, new_workspace

pytestmark = pytest.mark.both_databases


def with_lines(content: bytes, *lines: tuple[str, str, dict[str, Any]]) -> bytes:
    """Write services below a filled list, as a clerk does: LeiKa key, name and answers."""
    book = load_workbook(BytesIO(fill(content)))
    sheet = book["Amtsliste"]
    columns = {str(cell.value): cell.column for cell in sheet[4] if cell.value}
    start = max(row for row in range(5, sheet.max_row + 1) if sheet.cell(row, columns["Nr."]).value is not None) + 1
    for offset, (key, name, answers) in enumerate(lines):
        sheet.cell(start + offset, 2).value = key or None
        sheet.cell(start + offset, 3).value = name
        for heading, value in answers.items():
            sheet.cell(start + offset, columns[heading]).value = value
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.fixture
def catalogue(asked: Town, tmp_path: Path) -> Path:
    """The files the town was loaded from."""
    copytree(new_workspace(tmp_path / "dateien") / "config", asked.home / "config", dirs_exist_ok=True)
    return asked.home / "config" / "bielefeld-2020" / "catalogue.csv"


@pytest.fixture
def missing(asked: Town, catalogue: Path) -> Town:
    """Amt 33 missed the Tierheimhund (Nr. 1)."""
    assert catalogue.exists()
    name, content, letter = asked.book("33")
    files = {name: with_lines(content, ("", "Tierheimhund vermitteln", GOOD | {"Fallzahl pro Jahr": 77}))}
    asked.drop(asked.letter(files, sender="amt33@bielefeld.example", answers=letter))
    asked.do("collect", "deliver")
    asked.new_letters()
    return asked


def test_an_added_line_waits_with_all_its_answers(missing: Town) -> None:
    (item,) = inbox_admin.list_incoming(missing.ctx())
    (note,) = inbox_admin.show_incoming(missing.ctx(), item.id).notes
    assert (item.state, note.kind) == ("to_read", "added_line")
    assert note.text.startswith("Tierheimhund vermitteln; ")
    assert "Fallzahl pro Jahr: 77" in note.text


def test_one_decision_makes_a_row_of_the_catalogue_and_a_nachtrag(missing: Town, catalogue: Path) -> None:
    before = catalogue.read_bytes()
    result = adopt_line(missing.ctx(actor="Frau Lindner"), note_of_line(missing.ctx(), 1))
    assert catalogue.read_bytes().startswith(before)
    assert catalogue.read_text("utf-8").splitlines()[-1].endswith(";;Tierheimhund vermitteln;;;;;;33")
    assert any("ist als Leistung" in line for line in result.lines)
    missing.do("deliver")
    (letter,) = missing.new_letters()
    assert letter.to == ("dez2@bielefeld.example",)
    assert "Tierheimhund vermitteln" in letter.text
    assert [name.split("_")[1] for name in letter.attachments] == ["33"]
    assert missing.states("33", version=2) == ["open"]
    assert inbox_admin.list_incoming(missing.ctx()) == ()
    with missing.session() as session:
        event = session.scalars(select(Event).where(Event.verb == "service_adopted")).one()
        note = session.scalars(select(IncomingNote)).one()
    assert (event.actor, event.text) == ("Frau Lindner", "Amt 33, aus der Mail Nr. 1")
    assert (note.cleared_by, "in den Katalog aufgenommen" in note.remark) == ("Frau Lindner", True)


def test_a_preview_shows_the_nachtrag_and_leaves_database_and_catalogue_as_they_were(missing: Town, catalogue: Path) -> None:
    before = catalogue.read_bytes(), missing.dump()
    result = adopt_line(missing.ctx(preview=True), note_of_line(missing.ctx(), 1))
    (mail,) = result.mails
    assert mail.recipients == ("dez2@bielefeld.example",)
    assert any("ist als Leistung" in line for line in result.lines)
    assert (catalogue.read_bytes(), missing.dump()) == before


def test_the_service_may_be_another_offices_and_get_a_key(missing: Town, catalogue: Path) -> None:
    adopt_line(missing.ctx(), note_of_line(missing.ctx(), 1), office="Standesamt", key="99115999012000")
    assert ";99115999012000;Tierheimhund vermitteln;" in catalogue.read_text("utf-8").splitlines()[-1]
    assert missing.states("34", version=2) == ["open"]


def test_it_is_offered_in_the_form(missing: Town) -> None:
    with missing.session() as session:
        (option,) = read_choices(session)[Choice.ADDED_LINE]
    assert "Tierheimhund vermitteln" in option


@pytest.mark.parametrize(
    ("how", "why"),
    [({"office": "99"}, "Das Amt „99“ ist nicht bekannt"), ({"key": "4711"}, "hat nicht 14 Ziffern")],
)
def test_what_cannot_be_changes_nothing(missing: Town, catalogue: Path, how: dict[str, str], why: str) -> None:
    before, note = catalogue.read_bytes(), note_of_line(missing.ctx(), 1)
    with pytest.raises(InputError, match=why):
        adopt_line(missing.ctx(), note, **how)
    assert catalogue.read_bytes() == before
    assert len(inbox_admin.list_incoming(missing.ctx())) == 1


def test_twice_is_as_good_as_once(missing: Town, catalogue: Path) -> None:
    note = note_of_line(missing.ctx(), 1)
    adopt_line(missing.ctx(), note)
    content = catalogue.read_bytes()
    with pytest.raises(InputError, match="schon erledigt"):
        adopt_line(missing.ctx(), note)
    with pytest.raises(InputError, match="keine offene zusätzliche Zeile"):
        note_of_line(missing.ctx(), 1)
    assert catalogue.read_bytes() == content


def test_an_interrupted_decision_is_finished_without_a_second_row(missing: Town, catalogue: Path) -> None:
    """The process died after the file was written and loaded, and before the mail was cleared."""
    with catalogue.open("a", encoding="utf-8") as file:
        file.write("L99;;Tierheimhund vermitteln;;;;;;33\n")
    note, content = note_of_line(missing.ctx(), 1), catalogue.read_bytes()
    with pytest.raises(InputError, match="zuerst „ozg prepare“"):
        adopt_line(missing.ctx(), note)
    missing.prepare(load_rollouts(missing.home)[0])
    adopt_line(missing.ctx(), note)
    assert catalogue.read_bytes() == content
    assert missing.states("33", version=2) == ["open"]


def test_changes_that_are_not_loaded_are_not_loaded_along(missing: Town, catalogue: Path) -> None:
    text = catalogue.read_text("utf-8")
    catalogue.write_text("\n".join(text.splitlines()[:3]) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="Änderungen, die noch nicht geladen sind"):
        adopt_line(missing.ctx(), note_of_line(missing.ctx(), 1))


def test_of_several_lines_one_is_named(missing: Town) -> None:
    name, content, letter = missing.book("34")
    files = {name: with_lines(content, ("", "Namen ändern", {}), ("", "Apostille erteilen", {}))}
    missing.drop(missing.letter(files, sender="amt34@bielefeld.example", answers=letter))
    missing.do("collect")
    with pytest.raises(
        InputError, match=r"mehrere zusätzliche Zeilen; bitte eine mit --line nennen: .*Namen ändern; .*Apostille"
    ):
        note_of_line(missing.ctx(), 2)
    lines = [note.line for note in inbox_admin.show_incoming(missing.ctx(), 2).notes]
    adopt_line(missing.ctx(), note_of_line(missing.ctx(), 2, lines[1]))
    assert inbox_admin.list_incoming(replace(missing.ctx()))[-1].id == 2, "the other one still waits"
