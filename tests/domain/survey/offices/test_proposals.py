"""The person who decides gets the offices a text may mean, the likeliest first, and none it excludes."""

import pytest

from ozg_workflow.domain.survey.offices.directory import KnownOffice, OfficeDirectory
from ozg_workflow.domain.survey.offices.proposals import MOST_PROPOSALS, proposals
from tests.domain.survey.offices.towns import TOWNS


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Amt 33", ["33"]),
        ("33 oder 34", ["33", "34"]),
        ("Amt 33 (Standesamt)", ["33", "34"]),
        ("Jugend- und Sozialamt", ["50", "51"]),
        ("Umwelt", ["36", "70"]),
        ("Bauamt", ["63", "60"]),
        ("Standesant", ["34"]),
        ("Ordnugsamt", ["32", "63"]),
        ("Planungsamt Nord", ["61"]),
        ("Stadt Herford, Amt 32", ["32"]),
        ("nicht Amt 33", []),
        ("nicht das Standesamt", []),
        ("nicht 33, sondern 34", ["34"]),
        ("32, 33, 34 und 36", ["32", "33", "34"]),
        ("Landratsamt", []),
        ("Zimmer 33", []),
        ("weiß nicht", []),
        ("", []),
    ],
)
def test_the_likeliest_offices_come_first(text: str, numbers: list[str]) -> None:
    found = [office.number for office in proposals(text, TOWNS["bielefeld"])]
    assert found == numbers
    assert len(found) <= MOST_PROPOSALS


def test_an_office_of_the_past_is_not_proposed() -> None:
    offices = (KnownOffice(number="33", name="Bürgeramt", in_force=False), KnownOffice(number="35", name="Bürgerbüro Mitte"))
    assert proposals("Amt 33", OfficeDirectory(offices=offices)) == ()
    assert [o.number for o in proposals("Bürgerbüro Nord", OfficeDirectory(offices=offices))] == ["35"]
