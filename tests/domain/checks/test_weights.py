"""Weights and waves fit the questions, the scale, the plan and the catalogue, or it is told where they do not."""

from dataclasses import replace
from typing import Any

import pytest

from ozg_workflow.domain.catalogue import Service
from ozg_workflow.domain.checks.weights import Surroundings, wave_mistakes, weight_findings
from ozg_workflow.domain.results.planning.capacity import OfficeCapacity
from ozg_workflow.domain.results.prioritisation import Axis, Criterion, Prioritisation, Wave
from ozg_workflow.domain.results.weights.rules import Rule, RuleKey
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from tests.domain.checks.plans import PLAN

Told = list[tuple[tuple[str | int, ...], str, bool]]
CHOICE = {"1": 0.0, "2": 0.33, "3": 0.67, "4": 1.0}
LAW = {"none": 1.0, "written_form": 0.5, "personal_appearance": 0.25}
LEVELS = {str(n): n / 5 for n in range(6)}


def criterion(**values: Any) -> Criterion:
    return Criterion(
        **(
            {"key": "n", "title": "N", "question": "user_orientation", "axis": Axis.BENEFIT, "weight": 1, "values": CHOICE}
            | values
        )
    )


def wave(key: str = "1", first: str = "2020-09-01", last: str = "2020-12-30", capacity: int | None = None) -> Wave:
    return Wave(key=key, title=f"Welle {key}", starts_on=first, ends_on=last, capacity=capacity)


WEIGHTS = Prioritisation(
    version="1.0",
    agreed_by=(),
    criteria=(criterion(), criterion(key="h", title="H", question="legal_barrier", axis=Axis.FEASIBILITY, values=LAW)),
    blocking={"legal_barrier": ("excluded",)},
    waves=(wave(capacity=12), wave("2", "2021-01-04", "2022-12-30")),
)


@pytest.fixture
def around(questionnaire: Questionnaire, scale: MaturityScale) -> Surroundings:
    return Surroundings(questionnaire=questionnaire, scale=scale, timeline=PLAN, services=161)


def told(plan: Prioritisation, around: Surroundings) -> Told:
    return [(f.where, f.message, f.refused) for f in weight_findings(plan, around)]


def with_criterion(**values: Any) -> Prioritisation:
    return replace(WEIGHTS, criteria=(criterion(**values), WEIGHTS.criteria[1]))


def test_weights_as_they_should_be_are_silent_and_a_blocking_answer_needs_no_value(around: Surroundings) -> None:
    assert told(WEIGHTS, around) == []
    assert told(with_criterion(question="maturity_level", values=LEVELS), around) == []
    assert told(with_criterion(question="maturity_level", values={}, classes=(1, 3)), around) == []
    assert told(with_criterion(question="case_volume", values={}, classes=(10, 100)), around) == []


@pytest.mark.parametrize(
    ("values", "field", "message", "refused"),
    [
        ({"values": {"1": 0.0, "2": 0.5}}, "values", "Das Kriterium „N“ hat keinen Wert für „hoch (3)“ und „sehr hoch (4)“; solche Antworten zählen wie fehlende.", False),
        ({"values": CHOICE | {"5": 1.0}}, "values", "Das Kriterium „N“ hat einen Wert für „5“; diese Antwort gibt es nicht.", False),
        ({"question": "maturity_level", "values": {"0": 0.0, "1": 0.5, "2": 0.5, "3": 0.5, "4": 1.0}}, "values", "Das Kriterium „N“ hat keinen Wert für „Stufe 5“; solche Antworten zählen wie fehlende.", False),
        ({"question": "case_volume", "values": {"10": 0.5}}, "values", "Das Kriterium „N“: „Fallzahl pro Jahr“ ist eine Zahl und braucht „classes“.", False),
        ({"question": "remark"}, "values", "Das Kriterium „N“: „Bemerkung“ hat keine festen Antworten.", False),
        ({"values": {}, "classes": (1.0, 2.0)}, "classes", "Das Kriterium „N“ hat Klassen; „Nutzen für Bürger/Unternehmen“ ist keine Zahl.", True),
    ],
)  # fmt: skip
def test_an_answer_that_a_criterion_never_reaches_is_told(
    around: Surroundings, values: dict[str, Any], field: str, message: str, refused: bool
) -> None:
    assert told(with_criterion(**values), around) == [(("criteria", 0, field), message, refused)]


def test_rules_that_reach_nothing_are_told(around: Surroundings) -> None:
    sample = Service(
        ref="L1",
        key="99012070049000",
        name="A",
        service_type="",
        ozg_id="10260",
        ozg_name="",
        topic="",
        legal_basis="",
        office="33",
    )
    here = replace(around, catalogue=(sample,))
    rules = (
        Rule(key=RuleKey.SDG_DUTY, weight=10, active=True, efa=("10260",)),
        Rule(key=RuleKey.QUICK_WIN, weight=5, efa=("10260", "99012070049000", "10999")),
    )
    assert told(replace(WEIGHTS, rules=rules), here) == [
        (("rules", 0, "efa"), "„efa“ gehört zur Regel „Schneller Erfolg“; hier bewirkt es nichts.", False),
        (("rules", 0), "Die Regel „SDG-Pflicht“ trifft keine Leistung: Im Katalog steht bei keiner „sdg2“.", False),
        (
            ("rules", 1, "efa"),
            "„efa“ nennt „10999“; eine Leistung mit dieser OZG-ID oder diesem Schlüssel hat der Katalog nicht.",
            False,
        ),
    ]
    assert told(replace(WEIGHTS, rules=rules[:1]), replace(here, catalogue=(replace(sample, sdg=True),)))[1:] == []


def test_a_blocking_answer_that_nobody_can_give_is_refused(around: Surroundings) -> None:
    plan = replace(WEIGHTS, blocking={"legal_barrier": ("excluded", "verboten")})
    message = "„blocking“ nennt zu „legal_barrier“ „verboten“; diese Antwort gibt es nicht."
    assert told(plan, around) == [(("blocking", "legal_barrier"), message, True)]


def test_a_criterion_stands_there_once(around: Surroundings) -> None:
    plan = replace(WEIGHTS, criteria=(*WEIGHTS.criteria, criterion()))
    assert told(plan, around) == [(("criteria", 2, "key"), "Das Kriterium „n“ gibt es zweimal.", True)]


@pytest.mark.parametrize(
    ("waves", "where", "message"),
    [
        ((wave(first="2017-01-02", last="2017-12-29"),), ("waves", 0), "Welle „1“ (02.01.2017 bis 29.12.2017) liegt nicht in der Zeit der Umsetzung (01.09.2020 bis 31.12.2022)."),
        ((wave(last="2023-01-31"),), ("waves", 0), "Welle „1“ (01.09.2020 bis 31.01.2023) reicht über die Zeit der Umsetzung (01.09.2020 bis 31.12.2022) hinaus."),
        ((wave(capacity=5), wave("2", first="2020-12-30", last="2021-12-30")), ("waves", 1), "Welle „2“ beginnt, bevor Welle „1“ endet."),
        ((wave(), wave("2", first="2021-01-04", last="2021-12-30")), ("waves", 0), "Welle „1“ nimmt ohne „capacity“ alle übrigen Leistungen auf; die späteren bleiben leer."),
        ((wave(capacity=100), wave("2", "2021-01-04", "2021-12-30", 60)), ("waves", 1, "capacity"), "Die Wellen fassen zusammen 160 Leistungen, der Katalog hat 161; die letzte nimmt den Rest."),
    ],
)  # fmt: skip
def test_a_wave_that_does_not_fit_is_a_hint(
    around: Surroundings, waves: tuple[Wave, ...], where: tuple[str | int, ...], message: str
) -> None:
    assert told(replace(WEIGHTS, waves=waves), around) == [(where, message, False)]


def test_waves_that_take_all_services_are_silent(around: Surroundings) -> None:
    assert told(replace(WEIGHTS, waves=(wave(capacity=100), wave("2", "2021-01-04", "2021-12-30", 61))), around) == []


@pytest.mark.parametrize(
    ("waves", "told"),
    [
        ((), [(("waves",), "Es muss mindestens eine Welle geben.")]),
        ((wave(capacity=0),), [(("waves", 0, "capacity"), "Welle „1“ fasst nichts; „capacity“ muss mindestens 1 sein.")]),
        ((wave(), wave()), [(("waves", n, "key"), "Die Welle „1“ gibt es mehrmals.") for n in (0, 1)]),
        ((wave("x" * 21),), [(("waves", 0, "key"), "Der Schlüssel einer Welle hat 1 bis 20 Zeichen.")]),
        ((wave(last="2020-08-30"),), [(("waves", 0), "Welle „1“ endet vor ihrem Beginn.")]),
        (
            (wave(last="30.12.2020"),),
            [(("waves", 0), "Welle „1“: „starts_on“ und „ends_on“ müssen ein Datum sein (JJJJ-MM-TT).")],
        ),
    ],
)
def test_what_no_wave_can_be_is_refused(waves: tuple[Wave, ...], told: list[tuple[tuple[str | int, ...], str]]) -> None:
    findings = wave_mistakes(replace(WEIGHTS, waves=waves))
    assert [(f.where, f.message) for f in findings] == told
    assert all(f.refused for f in findings)


def test_a_version_is_a_name_for_a_folder() -> None:
    findings = wave_mistakes(replace(WEIGHTS, version="../1"))
    assert [(f.where, f.message) for f in findings] == [
        (("version",), "„version“ hat 1 bis 40 Zeichen: Buchstaben, Ziffern, Punkt, Bindestrich und Unterstrich.")
    ]


def test_an_exception_for_an_office_or_a_quarter_that_does_not_exist_is_a_hint(around: Surroundings) -> None:
    exceptions = (OfficeCapacity(office="99", measures=1), OfficeCapacity(office="50", quarter="2031-Q1", measures=1))
    around = replace(around, offices=frozenset({"50"}))
    assert told(replace(WEIGHTS, office_capacities=exceptions), around) == [
        (("office_capacities", 0), "Amt „99“ gibt es nicht; die Ausnahme gilt für niemanden.", False),
        (("office_capacities", 1), "Das Quartal 2031-Q1 gehört zu keiner Welle; die Ausnahme bewirkt nichts.", False),
    ]


def test_an_exception_without_a_meaning_is_refused() -> None:
    findings = wave_mistakes(replace(WEIGHTS, office_capacities=(OfficeCapacity(office="50", measures=-1),)))
    assert [(f.where, f.refused) for f in findings] == [(("office_capacities", 0), True)]
