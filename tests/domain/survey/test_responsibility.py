"""A refused service goes to the office that is meant, never round in circles, and to a person when in doubt."""

import pytest

from ozg_workflow.domain.survey.offices.directory import KnownOffice, OfficeDirectory
from ozg_workflow.domain.survey.responsibility import LONGEST_QUOTE, CaseReason, ForwardRule, Verdict, judge

NAMES = {"32": "Ordnungsamt", "33": "Einwohner- und Meldeamt", "34": "Standesamt", "36": "Umweltamt", "70": "Umweltbetrieb"}
OFFICES = OfficeDirectory(
    offices=(
        *(KnownOffice(number=number, name=name) for number, name in NAMES.items()),
        KnownOffice(number="71", name="Stadtreinigungsamt", in_force=False),
    )
)


def _judge(named: str, *, own: str = "33", refused_by: frozenset[str] = frozenset(), rule: str = "auto_forward") -> Verdict:
    return judge(own_office=own, named=named, offices=OFFICES, refused_by=refused_by, rule=ForwardRule(rule))


def _asked(code: CaseReason, reason: str) -> Verdict:
    return Verdict(office=None, code=code, reason=reason)


@pytest.mark.parametrize("named", ["Amt 34", "Standesamt", "34 Standesamt", "bitte an das Standesamt"])
def test_a_clearly_named_office_gets_the_service(named: str) -> None:
    assert _judge(named) == Verdict(office="34", code=CaseReason.FORWARDED, reason="Von Amt 33 an Amt 34 verwiesen.")


@pytest.mark.parametrize(
    ("named", "code", "reason"),
    [
        ("", CaseReason.NOT_NAMED, "Es wurde kein zuständiges Amt genannt."),
        ("  ", CaseReason.NOT_NAMED, "Es wurde kein zuständiges Amt genannt."),
        ("Umwelt", CaseReason.UNKNOWN, "Das genannte Amt „Umwelt“ ist nicht eindeutig."),
        ("Landratsamt", CaseReason.UNKNOWN, "Das genannte Amt „Landratsamt“ ist nicht eindeutig."),
        ("32/34", CaseReason.SEVERAL, "„32/34“ kann mehrere Ämter meinen: Amt 32 und Amt 34."),
        (
            "Amt 32 (Standesamt)",
            CaseReason.CONTRADICTION,
            "In „Amt 32 (Standesamt)“ passen Nummer und Name nicht zusammen: Amt 32 und Amt 34.",
        ),
        ("nicht Amt 34", CaseReason.MORE_SAID, "„nicht Amt 34“ sagt mehr als „Amt 34“; bitte lesen und entscheiden."),
        ("Kreis, Amt 32", CaseReason.MORE_SAID, "„Kreis, Amt 32“ sagt mehr als „Amt 32“; bitte lesen und entscheiden."),
        ("Amt 71", CaseReason.PAST_OFFICE, "Amt 71 in „Amt 71“ besteht zurzeit nicht."),
        ("Stadtreinigungsamt", CaseReason.PAST_OFFICE, "Amt 71 in „Stadtreinigungsamt“ besteht zurzeit nicht."),
        ("33", CaseReason.OWN_OFFICE, "Das Amt hat sich selbst als zuständig genannt."),
    ],
)
def test_in_doubt_the_coordination_decides_and_is_told_why(named: str, code: CaseReason, reason: str) -> None:
    assert _judge(named) == _asked(code, reason)


def test_a_service_never_returns_to_an_office_that_has_refused_it() -> None:
    forth = _judge("34", own="33", refused_by=frozenset({"33"}))
    back = _judge("33", own="34", refused_by=frozenset({"33", "34"}))
    assert forth.office == "34"
    assert back == _asked(CaseReason.REFUSED_BEFORE, "Amt 33 hat die Leistung bereits abgelehnt.")


def test_the_coordination_may_reserve_every_decision_and_gets_a_proposal() -> None:
    reserved = _asked(CaseReason.RESERVED, "Vorschlag: Amt 34. Die Entscheidung ist der Koordination vorbehalten.")
    assert _judge("34", rule="ask") == reserved


def test_a_long_text_is_quoted_from_its_beginning() -> None:
    verdict = _judge("Amt 34, aber " + "nur wenn " * 100)
    assert len(verdict.reason) < LONGEST_QUOTE + 70
    assert verdict.reason.startswith("„Amt 34, aber nur wenn ")
