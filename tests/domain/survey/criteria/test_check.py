"""The weakest criterion decides, what is open is never guessed, and the next obstacle is named: values worked by hand."""

from dataclasses import replace

import pytest

from ozg_workflow.domain.survey.cells import Answer
from ozg_workflow.domain.survey.criteria.check import Checked, check, level_in, question_key
from ozg_workflow.domain.survey.criteria.questions import criteria_mistake, with_criteria
from ozg_workflow.domain.survey.maturity import LevelCriterion, MaturityLevel, MaturityScale, scale_mistake
from ozg_workflow.domain.survey.question import Kind
from ozg_workflow.domain.survey.questionnaire import Questionnaire

# levels 0–3: a on 1; b and c on 2; d on 3
CRITERIA = tuple(
    LevelCriterion(key=key, level=level, heading=f"{key}?", help="Hilfe.")
    for key, level in zip("abcd", (1, 2, 2, 3), strict=True)
)
SCALE = MaturityScale(
    key="s",
    title="S",
    source="",
    levels=tuple(MaturityLevel(value=n, title=f"T{n}", description="") for n in range(4)),
    target_level=3,
    compliant_level=2,
    criteria=CRITERIA,
)
WORDS = {"j": "ja", "n": "nein", "e": "entfällt"}


def answers(letters: str) -> dict[str, Answer]:
    """Answers to a, b, c, d in one word: j ja, n nein, e entfällt, - not answered."""
    return {question_key(c): WORDS[letter] for c, letter in zip(CRITERIA, letters, strict=True) if letter != "-"}


def outcome(letters: str) -> tuple[int, int, str, str]:
    found = check(SCALE, answers(letters))
    assert isinstance(found, Checked)
    return found.at_least, found.at_most, "".join(c.key for c in found.obstacles), "".join(c.key for c in found.open)


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("jjjj", (3, 3, "", "")),
        ("nnnn", (0, 0, "a", "")),
        ("jjjn", (2, 2, "d", "")),
        ("jjnj", (1, 1, "c", "")),  # the yes to d helps nothing
        ("jnnj", (1, 1, "bc", "")),
        ("njjj", (0, 0, "a", "")),
        ("jeej", (3, 3, "", "")),  # what the service does not have stands in no way
        ("jj-j", (1, 3, "", "c")),
        ("jj-n", (1, 2, "d", "c")),
        ("-jjj", (0, 3, "", "a")),
        ("jn-j", (1, 1, "b", "")),  # c can lower nothing any more
        ("j---", (1, 3, "", "bcd")),
        ("n---", (0, 0, "a", "")),
    ],
)
def test_the_weakest_criterion_decides(letters: str, expected: tuple[int, int, str, str]) -> None:
    assert outcome(letters) == expected


def test_a_level_that_may_still_fall_is_not_known() -> None:
    asked = replace(with_criteria(QUESTIONNAIRE, SCALE))
    assert level_in(asked, SCALE, answers("jj-j"), "maturity_level") is None
    assert level_in(asked, SCALE, answers("jn-j"), "maturity_level") == 1
    assert level_in(asked, SCALE, {}, "maturity_level") is None
    assert check(SCALE, {}) is None
    assert check(replace(SCALE, criteria=()), answers("jjjj")) is None


LEVEL = {"key": "maturity_level", "heading": "Stufe", "kind": Kind.SCALE, "help": "", "example": "", "required": True}


def _questionnaire() -> Questionnaire:
    from ozg_workflow.domain.survey.question import Question

    level = Question(**LEVEL)  # type: ignore[arg-type]
    remark = Question(key="remark", heading="Bemerkung", kind=Kind.TEXT, help="", example="")
    return Questionnaire(version="1", title="T", questions=(level, remark), criteria=True)


QUESTIONNAIRE = _questionnaire()


def test_a_list_asks_for_the_criteria_where_the_level_would_be() -> None:
    found = with_criteria(QUESTIONNAIRE, SCALE)
    assert [q.key for q in found.questions] == ["kriterium_a", "kriterium_b", "kriterium_c", "kriterium_d", "remark"]
    assert found.questions[1].help == ("Hilfe. Nötig ab Stufe 2 – T2. „entfällt“, wenn es das bei dieser Leistung nicht gibt.")
    assert [(c.value, c.label) for c in found.questions[0].values] == [("ja", "ja"), ("nein", "nein"), ("entfällt", "entfällt")]
    assert all(q.required for q in found.questions[:4])
    plain = with_criteria(replace(QUESTIONNAIRE, criteria=False), SCALE)
    assert (plain.questions, plain.scale) == (QUESTIONNAIRE.questions, SCALE)


def test_what_cannot_be_asked_is_told() -> None:
    assert criteria_mistake(QUESTIONNAIRE, SCALE) is None
    assert criteria_mistake(replace(QUESTIONNAIRE, criteria=False), replace(SCALE, criteria=())) is None
    without = criteria_mistake(QUESTIONNAIRE, replace(SCALE, criteria=()))
    assert without == "„criteria: true“ fragt die Kriterien der Skala ab; die Skala „s“ hat keine."
    assert "hier fehlt sie" in (criteria_mistake(replace(QUESTIONNAIRE, questions=QUESTIONNAIRE.questions[1:]), SCALE) or "")


@pytest.mark.parametrize(
    ("criteria", "words"),
    [
        (CRITERIA[:3], "Jede Stufe ab 1 braucht mindestens ein Kriterium"),
        ((*CRITERIA, replace(CRITERIA[0], key="z", level=4)), "jedes Kriterium eine dieser Stufen"),
        ((*CRITERIA, CRITERIA[0]), "Das Kriterium „a“ gibt es zweimal."),
        ((*CRITERIA[1:], replace(CRITERIA[0], key="a b")), "Der Schlüssel „a b“ eines Kriteriums"),
    ],
)
def test_criteria_that_cannot_be_meant_are_a_mistake(criteria: tuple[LevelCriterion, ...], words: str) -> None:
    assert words in (scale_mistake(replace(SCALE, criteria=criteria)) or "")
    assert scale_mistake(SCALE) is None
