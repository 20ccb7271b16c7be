"""The answers as JSON, held against the schema that scripts are told of."""

import json
import tracemalloc

import pytest
from jsonschema import Draft202012Validator, ValidationError

from ozg_workflow.domain.survey.outside_view import OutsideView
from ozg_workflow.report.answers.as_json import answers_json, line_json
from tests.report.answers.lines import GOOD, OUTSIDE, REPOSITORY, TOLD_AT, line, person, table

SCHEMA = Draft202012Validator(json.loads((REPOSITORY / "docs" / "schemas" / "answers.schema.json").read_text(encoding="utf-8")))


def test_a_line_has_the_answers_as_stored_and_the_source_of_each() -> None:
    made = line(answers={**GOOD, "case_volume": "unknown"})
    (found,) = json.loads(answers_json([made]))
    assert found | {"sources": {}} == {
        "round": "erhebung-1",
        "office": "33",
        "office_name": "Einwohner- und Meldeamt",
        "department": "2",
        "service": {
            "ref": "L1",
            "leika_key": "99115001012000",
            "name": "Leistung 1",
            "ozg_id": "10260",
            "ozg_name": "Meldebestätigung",
            "theme": "Familie & Kind",
        },
        "list_version": 1,
        "state": "answered",
        "gone_to": "",
        "answers": {**GOOD, "case_volume": "unknown"},
        "sources": {},
        "outside": None,
    }
    assert found["sources"]["case_volume"] == {
        "kind": "mail",
        "incoming": 12,
        "file": "OZG-Amtsliste_33_Einwohner- und Meldeamt_v1.xlsx",
        "cell": "N5",
        "by": "amt33@bielefeld.example",
        "at": "2020-04-22T07:14:00+00:00",
        "note": "",
    }
    SCHEMA.validate([found])


def test_a_person_as_a_source_has_a_note_and_no_mail() -> None:
    (found,) = json.loads(answers_json([line(sources={"case_volume": person()})]))
    assert found["sources"]["case_volume"] == {
        "kind": "person",
        "incoming": None,
        "file": "",
        "cell": "",
        "by": "Frau Lindner",
        "at": TOLD_AT.isoformat(),
        "note": "Telefon, Frau Krüger",
    }
    SCHEMA.validate([found])


@pytest.mark.parametrize(
    "wrong", [{"state": "fertig"}, {"office": 33}, {"answers": {"x": []}}, {"sources": {"x": {}}}, {"more": 1}]
)
def test_the_schema_refuses_another_shape(wrong: dict[str, object]) -> None:
    (found,) = json.loads(answers_json([line()]))
    with pytest.raises(ValidationError):
        SCHEMA.validate([found | wrong])


def test_a_text_that_is_no_unicode_stops_nothing() -> None:
    assert json.loads(answers_json(table(line(answers={**GOOD, "remark": "\ud800"})).counting))


def test_the_outside_view_of_a_service() -> None:
    (found,) = json.loads(answers_json([line(outside=OUTSIDE)]))
    assert found["outside"] == {
        "portal": {"shown": True, "online": True, "urls": ["https://portal.example"], "as_of": "2020-05-01"},
        "sdg": None,
        "findings": ["contradiction"],
    }
    SCHEMA.validate([found])
    unknown = OutsideView(entry=None, sdg=True, findings=())
    SCHEMA.validate(json.loads(answers_json([line(outside=unknown)])))


@pytest.mark.parametrize("number", [0, 1, 3])
def test_lines_written_one_by_one_are_one_list(number: int) -> None:
    lines = [line(answers={**GOOD, "remark": 'zwei\nZeilen, "ein Zitat" \u2028'})] * number
    whole = json.dumps([line_json(each) for each in lines], ensure_ascii=False, indent=2) + "\n"
    assert answers_json(lines).decode() == whole


def test_a_city_takes_little_more_memory_than_its_file() -> None:
    lines = [line(answers=GOOD)] * 1000
    tracemalloc.start()
    try:
        size = len(answers_json(lines))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2 * size
