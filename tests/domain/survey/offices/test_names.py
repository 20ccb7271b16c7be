"""How an office may be called: forms of its own name come before names of other cities, and a part is no name."""

import pytest

from ozg_workflow.domain.survey.offices.names import city_words, names_of
from ozg_workflow.domain.survey.offices.spelling import folded, name_words, tidy
from tests.domain.survey.offices.towns import TOWNS, directory


@pytest.mark.parametrize(
    ("name", "called", "not_called"),
    [
        ("Umweltamt", ["Umweltamt", "Amt für Umwelt", "Stadtumweltamt"], ["Umwelt", "Bundesumweltamt"]),
        ("Amt für Wohnungsförderung", ["Wohnungsförderung", "Wohnungsförderungsamt"], ["Förderung"]),
        ("Vermessungs- und Katasteramt", ["Katasteramt", "Vermessungsamt", "Vermessungskatasteramt"], ["Kataster"]),
        ("Statistisches Amt und Wahlamt", ["Statistisches Amt und Wahlamt"], ["Wahl"]),
        ("Ordnungsamt (inkl. Straßenverkehr, Gewerbe)", ["Ordnungsamt", "Amt für öffentliche Ordnung"], ["Gewerbe"]),
        ("Stadtreinigungsamt / Umweltbetrieb", ["Stadtreinigungsamt", "Umweltbetrieb"], ["Reinigung"]),
        ("Fachbereich Recht", ["Fachbereich Recht"], ["Recht", "Rechtsamt Nord"]),
        ("Amt für Schule", ["Schulamt", "Amt für Schule"], ["Schule"]),
        ("Statistisches Amt und Wahlamt", ["Wahlamt", "Statistisches Amt"], ["Amt"]),
        ("Stadtwerke Musterstadt", ["Stadtwerke", "Stadtwerke Musterstadt"], ["Werke"]),
    ],
)
def test_an_office_is_called_by_its_name_and_the_forms_of_it(name: str, called: list[str], not_called: list[str]) -> None:
    names = names_of(directory("Stadt Musterstadt", f"70 {name}"))
    assert [text for text in called if names.get(name_words(text)) != {"70"}] == []
    assert [text for text in not_called if name_words(text) in names] == []


def test_a_form_of_one_name_gives_way_to_the_name_of_another() -> None:
    names = names_of(directory("", "50 Sozialamt\n51 Jugend- und Sozialamt"))
    assert names[name_words("Sozialamt")] == {"50"}
    assert names[name_words("Jugendamt")] == {"51"}


def test_a_bare_word_is_no_name_where_another_office_has_it_too() -> None:
    alone = directory("", "64 Amt für Wohnungsförderung\n40 Schulamt")
    beside = directory("", "64 Amt für Wohnungsförderung\n70 Wohnungsbau")
    assert names_of(alone)[("wohnungsfoerderung",)] == {"64"}
    assert ("wohnungsfoerderung",) not in names_of(beside)


def test_the_city_may_be_named_with_and_without_what_it_is() -> None:
    assert city_words(TOWNS["bielefeld"]) == (("stadt", "bielefeld"), ("stadt", "bielefeld"), ("bielefeld",))
    assert city_words(directory("", "33 Bürgeramt")) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("KÄMMEREI", "kaemmerei"),
        ("Ka\u0308mmerei", "kaemmerei"),
        ("Standes-\namt", "standesamt"),
        ("Straßen\u00adverkehr", "strassenverkehr"),
        ("Einwohner-\nund Meldeamt", "einwohner-\nund meldeamt"),
        ("Recht & Ordnung", "recht und ordnung"),
        ("A – B", "a - b"),
    ],
)
def test_texts_are_compared_without_case_broken_lines_and_kinds_of_umlauts(text: str, words: str) -> None:
    assert folded(tidy(text)) == words
