"""A refused service goes to the office that is meant, never round in circles, and to a person when in doubt."""

import pytest

from ozg_workflow.domain.survey.responsibility import ForwardRule, Verdict, judge, match_office

OFFICES = {
    "10": "Hauptamt",
    "32": "Ordnungsamt",
    "33": "Einwohner- und Meldeamt",
    "34": "Standesamt",
    "36": "Umweltamt",
    "50": "Sozialamt",
    "70": "Umweltbetrieb",
}


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("33", "33"),
        ("Amt 33", "33"),
        ("amt33", "33"),
        ("Amt33.", "33"),
        ("330", "33"),
        ("500", "50"),
        ("100", "10"),
        ("Amt 33 (Frau Krüger, Raum 204)", "33"),
        ("33 / 330", "33"),
        ("Einwohner- und Meldeamt", "33"),
        ("EINWOHNER-  UND MELDEAMT", "33"),
        ("Meldeamt", "33"),
        ("meldeamt ", "33"),
        ("Standesamt", "34"),
        ("Umweltbetrieb", "70"),
        ("Bürgeramt", "33"),
        ("Bu\u0308rgeramt", "33"),
        ("an das Bürgerbüro", "33"),
        ("Zuständig ist das Standesamt", "34"),
        ("Amt für Soziales", "50"),
    ],
)
def test_an_office_is_recognised_by_number_name_or_a_part_of_the_name(text: str, office: str | None) -> None:
    assert match_office(text, OFFICES) == office


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "Umwelt",
        "amt",
        "Bürgermeister",
        "nicht das Standesamt",
        "Standesamt oder Sozialamt",
        "Kämmerei",
        "99",
        "§ 33 BMG",
        "990",
        "33 oder 34",
        "die andere Abteilung",
        "20",
    ],
)
def test_what_is_unknown_or_could_be_several_offices_is_unclear(text: str) -> None:
    assert match_office(text, OFFICES) is None


def test_an_exact_name_wins_over_longer_names_that_contain_it() -> None:
    assert match_office("Umweltamt", {"36": "Umweltamt", "37": "Umweltamt Nord"}) == "36"


def test_a_leading_zero_may_be_left_out() -> None:
    assert match_office("Amt 1", {"01": "Büro des Rates"}) == "01"


def _judge(named: str, *, own: str = "33", refused_by: frozenset[str] = frozenset(), rule: str = "auto_forward") -> Verdict:
    return judge(own_office=own, named=named, offices=OFFICES, refused_by=refused_by, rule=ForwardRule(rule))


def test_a_clearly_named_office_gets_the_service() -> None:
    assert _judge("Amt 34") == Verdict(office="34", reason="Von Amt 33 an Amt 34 verwiesen.")


@pytest.mark.parametrize(
    ("named", "reason"),
    [
        ("", "Es wurde kein zuständiges Amt genannt."),
        ("  ", "Es wurde kein zuständiges Amt genannt."),
        ("Umwelt", "Das genannte Amt „Umwelt“ ist nicht eindeutig."),
        ("33", "Das Amt hat sich selbst als zuständig genannt."),
    ],
)
def test_in_doubt_the_coordination_decides_and_is_told_why(named: str, reason: str) -> None:
    assert _judge(named) == Verdict(office=None, reason=reason)


def test_a_service_never_returns_to_an_office_that_has_refused_it() -> None:
    forth = _judge("34", own="33", refused_by=frozenset({"33"}))
    back = _judge("33", own="34", refused_by=frozenset({"33", "34"}))
    assert forth.office == "34"
    assert back == Verdict(office=None, reason="Amt 33 hat die Leistung bereits abgelehnt.")


def test_the_coordination_may_reserve_every_decision_and_gets_a_proposal() -> None:
    verdict = _judge("34", rule="ask")
    assert verdict == Verdict(office=None, reason="Vorschlag: Amt 34. Die Entscheidung ist der Koordination vorbehalten.")
