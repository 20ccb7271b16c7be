"""Recording the decision: in whose name, what is told."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from ozg_workflow.database.models import Event
from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.results.decide import accept_paper, import_decision
from ozg_workflow.usecases.results.decision_file import export_decision
from tests.usecases.town import Town


def test_there_must_be_a_paper(answered: Town) -> None:
    with pytest.raises(InputError, match="noch keine Vorlage"):
        accept_paper(answered.ctx())


def test_a_decision_on_a_paper_that_was_never_released_is_recorded_with_a_hint(answered: Town) -> None:
    answered.draft_paper("2020-07-01")
    lines = accept_paper(answered.ctx()).lines
    assert "Hinweis: Diese Vorlage wurde nicht mit „ozg board release“ freigegeben." in lines
    assert "Beschluss vom 01.07.2020: 6 annehmen." in lines
    assert answered.status()["board"]["decided_at"] is not None


def test_the_log_keeps_what_a_decision_says_of_each_service_that_differs(answered: Town, tmp_path: Path) -> None:
    answered.draft_paper("2020-07-01")
    accept_paper(answered.ctx())
    path = tmp_path / "liste.xlsx"
    export_decision(answered.ctx(), path)
    book = load_workbook(path)
    sheet = book["Entscheidung"]
    ref, sheet["G5"], sheet["I5"] = sheet["B5"].value, "streichen", "Frau Muster will es so"
    book.save(path)
    import_decision(answered.ctx(), path)
    with answered.session() as session:
        logged = [e.data for e in session.scalars(select(Event).where(Event.verb == "board_decided").order_by(Event.id))]
    assert [found["changed"] for found in logged] == [{}, {ref: "drop"}]
    assert "Muster" not in str(logged), "the log is kept for good and holds no reasons"


def test_a_day_before_the_draft_is_told(answered: Town) -> None:
    answered.draft_paper("2020-07-01")
    hint = "Hinweis: Der 30.06.2020 liegt vor dem Entwurf der Vorlage (01.07.2020)."
    assert hint in accept_paper(answered.ctx(), date(2020, 6, 30)).lines
    assert not any("liegt vor dem Entwurf" in line for line in accept_paper(answered.ctx(), date(2020, 7, 1)).lines)


def test_a_later_decision_leaves_measures_that_were_agreed(started: Town) -> None:
    lines = accept_paper(started.ctx()).lines
    assert any("6 Maßnahmen gibt es schon; sie bleiben, wie vereinbart." in line for line in lines)
