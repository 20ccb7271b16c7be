"""When an edited name is still the name of a service: no name of another service may pass."""

import csv
import random
from pathlib import Path

import pytest

from ozg_workflow.workbook.read.evidence import alike, continues

SERVICES = Path(__file__).parents[4] / "shared" / "data" / "services.csv"


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("wohngeld beantargen", "wohngeld beantragen"),
        ("wohngeld beantr.", "wohngeld beantragen"),
        ("anmeldung eines wohnsitzes", "wohnsitz anmelden"),
        ("wohnsitz anmelden (auch online möglich)", "wohnsitz anmelden"),
        ("33 – wohnsitz anmelden", "wohnsitz anmelden"),
        ("ehe\u00adschließung anmelden", "eheschließung anmelden"),
        ("eheschliessung anmelden", "eheschließung anmelden"),
        ("gebu\u0308hr festsetzen", "gebühr festsetzen"),
        ("hundesteuer", "hundesteuer anmelden"),
        ("irgendetwas", ""),
    ],
)
def test_edited_names_are_the_same_service(name: str, sent: str) -> None:
    assert alike(name, sent)


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("gewerbe anmelden", "hundesteuer anmelden"),
        ("reisepass ausstellung neu wegen änderung von sonstigen daten", "behinderung"),
        ("archivgut einsicht gewähren", "gewerbe"),
        ("parkerleichterungen gestattung", "bestattung"),
        ("fundsachen", "kinderreisepass meldung wegen fund"),
        ("gewerbe abmeldung", "gewerbesteuer"),
        ("sterbeurkunde ausstellen", "geburtsurkunde ausstellen"),
        ("–", "wohngeld beantragen"),
        ("", "wohngeld beantragen"),
    ],
)
def test_names_of_other_services_are_not(name: str, sent: str) -> None:
    assert not alike(name, sent)


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("geburtsurkunde ausstellen, auch international", True),
        ("geburts-urkunde ausstellen", True),
        ("geburtsurkunde ausstellen.", True),
        ("geburtsurkunde", False),
        ("geburtsurkunden ausstellen", False),
        ("sterbeurkunde ausstellen", False),
        ("urkunde ausstellen", False),
    ],
)
def test_without_a_key_only_words_behind_the_name_are_no_other_service(name: str, right: bool) -> None:
    assert continues(name, "geburtsurkunde ausstellen") == right


@pytest.mark.skipif(not SERVICES.exists(), reason="Der Katalog ../shared/data/services.csv fehlt.")
def test_no_two_services_of_different_offices_in_a_real_catalogue_pass_as_one() -> None:
    with SERVICES.open(encoding="utf-8") as file:
        names = [(row["amt"], row["bezeichnung"].casefold()) for row in csv.DictReader(file, delimiter=";")]
    chance = random.Random(7)
    pairs = [(chance.choice(names), chance.choice(names)) for _ in range(20_000)]
    strangers = [(one, other) for (office, one), (elsewhere, other) in pairs if office != elsewhere and one != other]
    assert len(strangers) > 10_000
    assert [pair for pair in strangers if alike(*pair)] == []
