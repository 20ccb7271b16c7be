"""A kind of question that the program has never heard of works everywhere once it has its class."""

import re
import runpy
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pydantic import TypeAdapter

from ozg_workflow.domain.errors import Problem
from ozg_workflow.domain.survey.answers import cells_of, label_of, still_valid, validate_row
from ozg_workflow.domain.survey.cells import Answer, Cell, shown
from ozg_workflow.domain.survey.kinds import registry
from ozg_workflow.domain.survey.kinds.asked import AskedQuestion, Refusal
from ozg_workflow.domain.survey.kinds.cell_rule import CellLook, CellRule, Check
from ozg_workflow.domain.survey.kinds.registry import KINDS, kind_of
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.question import Kind
from ozg_workflow.domain.survey.questionnaire import Questionnaire, questionnaire_mistakes
from ozg_workflow.domain.survey.returns import CellIssue
from ozg_workflow.domain.survey.service_list import ListDocument
from ozg_workflow.usecases.results.candidates import additive_questions
from ozg_workflow.workbook.guide.guide_content import GuideFacts, guide_content
from ozg_workflow.workbook.read.reader import open_workbook, read_rows
from ozg_workflow.workbook.write.edition import Edition
from ozg_workflow.workbook.write.writer import write_list
from ozg_workflow.workspace import documents
from tests.usecases.town import town_data

CREATED = datetime(2020, 3, 25, 6, 0, tzinfo=UTC)
FILE = """
version: "1"
title: Digitale Anträge
questions:
  - {key: share, heading: Digitaler Anteil, kind: percent, required: true, help: Wie viele Anträge kommen online?, example: "25 %"}
  - {key: remark, heading: Bemerkung, kind: text, help: Was noch?, example: keine}
"""


class PercentQuestion(AskedQuestion):
    """A share, stored as a whole number of percent."""

    look = CellLook(number_format='0" %"', align="right", rounds=True)

    def allowed(self) -> str:
        return "Prozent von 0 bis 100"

    def label(self, answer: Answer) -> str:
        return f"{answer} %"

    def _own_rule(self) -> CellRule:
        return CellRule(check=Check.WHOLE, minimum=0, maximum=100, message="Bitte geben Sie Prozent an.")

    def _parse(self, cell: Cell) -> Answer | Refusal:
        match = re.fullmatch(r"(\d{1,3})\s*%?", shown(cell))
        if match is None or int(match[1]) > 100:
            return Refusal(reason="Das ist keine Angabe in Prozent.", remedy=self.remedy())
        return int(match[1])


@pytest.fixture
def percent(monkeypatch: pytest.MonkeyPatch) -> Iterator[Kind]:
    """The member of `Kind` and the line of the registry, for the length of one test."""
    kind = Kind._new_member_(Kind, "percent")
    kind._name_, kind._value_ = "PERCENT", "percent"
    monkeypatch.setitem(Kind._member_map_, "PERCENT", kind)
    monkeypatch.setitem(Kind._value2member_map_, "percent", kind)
    monkeypatch.setattr(Kind, "_member_names_", [*Kind._member_names_, "PERCENT"])
    monkeypatch.setattr(PercentQuestion, "kind", kind, raising=False)
    monkeypatch.setitem(KINDS, kind, PercentQuestion)
    documents._adapter.cache_clear()
    yield kind
    documents._adapter.cache_clear()


@pytest.fixture
def form(percent: Kind, tmp_path: Path) -> Questionnaire:
    """The questionnaire as questionnaire.yaml gives it."""
    (tmp_path / "questionnaire.yaml").write_text(FILE, encoding="utf-8")
    problems: list[Problem] = []
    document = documents.read_yaml(tmp_path / "questionnaire.yaml", "questionnaire.yaml", problems)
    form = documents.parse(document, Questionnaire, problems)
    assert problems == []
    assert form is not None
    assert questionnaire_mistakes(form) == ()
    return form


def test_its_word_is_read_from_the_file_and_kept_in_the_database(form: Questionnaire, percent: Kind) -> None:
    adapter = TypeAdapter(Questionnaire)
    stored = adapter.dump_python(form, mode="json")
    assert form.questions[0].kind is percent
    assert stored["questions"][0]["kind"] == "percent"
    assert adapter.validate_python(stored) == form


def test_it_goes_out_comes_back_filled_in_and_is_understood(
    form: Questionnaire, scale: MaturityScale, make_document: Callable[[int], ListDocument], fill: Callable[..., bytes]
) -> None:
    sent = write_list(make_document(4), form, scale, Edition(created=CREATED))
    sheet = load_workbook(BytesIO(sent))["Amtsliste"]
    (rule,) = [v for v in sheet.data_validations.dataValidation if str(v.sqref) == "H5:H8"]
    assert (rule.type, rule.formula1, rule.formula2, rule.errorStyle) == ("whole", "0", "100", "warning")
    assert rule.error == "Bitte geben Sie Prozent an."
    assert rule.prompt == "Wie viele Anträge kommen online?\nBeispiel: 25 %"
    assert (sheet["H5"].number_format, sheet["H5"].alignment.horizontal) == ('0" %"', "right")

    returned = read_rows(open_workbook(fill(sent, H5=40, H6="75 %", H7="die meisten", I8="unklar"), "liste.xlsx"), form)
    found = [validate_row(form, scale, row.cells) for row in returned.rows]
    assert [row.answers for row in found] == [{"share": 40}, {"share": 75}, {}, {"remark": "unklar"}]
    assert [(issue.value, issue.reason, issue.remedy) for row in found for issue in row.issues] == [
        ("die meisten", "Das ist keine Angabe in Prozent.", "Bitte so angeben: 25 %."),
        ("", "Die Angabe fehlt.", "Bitte so angeben: 25 %."),
    ]


def test_a_wrong_one_goes_back_with_its_remedy_in_its_own_words(
    form: Questionnaire, scale: MaturityScale, make_document: Callable[[int], ListDocument]
) -> None:
    cells: dict[int, dict[str, Cell]] = {901: {"share": 101.5}, 902: {"share": 40}}
    (issue,) = validate_row(form, scale, cells[901]).issues
    issues = [CellIssue(row_id=901, number=1, service="Leistung 1 beantragen", cell="H5", issue=issue)]
    copy = write_list(make_document(2), form, scale, Edition(created=CREATED, cells=cells, issues=issues))
    sheet = load_workbook(BytesIO(copy))["Amtsliste"]
    assert sheet["H5"].comment.text == "Das ist keine Angabe in Prozent.\nBitte so angeben: 25 %."
    assert [sheet[cell].number_format for cell in ("H5", "H6")] == ["General", '0" %"']  # what is wrong is not rounded


def test_its_answers_are_printed_into_the_next_list_and_hold_there(form: Questionnaire, scale: MaturityScale) -> None:
    assert label_of(form.questions[0], scale, 40) == "40 %"
    assert cells_of(form, scale, {"share": 40}) == {"share": 40}
    assert still_valid(form, scale, {"share": 40, "gone": 1}) == {"share": 40}
    assert still_valid(form, scale, {"share": 400}) == {}


def test_the_guide_speaks_its_words(form: Questionnaire, scale: MaturityScale) -> None:
    guide = guide_content(
        form,
        scale,
        GuideFacts(city="Stadt", title="Liste", due_on=date(2020, 5, 15), return_to="ozg@stadt.example", contact="Frau Lindner"),
    )
    (share, _), (example, _) = guide.columns, guide.example
    assert (share.allowed, share.required, share.example) == ("Prozent von 0 bis 100", "Pflichtangabe", "25 %")
    assert example.value == "25 %"


def test_whether_its_answers_add_up_is_said_by_its_class(form: Questionnaire, monkeypatch: pytest.MonkeyPatch) -> None:
    config = replace(town_data().config, questionnaire=form)
    assert additive_questions(config) == frozenset()
    monkeypatch.setattr(kind_of(form.questions[0]), "adds_up", True)
    assert additive_questions(config) == {"share"}


def test_without_its_line_in_the_registry_the_program_does_not_start(percent: Kind) -> None:
    with pytest.raises(KeyError, match="percent"):
        runpy.run_path(str(registry.__file__))


def test_afterwards_nobody_knows_it_any_more() -> None:
    assert "percent" not in {str(kind) for kind in Kind}
    assert list(KINDS) == list(Kind)
