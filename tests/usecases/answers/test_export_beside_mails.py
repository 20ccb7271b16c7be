"""The export holds what the offices mailed, cell by cell; the mails are read by nothing of the program."""

from pathlib import Path

from ozg_workflow.database.models import Correction, ServiceListRow
from ozg_workflow.usecases.answers.export import export_answers
from tests.export_beside_mails import Found, compare, filled_rows, headings, mailed_files
from tests.report.answers.lines import REPOSITORY
from tests.usecases.town import GOOD, Town, not_ours

SENDERS = {f"amt{number}@bielefeld.example": number for number in ("10", "20", "33", "34", "50")}
QUESTIONS = headings(REPOSITORY / "config" / "bielefeld-2020" / "questionnaire.yaml")


def beside(town: Town, folder: Path) -> Found:
    for ending in ("xlsx", "json"):
        export_answers(town.ctx(), folder / f"erhebung.{ending}")
    files = [(office, name, content) for _, office, name, content in mailed_files(town.box, SENDERS)]
    return compare(folder / "erhebung", files, QUESTIONS)


def answer(town: Town) -> None:
    """Everybody answers in their own way: dates, decimals as text, "unbekannt", a refusal, a mistake that is mended, one that is not."""
    planned = {"Online-Angebot fest geplant?": "ja", "Geplant zum": "01.10.2020", "Fallzahl pro Jahr": "unbekannt"}
    town.send_back(
        "33", {1: planned, 2: {"Fallzahl pro Jahr": "viele"}, 3: {"Bemerkung": "=1+1", "Stufe heute": "Online-Leistung (3)"}}
    )
    town.send_back("34", {1: {"Fallzahl pro Jahr": "-5"}})
    town.send_back("50", {2: not_ours("Amt 33")})
    town.send_back("10", nil="ja")
    town.do("collect", "deliver")
    town.clock.wait(days=1)
    town.send_back("33", {1: planned, 2: {"Fallzahl pro Jahr": 700, "Personaleinsatz (VZÄ)": 2.25}})
    town.do("collect", "deliver")


def test_every_cell_is_the_one_that_was_mailed_last(asked: Town, tmp_path: Path) -> None:
    answer(asked)
    found = beside(asked, tmp_path)
    assert found.differences == []
    assert (found.workbooks, found.rows, found.cells) == (5, 8, 8 * len(QUESTIONS))
    assert found.sources > 50
    assert found.asked_again == 1, "„-5“ is no number of cases"


def test_a_corrected_cell_differs_and_names_its_source(asked: Town, tmp_path: Path) -> None:
    answer(asked)
    with asked.session() as session:
        row = session.query(ServiceListRow).filter(ServiceListRow.answers["case_volume"].as_string() == "700").one()
        row.answers = {**row.answers, "case_volume": 750}
        session.add(
            Correction(
                row_id=row.id,
                question="case_volume",
                value=750,
                replaced=700,
                source="Telefon",
                by="Frau Lindner",
                at=asked.clock(),
            )
        )
        session.commit()
    found = beside(asked, tmp_path)
    assert (found.differences, found.corrected) == ([], 1)


def test_the_comparison_notices_a_cell_that_is_not_the_mailed_one(asked: Town, tmp_path: Path) -> None:
    answer(asked)
    with asked.session() as session:
        row = session.query(ServiceListRow).filter(ServiceListRow.answers["case_volume"].as_string() == "700").one()
        row.answers = {**row.answers, "case_volume": 701}
        session.commit()
    (difference,) = beside(asked, tmp_path).differences
    assert "Fallzahl pro Jahr: mailed 700, exported 701" in difference


def test_only_filled_rows_of_a_workbook_count(asked: Town) -> None:
    name, blank, _ = asked.book("33")
    assert dict(filled_rows(blank, name)) == {}
    asked.send_back("33", rows=[2])
    ((_, office, name, content),) = mailed_files(asked.box, SENDERS)
    ((service, cells),) = filled_rows(content, name)
    assert (office, service) == ("33", "99115004012000")
    assert {heading: cell.value for heading, cell in cells.items()} == dict(GOOD)
