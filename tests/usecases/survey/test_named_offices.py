"""Offices that people name: read as strictly in a command as in a list, with the offices that may be meant."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import Event, Office
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.needs import NeedKind
from ozg_workflow.usecases.cockpit.needs import needs
from ozg_workflow.usecases.survey.cases import CaseView, list_cases
from ozg_workflow.usecases.survey.decide_cases import decide_cases
from ozg_workflow.usecases.survey.extend_list import extend_list
from tests.usecases.town import Town, not_ours, town_data


def with_office(number: str, *, aliases: tuple[str, ...] = (), until: date | None = None, name: str = "") -> object:
    """The town with one office changed: other names, or a last day."""
    data = town_data()
    offices = tuple(
        replace(o, aliases=aliases, name=name or o.name) if o.number == number else o for o in data.organisation.offices
    )
    memberships = tuple(replace(m, valid_to=until) if m.office == number else m for m in data.organisation.memberships)
    return replace(data, organisation=replace(data.organisation, offices=offices, memberships=memberships))


def refuse(town: Town, named: str, number: int = 1) -> CaseView:
    town.send_back("33", {number: not_ours(named)})
    town.do("collect", "deliver")
    return list_cases(town.ctx())[-1]


@pytest.mark.parametrize(
    ("named", "code", "offices"),
    [
        ("Stadt Herford, Amt 34", "more_said", ["34"]),
        ("Amt 50 (Standesamt)", "contradiction", ["50", "34"]),
        ("34/50", "several", ["34", "50"]),
        ("nicht Amt 34", "more_said", []),
        ("Standesant", "unknown", ["34"]),
        ("seit 20 Jahren beim Kreis", "unknown", []),
    ],
)
def test_a_doubtful_text_is_kept_whole_with_a_code_and_the_offices_it_may_mean(
    asked: Town, named: str, code: str, offices: list[str]
) -> None:
    case = refuse(asked, named)
    assert (case.state, case.named, case.reason_code) == ("open", named, code)
    assert [p.office for p in case.proposals] == offices
    assert case.proposed_office == (offices[0] if offices else None)
    assert {item["version"] for item in asked.status()["lists"]} == {1}, "nobody got a Nachtrag"


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ("Standesant", "Das genannte Amt „Standesant“ ist nicht eindeutig. Gemeint sein könnte Amt 34 – Standesamt."),
        ("Landratsamt", "Das genannte Amt „Landratsamt“ ist nicht eindeutig."),
        ("34/50", "„34/50“ kann mehrere Ämter meinen: Amt 34 und Amt 50."),
    ],
)
def test_what_waits_for_a_decision_names_the_offices_that_may_be_meant(asked: Town, named: str, why: str) -> None:
    case = refuse(asked, named)
    with asked.ctx().reading() as work:
        (open_case,) = (need for need in needs(work) if need.kind is NeedKind.CASE)
    assert open_case.detail == f"Fall {case.id}: „Wohnsitz anmelden“ (Amt 33 – Einwohner- und Meldeamt) – {why}"


def test_following_the_proposals_never_follows_a_guess(asked: Town) -> None:
    case = refuse(asked, "Stadt Herford, Amt 34")
    result = decide_cases(asked.ctx(), (), all_proposed=True)
    assert result.lines == [
        f"Fall {case.id}: „Wohnsitz anmelden“ bleibt offen, der Text ist nicht eindeutig (vielleicht Amt 34)."
    ]
    assert not result.changed


def test_following_the_proposals_never_follows_what_a_fill_handle_counted_up(asked: Town) -> None:
    asked.send_back("33", {n: not_ours(f"Amt {32 + n}") for n in (1, 2, 3)})
    asked.do("collect")
    result = decide_cases(asked.ctx(), (), all_proposed=True)
    assert not result.changed
    assert (
        "Fall 2: „Meldebescheinigung ausstellen“ bleibt offen, die Nummer ist vielleicht nur heruntergezogen (genannt ist Amt 34)."
        in result.lines
    )


def test_a_settled_case_says_who_decided_it_and_proposes_nothing(asked: Town) -> None:
    case = refuse(asked, "Amt 50 (Standesamt)")
    decide_cases(asked.ctx(), [case.id], "34")
    (case,) = list_cases(asked.ctx())
    assert (case.settled_office, case.reason_code, case.proposals) == ("34", "decided", ())
    assert case.named == "Amt 50 (Standesamt)"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Standesant", r"nicht bekannt oder nicht eindeutig\. Gemeint sein könnte: Amt 34 – Standesamt\."),
        ("34 oder 50", r"Gemeint sein könnte: Amt 34 – Standesamt, Amt 50 – Sozialamt\."),
        ("nicht Amt 34", r"Das Amt „nicht Amt 34“ ist nicht bekannt oder nicht eindeutig\. Vorhanden: "),
        ("Landratsamt", r"Das Amt „Landratsamt“ ist nicht bekannt oder nicht eindeutig\. Vorhanden: "),
        ("34 Sozialamt", r"Gemeint sein könnte: Amt 34 – Standesamt, Amt 50 – Sozialamt\."),
    ],
)
def test_a_decision_for_an_unclear_office_is_refused_with_those_it_may_be(asked: Town, text: str, message: str) -> None:
    case = refuse(asked, "")
    with pytest.raises(InputError, match=message):
        decide_cases(asked.ctx(), [case.id], text)
    assert list_cases(asked.ctx())[0].state == "open"


@pytest.mark.parametrize("text", ["34", "Amt 34", "Standesamt", "34 – Standesamt"])
def test_a_decision_may_name_the_office_as_people_do(asked: Town, text: str) -> None:
    case = refuse(asked, "")
    decide_cases(asked.ctx(), [case.id], text)
    assert list_cases(asked.ctx())[0].settled_office == "34"


def test_an_alias_of_the_organisation_file_is_a_name_from_the_next_prepare_on(asked: Town) -> None:
    assert refuse(asked, "Urkundenstelle").state == "open"
    asked.prepare(with_office("34", aliases=("Urkundenstelle", "StA")))
    with asked.session() as session:
        assert session.scalars(select(Office.aliases).where(Office.number == "34")).one() == ["Urkundenstelle", "StA"]
        prepared = session.scalars(select(Event.text).where(Event.verb == "prepared").order_by(Event.id.desc())).first()
    assert prepared == "Ämter: 0 neu, 1 geändert, 0 entfallen"
    assert [p.office for p in list_cases(asked.ctx())[0].proposals] == ["34"], "an open case profits, but a person decides"
    case = refuse(asked, "bitte an die Urkundenstelle", 2)
    assert (case.state, case.settled_office) == ("settled", "34")


def test_a_service_is_never_forwarded_to_an_office_whose_last_day_is_over(asked: Town) -> None:
    asked.prepare(with_office("34", until=date(2020, 4, 15)))
    asked.day("2020-04-20")
    case = refuse(asked, "Amt 34 Standesamt")
    assert (case.state, case.reason_code, case.proposals) == ("open", "past_office", ())
    with pytest.raises(InputError, match="Amt 34 besteht zurzeit nicht"):
        decide_cases(asked.ctx(), [case.id], "34")


def test_on_its_last_day_an_office_still_gets_what_is_its(asked: Town) -> None:
    asked.prepare(with_office("34", until=date(2020, 4, 20)))
    asked.day("2020-04-20")
    assert refuse(asked, "Standesamt").settled_office == "34"


def test_the_deadline_of_an_office_of_the_past_can_still_be_extended(asked: Town) -> None:
    asked.prepare(with_office("34", until=date(2020, 4, 15)))
    asked.day("2020-04-20")
    extend_list(asked.ctx(), "Standesamt", date(2020, 5, 25))
    assert [item["due_on"] for item in asked.status()["lists"] if item["office"] == "34"] == ["2020-05-25"]
    with pytest.raises(InputError, match="Gemeint sein könnte: Amt 50 – Sozialamt"):
        extend_list(asked.ctx(), "Sozalamt", date(2020, 5, 26))
