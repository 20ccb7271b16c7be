"""The questionnaire says when a column must be answered, and contradictions in it are found."""

from dataclasses import replace

import pytest

from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.question import Choice, Kind, Question
from ozg_workflow.domain.survey.questionnaire import Questionnaire, condition_text, questionnaire_mistakes

CHOICES = (Choice(value="ja", label="ja"), Choice(value="nein", label="nein"))


def _question(key: str, kind: Kind = Kind.TEXT, **more: object) -> Question:
    return Question(key=key, heading=key.upper(), kind=kind, help="Hilfe", example="Beispiel", **more)  # type: ignore[arg-type]


def _questionnaire(*questions: Question, **more: str) -> Questionnaire:
    return Questionnaire(version="1", title="Liste", questions=questions, **more)


def test_the_shipped_questionnaire_has_no_contradictions(questionnaire: Questionnaire) -> None:
    assert questionnaire_mistakes(questionnaire) == ()


def test_a_column_is_required_always_or_where_all_its_conditions_hold() -> None:
    always, free = _question("a", required=True), _question("b")
    both = _question("c", required_when={"a": ("ja",), "b": ("1", "2")})
    form = _questionnaire(always, free, both)
    assert form.is_required(always, {})
    assert not form.is_required(free, {"a": "ja"})
    assert form.is_required(both, {"a": "ja", "b": 2})
    assert not form.is_required(both, {"a": "ja", "b": "3"})
    assert not form.is_required(both, {"a": "ja"})
    assert not form.is_required(both, {})


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("responsible", "Pflichtangabe"),
        ("remark", "freiwillig"),
        ("planned_on", "Pflichtangabe, wenn „Online-Angebot fest geplant?“ „ja“ ist"),
        (
            "legal_basis",
            "Pflichtangabe, wenn „Rechtliches Hemmnis“ „Schriftform vorgeschrieben“ oder „persönliches Erscheinen“ oder „Online-Erledigung ausgeschlossen“ ist",
        ),
    ],
)
def test_the_condition_is_told_with_the_words_of_the_list(
    questionnaire: Questionnaire, scale: MaturityScale, key: str, text: str
) -> None:
    question = questionnaire.get(key)
    assert question is not None
    assert condition_text(questionnaire, question, scale) == text


@pytest.mark.parametrize(
    ("broken", "index", "message"),
    [
        (_questionnaire(_question("a"), _question("a")), 1, "Die Frage „a“ gibt es zweimal."),
        (_questionnaire(_question("a"), replace(_question("b"), heading="A")), 1, "Die Überschrift „A“ haben zwei Fragen."),
        (_questionnaire(_question("a", Kind.CHOICE)), 0, "Die Frage „a“ ist eine Auswahl ohne Werte."),
        (
            _questionnaire(_question("a"), _question("b", required_when={"x": ("ja",)})),
            1,
            "required_when von „b“ nennt die unbekannte Frage „x“.",
        ),
        (
            _questionnaire(_question("a", Kind.CHOICE, values=CHOICES), _question("b", required_when={"a": ("ja", "evtl")})),
            1,
            "required_when von „b“ nennt den unbekannten Wert „evtl“.",
        ),
        (
            _questionnaire(_question("a"), responsibility="zust"),
            0,
            "Die Spalte „zust“ ist als Zuständigkeitsspalte genannt, aber nicht definiert.",
        ),
    ],
)
def test_each_contradiction_is_named_once_at_its_question(broken: Questionnaire, index: int, message: str) -> None:
    assert questionnaire_mistakes(broken) == ((index, message),)


def test_several_contradictions_are_all_named() -> None:
    broken = replace(_questionnaire(_question("a", Kind.CHOICE), _question("a")), proposed_office="amt")
    assert len(questionnaire_mistakes(broken)) == 3
