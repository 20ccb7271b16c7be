"""A text is one office only where nothing else is said: the kinds, one by one, with what is told about each."""

import pytest

from ozg_workflow.domain.survey.offices.directory import KnownOffice, OfficeDirectory
from ozg_workflow.domain.survey.offices.reading import Doubt, Reading, read_office
from tests.domain.survey.offices.towns import directory

TOWN = directory(
    "Stadt Bielefeld",
    """
10 Hauptamt
32 Ordnungsamt
33 Einwohner- und Meldeamt
34 Standesamt
36 Umweltamt
50 Sozialamt
70 Umweltbetrieb
""",
)


def office(text: str, offices: OfficeDirectory = TOWN) -> str | None:
    return read_office(text, offices).office


@pytest.mark.parametrize(
    ("text", "number"),
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
def test_an_office_is_recognised_by_number_name_or_another_form_of_the_name(text: str, number: str) -> None:
    assert office(text) == number


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
    assert office(text) is None


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("", Reading(doubt=Doubt.NOTHING)),
        ("Landratsamt", Reading(doubt=Doubt.UNKNOWN, unexplained=("landratsamt",))),
        ("32/33", Reading(doubt=Doubt.SEVERAL, mentioned=("32", "33"))),
        ("Amt 33 (Standesamt)", Reading(doubt=Doubt.CONTRADICTION, mentioned=("33", "34"))),
        ("nicht Amt 33", Reading(doubt=Doubt.MORE_SAID, excluded=("33",), unexplained=("nicht",))),
        ("33?", Reading(doubt=Doubt.MORE_SAID, mentioned=("33",), unexplained=("?",))),
        ("Stadt Herford, Amt 32", Reading(doubt=Doubt.MORE_SAID, mentioned=("32",), unexplained=("herford",))),
        ("Amt 33 ...", Reading(doubt=Doubt.MORE_SAID, mentioned=("33",), unexplained=("…",))),
        (
            "nicht 33, sondern 34",
            Reading(doubt=Doubt.SEVERAL, mentioned=("34",), excluded=("33",), unexplained=("nicht", "33", "sondern", "34")),
        ),
        ("Amt 34", Reading(office="34", mentioned=("34",))),
    ],
)
def test_a_doubt_says_what_it_is_and_what_the_text_mentions(text: str, reading: Reading) -> None:
    assert read_office(text, TOWN) == reading


def test_an_exact_name_wins_over_longer_names_that_contain_it() -> None:
    assert office("Umweltamt", directory("", "36 Umweltamt\n37 Umweltamt Nord")) == "36"
    assert office("Umweltamt Nord", directory("", "36 Umweltamt\n37 Umweltamt Nord")) == "37"


@pytest.mark.parametrize(("text", "number"), [("Amt 1", "01"), ("1", "01"), ("01", "01"), ("Amt 001", None), ("Amt 11", None)])
def test_a_leading_zero_may_be_left_out_as_a_spreadsheet_does(text: str, number: str | None) -> None:
    assert office(text, directory("", "01 Büro des Rates")) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("10.1", "10.1"),
        ("FD 10.1", "10.1"),
        ("10.12", None),
        ("OB", "OB"),
        ("FB 3", "FB 3"),
        ("FB3", "FB 3"),
        ("Fachbereich 4", None),
    ],
)
def test_numbers_of_offices_may_have_dots_and_letters(text: str, number: str | None) -> None:
    names = {"10.1": "Personal", "10.2": "Technik", "OB": "Büro der Leitung", "FB 3": "Bauen"}
    offices = OfficeDirectory(offices=tuple(KnownOffice(number=n, name=name) for n, name in names.items()))
    assert office(text, offices) == number


def test_an_office_of_the_past_is_never_meant_and_its_name_goes_to_the_one_of_today() -> None:
    offices = OfficeDirectory(
        offices=(
            KnownOffice(number="33", name="Bürgeramt", in_force=False),
            KnownOffice(number="35", name="Bürgeramt"),
            KnownOffice(number="39", name="Veterinäramt", in_force=False),
        )
    )
    assert office("Bürgeramt", offices) == "35"
    assert read_office("Amt 33", offices) == Reading(doubt=Doubt.PAST, mentioned=("33",))
    assert read_office("Veterinäramt", offices).doubt is Doubt.PAST
    assert read_office("33 Bürgeramt", offices).doubt is Doubt.CONTRADICTION


def test_two_offices_of_one_name_are_asked_unless_the_number_says_which() -> None:
    offices = directory("", "31 Bezirksamt\n32 Bezirksamt")
    assert read_office("Bezirksamt", offices) == Reading(doubt=Doubt.SEVERAL, mentioned=("31", "32"))
    assert office("32 Bezirksamt", offices) == "32"


def test_an_alias_is_a_name_like_any_other_and_comes_before_what_other_cities_say() -> None:
    offices = directory("", "33 Meldewesen | Passstelle\n35 Ausländerwesen | Bürgerbüro")
    assert office("Passstelle", offices) == "33"
    assert office("bitte an die Passstelle", offices) == "33"
    assert office("Bürgerbüro", offices) == "35"


def test_two_offices_that_other_cities_have_as_one_are_never_guessed() -> None:
    offices = directory("", "33 Bürgeramt\n34 Einwohnermeldeamt")
    assert office("Bürgeramt", offices) == "33"
    assert read_office("Bürgerbüro", offices).doubt is Doubt.SEVERAL


def test_a_very_long_text_is_read_in_no_time() -> None:
    assert office("Amt 33 " + "und so weiter (" * 2000, TOWN) is None
    assert office("Tel. " + "0521 / " * 2000 + "Amt 33", TOWN) == "33"
