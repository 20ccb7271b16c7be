"""A dash, "entfällt" or "k. A.": nothing where no answer is needed, missing where one is; "unbekannt" answers an estimate."""

from dataclasses import replace

import pytest

from ozg_workflow.domain.survey.answers import cells_of, label_of, still_valid, validate_row
from ozg_workflow.domain.survey.cells import UNKNOWN, Cell
from ozg_workflow.domain.survey.kinds.registry import asked
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.question import Choice, Kind
from ozg_workflow.domain.survey.questionnaire import Questionnaire, questionnaire_mistakes
from tests.domain.survey.asking import BARRIER, CASES, DAY, LEVEL, STAFF, TEXT, check, question, refused

COMPLETE: dict[str, Cell] = {
    "responsible": "ja",
    "maturity_level": 3,
    "planned_offer": "nein",
    "case_volume": 120,
    "staff_effort": 1.5,
    "user_orientation": 3,
    "technical_support": 2,
    "complexity": 1,
    "legal_barrier": "keines",
}
VOLUNTARY = ("responsible_office", "online_url", "planned_on", "legal_basis", "remark")
NOTHING = [
    "-",
    "–",
    "—",
    "--",
    "---",
    "------",
    "– –",
    "____",
    "−",
    "/",
    "./.",
    "entfällt",
    "Entfällt",
    "entfa\u0308llt",
    "entf.",
    "n/a",
    "N/A",
    "trifft nicht zu",
]
NOTHING += ["nicht zutreffend", "k. A.", "k.A.", "K.A.", "keine Angabe", " - "]
NOTHING += ["\u2010", "\u2011", "\u2012", "\u2015", "\uff0d", "-/-", "-.-", "(-)", "(–)", "entfaellt", "entfällt."]
NOT_KNOWN = [
    "unbekannt",
    "Unbekannt",
    "nicht bekannt",
    "k. A.",
    "k.A.",
    "kA",
    "keine Angabe",
    "keine Angabe möglich",
    "nicht ermittelbar",
]
NOT_KNOWN += ["wird nicht erfasst", "weiß nicht", "unknown", "keine Daten vorhanden"]


@pytest.mark.parametrize("text", NOTHING)
def test_what_says_nothing_in_cells_that_need_no_answer_is_nothing(
    questionnaire: Questionnaire, scale: MaturityScale, text: str
) -> None:
    plain = validate_row(questionnaire, scale, COMPLETE)
    found = validate_row(questionnaire, scale, COMPLETE | dict.fromkeys(VOLUNTARY, text))
    assert found == plain
    assert plain.issues == ()


@pytest.mark.parametrize("text", [*NOTHING, *NOT_KNOWN])
def test_a_refused_service_may_have_it_in_every_further_cell(
    questionnaire: Questionnaire, scale: MaturityScale, text: str
) -> None:
    others = {
        q.key: text
        for q in questionnaire.questions
        if q.key not in ("responsible", "responsible_office", "remark", "legal_basis")
    }
    found = validate_row(questionnaire, scale, {"responsible": "nein", "responsible_office": "Amt 33"} | others)
    assert (found.answers, found.issues) == ({"responsible": "nein", "responsible_office": "Amt 33"}, ())


@pytest.mark.parametrize("text", ["-", "–", "entfällt", "n/a", "trifft nicht zu"])
@pytest.mark.parametrize("key", ["case_volume", "maturity_level", "legal_barrier", "planned_offer"])
def test_where_an_answer_is_needed_it_is_a_missing_one(
    questionnaire: Questionnaire, scale: MaturityScale, key: str, text: str
) -> None:
    found = validate_row(questionnaire, scale, COMPLETE | {key: text})
    assert key not in found.answers
    assert [(i.question, i.value, i.reason) for i in found.issues] == [(key, text, "Die Angabe fehlt.")]


def test_an_answer_that_another_cell_makes_necessary_is_missing_too(questionnaire: Questionnaire, scale: MaturityScale) -> None:
    cells = COMPLETE | {
        "planned_offer": "ja",
        "planned_on": "-",
        "legal_barrier": "Schriftform vorgeschrieben",
        "legal_basis": "–",
    }
    assert [i.question for i in validate_row(questionnaire, scale, cells).issues] == ["planned_on", "legal_basis"]


@pytest.mark.parametrize("text", NOT_KNOWN)
def test_not_knowing_answers_an_estimate(questionnaire: Questionnaire, scale: MaturityScale, text: str) -> None:
    found = validate_row(questionnaire, scale, COMPLETE | {"case_volume": text, "staff_effort": text})
    assert found.issues == ()
    assert (found.answers["case_volume"], found.answers["staff_effort"]) == (UNKNOWN, UNKNOWN)


@pytest.mark.parametrize("text", NOT_KNOWN)
@pytest.mark.parametrize("key", ["maturity_level", "legal_barrier", "responsible"])
def test_what_is_no_estimate_has_to_be_known(questionnaire: Questionnaire, scale: MaturityScale, key: str, text: str) -> None:
    found = validate_row(questionnaire, scale, COMPLETE | {key: text})
    assert key in [i.question for i in found.issues]


@pytest.mark.parametrize("text", ["unbekannt", "k. A."])
def test_the_questionnaire_says_which_question_may_be_unknown(scale: MaturityScale, text: str) -> None:
    allowed = [replace(q, required=True, unknown=True) for q in (LEVEL, BARRIER, DAY, CASES)]
    assert [check(q, scale, text).answers for q in allowed] == [{"q": UNKNOWN}] * 4
    refused(replace(CASES, required=True, unknown=False), scale, text)
    assert check(replace(STAFF, required=True), scale, text).answers == {"q": UNKNOWN}


def test_a_voluntary_estimate_keeps_that_it_is_not_known(scale: MaturityScale) -> None:
    assert check(CASES, scale, "unbekannt").answers == {"q": UNKNOWN}
    assert check(DAY, scale, "unbekannt").answers == {}


def test_free_text_keeps_what_is_more_than_a_dash(scale: MaturityScale) -> None:
    assert check(TEXT, scale, "unbekannt").answers == {"q": "unbekannt"}
    assert check(TEXT, scale, "KA").answers == {"q": "KA"}
    assert check(TEXT, scale, "- siehe oben").answers == {"q": "- siehe oben"}
    assert check(TEXT, scale, "–").answers == {}


def test_there_may_be_no_address_and_no_day(questionnaire: Questionnaire, scale: MaturityScale) -> None:
    found = validate_row(questionnaire, scale, COMPLETE | {"online_url": "nicht vorhanden", "planned_on": "noch offen"})
    assert found == validate_row(questionnaire, scale, COMPLETE)
    planned = validate_row(questionnaire, scale, COMPLETE | {"planned_offer": "ja", "planned_on": "noch offen"})
    assert [(i.question, i.reason) for i in planned.issues] == [("planned_on", "Die Angabe fehlt.")]


def test_a_choice_of_that_name_is_picked(scale: MaturityScale) -> None:
    named = question(Kind.CHOICE, values=(Choice(value="0", label="entfällt"), Choice(value="1", label="–")))
    assert [check(named, scale, text).answers["q"] for text in ("entfällt", "Entfällt", "–")] == ["0", "0", "1"]
    numbered = question(Kind.CHOICE, values=(Choice(value="9", label="unbekannt (9)"), Choice(value="1", label="gering (1)")))
    assert [check(numbered, scale, text).answers["q"] for text in ("unbekannt", "unbekannt (9)", "9")] == ["9", "9", "9"]


def test_not_known_is_printed_as_a_word_and_accepted_again(questionnaire: Questionnaire, scale: MaturityScale) -> None:
    stored = {"responsible": "ja", "case_volume": UNKNOWN, "staff_effort": UNKNOWN}
    cells = cells_of(questionnaire, scale, stored)
    assert (cells["case_volume"], cells["staff_effort"]) == ("unbekannt", "unbekannt")
    assert still_valid(questionnaire, scale, stored) == stored
    assert label_of(CASES, scale, UNKNOWN) == "unbekannt"
    assert label_of(TEXT, scale, UNKNOWN) == "unknown", "free text that somebody wrote"


def test_the_spreadsheet_lets_it_pass_and_offers_it(scale: MaturityScale) -> None:
    assert asked(CASES, scale).rule.also == "unbekannt"
    assert "„unbekannt“" in asked(CASES, scale).rule.message
    assert asked(replace(CASES, unknown=False), scale).rule.also == ""
    barrier = asked(replace(BARRIER, unknown=True), scale)
    assert barrier.rule.choices == ("keines", "Schriftform vorgeschrieben", "unbekannt")
    assert barrier.choices == BARRIER.values


def test_responsibility_has_to_be_known_and_no_value_may_be_called_so(questionnaire: Questionnaire) -> None:
    first, *others = questionnaire.questions
    (mistake,) = questionnaire_mistakes(replace(questionnaire, questions=(replace(first, unknown=True), *others)))
    assert mistake == (0, "Die Frage „responsible“ entscheidet über die Zuständigkeit; „unbekannt“ (unknown) geht dort nicht.")
    doubled = question(Kind.CHOICE, unknown=True, values=(Choice(value="unknown", label="weiß nicht"),))
    (mistake,) = questionnaire_mistakes(Questionnaire(version="1", title="T", questions=(doubled,)))
    assert mistake == (0, "Die Frage „q“ lässt „unbekannt“ zu; keiner ihrer Werte darf „unknown“ heißen.")
