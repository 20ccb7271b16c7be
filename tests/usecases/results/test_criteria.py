"""A progress query asks for the criteria of the federal model 2.0: the list has their columns, and the level comes out of them."""

from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from ozg_workflow.database.models import MaturityReading, Measure
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.usecases.answers.correct import Wish, correct
from ozg_workflow.usecases.survey.levels import checks_of, last_levels, office_checks
from ozg_workflow.workspace.rollouts import load_rollout
from tests.usecases.town import Town, new_workspace

ALL = (
    "Online beschrieben?", "Formular online?", "Antrag online?", "Anmeldung mit Nutzerkonto?", "Nachweise online?", "Bezahlung online?",
    "Ohne Abtippen ins Fachverfahren?", "Elektronische Akte?", "Rückfragen digital?", "Bescheid digital?", "Nachweise aus Registern?",
    "Basisdienste angebunden?", "Ende zu Ende digital?",
)  # fmt: skip


def asking_for_criteria(town: Town) -> None:
    """Load the town with the federal scale, its progress query asking for criteria, as a city would: in its files."""
    new_workspace(town.home)
    folder = town.home / "config" / "bielefeld-2020"
    for name, before, after in (
        ("rollout.yaml", "scale: maturity-plan.yaml", "scale: maturity-federal-2.0.yaml"),
        ("progress.yaml", "title: OZG-Umsetzungsstand", "title: OZG-Umsetzungsstand\ncriteria: true"),
    ):
        text = (folder / name).read_text(encoding="utf-8")
        assert before in text
        (folder / name).write_text(text.replace(before, after, 1), encoding="utf-8")
    town.prepare(load_rollout(folder))


def numbers(content: bytes) -> dict[str, int]:
    """Name of the service → its number on the list."""
    sheet = load_workbook(BytesIO(content))["Amtsliste"]
    columns = {str(cell.value): cell.column for cell in sheet[4] if cell.value}
    rows = range(5, sheet.max_row + 1)
    return {str(sheet.cell(r, columns["Leistung"]).value): int(sheet.cell(r, columns["Nr."]).value or 0) for r in rows}


@pytest.mark.both_databases
def test_the_list_asks_and_the_weakest_answer_decides(started: Town) -> None:
    asking_for_criteria(started)
    started.day("2021-03-01", "track", "deliver")
    _, content, _ = started.book("33")
    sheet = load_workbook(BytesIO(content))["Amtsliste"]
    headings = [cell.value for cell in sheet[4]]
    assert [h for h in headings if h in ALL] == list(ALL)
    assert "Stufe heute" not in headings
    met = dict.fromkeys(ALL, "ja") | {"Bezahlung online?": "entfällt", "Elektronische Akte?": "nein"}
    row = numbers(content)
    answers = {row["Wohnsitz anmelden"]: dict.fromkeys(ALL, "ja"), row["Personalausweis beantragen"]: met}
    started.send_back("33", answers, rows=[])
    started.day("2021-03-02", "collect")
    with started.ctx().reading() as work:
        refs = {m.service_id: m.service.ref for m in work.session.scalars(select(Measure))}
        levels = {refs[s]: level for s, level in last_levels(work).items() if s in refs}
        checks = {refs[s]: c for s, c in checks_of(work, list(refs)).items()}
        assert (levels["L2"], levels["L4"]) == (7, 3)
        assert [c.heading for c in checks["L4"].obstacles] == ["Elektronische Akte?"]
        assert checks["L2"].obstacles == ()
        assert {ref for ref, _, _ in office_checks(work, "33")} >= {"L2", "L4"}
        states = {refs[m.service_id]: m.state for m in work.session.scalars(select(Measure))}
        assert (states["L2"], states["L4"]) == (MeasureState.REACHED, MeasureState.STARTED)
        newest = work.session.scalars(select(MaturityReading).order_by(MaturityReading.id.desc()).limit(1)).one()
        assert newest.scale == "federal-2.0"
    correct(
        replace(started.ctx(), actor="Frau Kerstin Lindner"),
        Wish(office="33", service="L4", question="Elektronische Akte?", value="ja", source="Telefonat", round="stand-2021-03-01"),
    )
    with started.ctx().reading() as work:
        assert {refs[s]: level for s, level in last_levels(work).items() if s in refs}["L4"] == 7
        assert all(m.state is MeasureState.REACHED for m in work.session.scalars(select(Measure)) if refs[m.service_id] == "L4")
