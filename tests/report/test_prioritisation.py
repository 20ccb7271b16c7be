"""The prioritisation files say exactly what the evaluation found."""

import io
import json
import subprocess
import sys
import zipfile
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from openpyxl import load_workbook

from ozg_workflow.domain.characters import xml_text
from ozg_workflow.domain.results.prioritisation import Prioritisation, Quadrant, RankState, Score
from ozg_workflow.domain.results.reasons import Reason, ReasonCode
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.report.prioritisation import Ranking, prioritisation_json, prioritisation_xlsx

from .conftest import EVALUATED_AT, STRANGE

# openpyxl reports the data bars it cannot keep; nothing here writes the workbook back.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


@pytest.fixture(scope="session")
def document(scores: tuple[Score, ...], plan: Prioritisation, office_names: dict[str, str]) -> dict[str, Any]:
    content = prioritisation_json(_ranking(scores, plan, office_names))
    return dict(json.loads(content.decode("utf-8")))


def _ranking(
    scores: tuple[Score, ...], plan: Prioritisation, names: dict[str, str], questionnaire: Questionnaire | None = None
) -> Ranking:
    return Ranking(
        rollout="bielefeld-2020",
        title="Umsetzung",
        city="Stadt Bielefeld",
        evaluated_at=EVALUATED_AT,
        scores=scores,
        plan=plan,
        office_names=names,
        questionnaire=questionnaire,
    )


def _xlsx(
    scores: tuple[Score, ...], plan: Prioritisation, names: dict[str, str], questionnaire: Questionnaire | None = None
) -> bytes:
    return prioritisation_xlsx(_ranking(scores, plan, names, questionnaire))


def _rows(content: bytes, sheet: str, top: int = 5) -> list[tuple[Any, ...]]:
    cells = load_workbook(io.BytesIO(content))[sheet].iter_rows(min_row=top, values_only=True)
    return [row for row in cells if any(value is not None for value in row)]


def test_json_names_the_rollout_the_moment_and_the_weights(document: dict[str, Any]) -> None:
    assert list(document) == ["rollout", "evaluated_at", "version", "top", "weights", "services"]
    assert (document["rollout"], document["evaluated_at"], document["version"]) == (
        "bielefeld-2020",
        "2020-06-02T07:30:00+00:00",
        "1.0",
    )
    assert sum(document["weights"].values()) == 100
    assert document["weights"]["nutzerorientierung"] == 25


def test_json_carries_every_service_in_the_order_of_the_ranking(document: dict[str, Any], scores: tuple[Score, ...]) -> None:
    promised = {
        "rank",
        "rank_low",
        "rank_high",
        "score",
        "benefit",
        "feasibility",
        "quadrant",
        "blocked",
        "completeness",
        "reasons",
    }
    added = {"ref", "name", "office", "office_name", "state", "stable_from", "stable_to", "top_share", "decisive"}
    assert all(set(service) == promised | added for service in document["services"])
    for service, score in zip(document["services"], scores, strict=True):
        assert service["ref"] == score.ref
        assert (service["rank"], service["rank_low"], service["rank_high"]) == (score.rank, score.rank_low, score.rank_high)
        assert service["blocked"] is (score.state is RankState.BLOCKED)
    assert any(s["blocked"] for s in document["services"])


def test_json_keeps_umlauts_and_is_the_same_every_time(
    scores: tuple[Score, ...], plan: Prioritisation, office_names: dict[str, str]
) -> None:
    first, second = (prioritisation_json(_ranking(scores, plan, office_names)) for _ in range(2))
    assert first == second
    assert "Häufigkeit".encode() in first
    assert b'  "rollout": "bielefeld-2020"' in first


def test_json_of_an_empty_evaluation_has_no_services(plan: Prioritisation) -> None:
    content = prioritisation_json(_ranking((), plan, {}))
    assert json.loads(content)["services"] == []


def test_workbook_has_its_four_sheets(scores: tuple[Score, ...], plan: Prioritisation, office_names: dict[str, str]) -> None:
    book = load_workbook(io.BytesIO(_xlsx(scores, plan, office_names)))
    assert book.sheetnames == ["Rangfolge", "Vier Felder", "Gesperrt und offen", "Methode"]
    sheet = book["Rangfolge"]
    assert sheet.freeze_panes == "C5"
    assert sheet.tables["Rangfolge"].autoFilter is not None
    assert sheet.print_title_rows == "$4:$4"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)


def test_ranking_sheet_lists_every_ranked_service_best_first(
    scores: tuple[Score, ...], plan: Prioritisation, office_names: dict[str, str]
) -> None:
    rows = _rows(_xlsx(scores, plan, office_names), "Rangfolge")
    expected = [(s.rank, s.name, s.office, office_names[s.office], s.score) for s in scores if s.rank is not None]
    assert [row[:5] for row in rows] == expected
    assert [(row[8], row[9]) for row in rows] == [(s.rank_low, s.rank_high) for s in scores if s.rank is not None]
    provisional = [row[1] for row in rows if row[15] == "unvollständig"]
    assert provisional == [s.name for s in scores if s.rank is not None and s.state is RankState.INCOMPLETE]


def test_blocked_and_incomplete_services_stand_with_their_reason(
    scores: tuple[Score, ...], plan: Prioritisation, office_names: dict[str, str]
) -> None:
    rows = _rows(_xlsx(scores, plan, office_names), "Gesperrt und offen")
    assert Counter(row[0] for row in rows) == {
        "rechtlich gesperrt": sum(s.state is RankState.BLOCKED for s in scores),
        "unvollständig": sum(s.state is RankState.INCOMPLETE for s in scores),
    }
    assert all("gesetzlich ausgeschlossen" in row[7] for row in rows if row[0] == "rechtlich gesperrt")
    assert all(row[7].startswith("fehlt: ") for row in rows if row[0] == "unvollständig")


def test_four_fields_are_counted_and_drawn_with_one_series_each(
    scores: tuple[Score, ...], plan: Prioritisation, office_names: dict[str, str]
) -> None:
    content = _xlsx(scores, plan, office_names)
    rows = _rows(content, "Vier Felder")[:4]
    assert [row[1] for row in rows] == [sum(s.quadrant is q for s in scores) for q in Quadrant]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        chart = package.read("xl/charts/chart1.xml").decode()
    assert "<c:scatterChart>" in chart
    assert chart.count("<c:ser>") == 4
    assert "Machbarkeit (0 = schwer, 100 = leicht)" in chart
    assert "Nutzen (0 = gering, 100 = hoch)" in chart


def test_each_series_covers_exactly_the_services_of_its_field(
    scores: tuple[Score, ...], plan: Prioritisation, office_names: dict[str, str]
) -> None:
    sheet: Any = load_workbook(io.BytesIO(_xlsx(scores, plan, office_names)))["Vier Felder"]
    for series in sheet._charts[0].series:
        title = series.tx.strRef.f if series.tx.strRef else series.tx.v
        cells = sheet[series.xVal.numRef.f.split("!")[1].replace("$", "")]
        fields = {sheet.cell(row=row[0].row, column=1).value for row in cells}
        assert fields == {title}
        assert len(cells) == sum(1 for row in sheet.iter_rows(min_row=39, max_col=1, values_only=True) if row[0] == title)


def test_method_sheet_names_criteria_weights_answers_and_who_agreed(
    scores: tuple[Score, ...], plan: Prioritisation, office_names: dict[str, str], questionnaire: Questionnaire
) -> None:
    rows = _rows(_xlsx(scores, plan, office_names, questionnaire), "Methode", top=1)
    text = "\n".join(str(cell) for row in rows for cell in row if cell)
    for criterion in plan.criteria:
        assert criterion.title in text
        assert criterion.reason in text
    assert "25\u00a0%" in text
    assert "10 bis unter 100: 25" in text
    assert "1.000 bis unter 10.000: 75" in text
    assert "Schriftform vorgeschrieben: 50" in text
    assert "Online-Erledigung ausgeschlossen: gesperrt" in text
    assert "OZG-Koordination, Organisationsamt, Personalrat und Verwaltungsvorstand" in text


@pytest.mark.parametrize(
    "name", ["=1+1", '=HYPERLINK("http://x.example";"k")', "+49 521", "-1", "@SUM(A1)", "{=1}", "http://x.example", "007"]
)
def test_text_of_a_return_never_becomes_a_formula_a_link_or_a_number(
    name: str, scores: tuple[Score, ...], plan: Prioritisation, office_names: dict[str, str]
) -> None:
    evil = replace(scores[0], name=name, ref=name, reasons=(Reason(code=ReasonCode.OTHER, text=name),))
    content = _xlsx((evil, *scores[1:]), plan, office_names | {scores[0].office: name})
    sheet = load_workbook(io.BytesIO(content))["Rangfolge"]
    for column in (2, 4, 17, 18):
        cell = sheet.cell(row=5, column=column)
        assert (cell.value, cell.data_type, cell.hyperlink) == (name, "s", None)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("strange", STRANGE)
def test_no_character_stops_the_workbook_or_the_json_and_what_excel_can_hold_is_kept(
    scores: tuple[Score, ...], plan: Prioritisation, office_names: dict[str, str], strange: str
) -> None:
    name = f"Bau{strange}antrag"
    changed = (replace(next(s for s in scores if s.rank == 1), name=name),)
    criteria = (replace(plan.criteria[0], title=name), *plan.criteria[1:])
    ranking = replace(_ranking(changed, replace(plan, criteria=criteria), office_names), title=name, city=name)
    assert xml_text(name) in {cell for row in _rows(prioritisation_xlsx(ranking), "Rangfolge") for cell in row}
    assert json.loads(prioritisation_json(ranking))["services"]


def test_a_text_longer_than_a_cell_is_cut_and_not_lost(
    scores: tuple[Score, ...], plan: Prioritisation, office_names: dict[str, str]
) -> None:
    content = _xlsx((replace(scores[0], name="x" * 40_000),), plan, office_names)
    sheet = load_workbook(io.BytesIO(content))["Rangfolge"]
    assert len(sheet["B5"].value) == 32_767
    assert sheet["B5"].value.endswith("x … (gekürzt)")
    assert 400 < sheet.row_dimensions[5].height <= 409


def test_workbook_of_an_empty_evaluation_says_so(plan: Prioritisation) -> None:
    book = load_workbook(io.BytesIO(_xlsx((), plan, {})))
    assert book["Rangfolge"]["A5"].value == "Keine."
    assert book["Gesperrt und offen"]["A5"].value == "Keine."
    assert [book["Vier Felder"].cell(row=row, column=2).value for row in range(5, 9)] == [0, 0, 0, 0]


def test_workbook_is_the_same_in_another_process_at_another_time(tmp_path: Any) -> None:
    # Another process has another hash seed and another clock reading; the bytes must not notice.
    code = (
        "import sys, hashlib; from datetime import datetime, UTC;"
        "from ozg_workflow.domain.results.prioritisation import *; from ozg_workflow.domain.results.evaluating import evaluate; from ozg_workflow.report.prioritisation import Ranking, prioritisation_xlsx;"
        "c = Criterion(key='k', title='T', question='q', axis=Axis.BENEFIT, weight=1, classes=(1,));"
        "f = Criterion(key='f', title='F', question='r', axis=Axis.FEASIBILITY, weight=1, classes=(1,));"
        "p = Prioritisation(version='1', agreed_by=('A',), criteria=(c, f), blocking={}, waves=());"
        "s = evaluate(p, [Candidate(service_id=1, ref='L1', name='N', office='33', answers={'q': 3, 'r': 0})]);"
        "b = prioritisation_xlsx(Ranking(rollout='r', scores=s, plan=p, title='t', city='c', evaluated_at=datetime(2020, 6, 2, tzinfo=UTC), office_names={}));"
        "print(hashlib.sha256(b).hexdigest())"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed})
        for seed in "12"
    ]
    assert runs[0].stdout == runs[1].stdout
