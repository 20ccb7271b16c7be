"""A catalogue as a whole: what stands there twice, what a spreadsheet has bent, whose office is not there."""

from datetime import date
from typing import Any

from ozg_workflow.domain.catalogue import Service
from ozg_workflow.domain.checks.catalogue import Placed, catalogue_hints
from ozg_workflow.domain.errors import bundled
from ozg_workflow.domain.organisation import Membership
from tests.domain.checks.plans import PLAN

ALWAYS = (
    Membership(office="33", department="2", valid_from=date.min),
    Membership(office="34", department="2", valid_from=date.min),
)


def service(line: int, **values: Any) -> Placed:
    given = {"ref": f"L{line}", "key": f"990{line:011d}", "name": f"Leistung {line}", "service_type": "2/3", "ozg_id": "", "ozg_name": "", "topic": "", "legal_basis": "", "office": "33"}  # fmt: skip
    return Placed(line=line, service=Service(**(given | values)))


def told(*placed: Placed, memberships: tuple[Membership, ...] = ALWAYS) -> list[str]:
    return [str(p) for p in bundled(catalogue_hints("catalogue.csv", placed, memberships, PLAN))]


def test_a_catalogue_as_it_should_be_is_silent() -> None:
    assert told(service(2), service(3, key=""), service(4, key="", office="34")) == []


def test_keys_that_stand_there_several_times_are_one_hint_at_the_first_repetition() -> None:
    rows = [service(n, key=f"9900000000000{n % 7}") for n in range(2, 16)]
    (hint,) = told(*rows)
    assert hint.startswith("catalogue.csv:9: 7 Leistungsschlüssel stehen mehrmals: 99000000000002 (Zeilen 2 und 9), ")
    assert hint.endswith(" und 2 weitere.")
    (hint,) = told(service(2, key="99000000000001"), service(5, key="99000000000001"))
    assert hint == "catalogue.csv:5: Ein Leistungsschlüssel steht mehrmals: 99000000000001 (Zeilen 2 und 5)."


def test_a_name_without_a_key_may_be_that_of_two_offices_but_not_twice_of_one() -> None:
    rows = [service(2, key="", name="Ausweis"), service(3, key="", name="Ausweis", office="34")]
    assert told(*rows) == []
    assert told(*rows, service(4, key="", name="Ausweis")) == [
        "catalogue.csv:4: Eine Leistung ohne Schlüssel steht beim selben Amt mehrmals: Ausweis (Amt 33) (Zeilen 2 und 4)."
    ]


def test_types_that_became_dates_are_one_hint_with_the_remedy() -> None:
    (hint,) = told(
        service(2), service(3, service_type="02. Mrz"), service(4, service_type="03. Feb"), service(5, service_type="2-Mar")
    )
    assert hint == (
        "catalogue.csv:3: Der Typ „02. Mrz“ ist ein Datum; vor Excel stand dort wohl „2/3“. "
        "Bitte die Spalte als Text einlesen (und 2 weitere Zeilen: 4, 5)."
    )


def test_an_office_that_is_not_there_when_the_lists_go_out_is_told_once_with_how_many_services() -> None:
    over = Membership(office="33", department="2", valid_from=date.min, valid_to=date(2020, 3, 24))
    assert told(service(2), service(3), memberships=(over, ALWAYS[1])) == [
        "catalogue.csv:2: 2 Leistungen sind Amt 33 zugeordnet, das es am Tag des Versands (25.03.2020) nicht gibt."
    ]
    begins = Membership(office="33", department="2", valid_from=date(2020, 3, 25))
    assert told(service(2), memberships=(begins,)) == []
    ends = Membership(office="33", department="2", valid_from=date.min, valid_to=date(2020, 5, 14))
    assert told(service(2), memberships=(ends,)) == [
        "catalogue.csv:2: 1 Leistung ist Amt 33 zugeordnet, das es zur Frist der Rücksendung (15.05.2020) nicht gibt."
    ]
