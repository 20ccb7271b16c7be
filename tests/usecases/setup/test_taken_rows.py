"""Nothing is taken from an office before somebody has said yes."""

from dataclasses import replace

import pytest

from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.survey.service_list import ListState
from ozg_workflow.usecases.setup.preview_prepare import preview_prepare
from tests.usecases.changed_offices import followed, heir, renumbered
from tests.usecases.setup.changed import with_new_service, with_service, without_service
from tests.usecases.town import Town, town_data

pytestmark = pytest.mark.both_databases


def test_a_filtered_catalogue_is_refused_with_names_and_the_way_out(asked: Town) -> None:
    before = asked.dump()
    with pytest.raises(InputError) as refused:
        asked.prepare(without_service("L2", "L3", "L8"), confirmed=False)
    assert str(refused.value).startswith(
        "Diese Dateien nähmen 3 Leistungen aus Listen, die schon bei Ämtern liegen: "
        "Amt 33 – Einwohner- und Meldeamt: 2 („Wohnsitz anmelden“ und „Meldebescheinigung ausstellen“); "
        "Amt 50 – Sozialamt: 1 („Bildung und Teilhabe beantragen“). Es ist nichts geändert."
    )
    assert "ozg prepare --preview" in str(refused.value)
    assert "ozg prepare --yes" in str(refused.value)
    assert asked.dump() == before
    assert not (asked.home / "var" / "backups").exists()


def test_of_many_only_the_first_are_named(asked: Town) -> None:
    data = town_data()
    many = tuple(replace(data.services[0], ref=f"M{n}", key="", name=f"Genehmigung {n}") for n in range(5))
    asked.prepare(replace(data, services=(*data.services, *many)))
    asked.do("send-lists")
    with pytest.raises(InputError, match=r"5 \(„Genehmigung 0“, „Genehmigung 1“, „Genehmigung 2“ und 2 weitere\)"):
        asked.prepare(confirmed=False)


def test_of_many_offices_those_that_lose_most_are_named(town: Town) -> None:
    """Seven offices besides the five of the town, the later ones with more services: 1, 2, …, 7."""
    data = town_data()
    model = next(office for office in data.organisation.offices if office.number == "20")
    offices = tuple(replace(model, number=f"9{n}", name=f"Betrieb {n}") for n in range(1, 8))
    homes = tuple(
        replace(home, office=office.number) for office in offices for home in data.organisation.memberships if home.office == "20"
    )
    many = tuple(
        replace(data.services[0], ref=f"M{n}-{k}", key="", name=f"Genehmigung {n}.{k}", office=f"9{n}")
        for n in range(1, 8)
        for k in range(n)
    )
    organisation = replace(
        data.organisation,
        offices=(*data.organisation.offices, *offices),
        memberships=(*data.organisation.memberships, *homes),
    )
    data = replace(data, organisation=organisation, services=(*data.services, *many))
    town.prepare(data)
    town.day("2020-03-25", "send-lists", "deliver")
    changed = replace(data, services=tuple(service for service in data.services if not service.ref.startswith("M")))
    with pytest.raises(InputError) as refused:
        town.prepare(changed, confirmed=False)
    first, *_ = str(refused.value).splitlines()
    assert first.startswith("Diese Dateien nähmen 28 Leistungen aus Listen, die schon bei Ämtern liegen: Amt 97 – Betrieb 7: 7 (")
    assert "Amt 97 – Betrieb 7: 7 („Genehmigung 7.0“, „Genehmigung 7.1“, „Genehmigung 7.2“ und 4 weitere); Amt 96" in first
    assert "Amt 93 – Betrieb 3: 3 („Genehmigung 3.0“, „Genehmigung 3.1“ und „Genehmigung 3.2“); und 2 weitere Ämter" in first
    assert first.endswith("; und 2 weitere Ämter mit 3 Leistungen. Es ist nichts geändert.")
    consequences = preview_prepare(town.ctx(), changed).as_json()["consequences"]
    assert len([item for item in consequences if item["kind"] == "list_loses"]) == 28, "a machine gets all"


def test_another_office_takes_a_row_too(asked: Town) -> None:
    with pytest.raises(InputError, match="Amt 50 – Sozialamt: 1 "):
        asked.prepare(with_service("L8", office="20"), confirmed=False)


def test_what_takes_nothing_from_a_list_is_loaded_at_once(asked: Town) -> None:
    asked.prepare(with_new_service("33"), confirmed=False)
    asked.prepare(confirmed=False)
    asked.prepare(with_service("L3", name="Meldebescheinigung"), confirmed=False)
    assert {state for state in asked.states("33")} == {"open"}


def test_before_the_lists_are_out_nobody_is_asked(town: Town) -> None:
    assert town.prepare(without_service("L3"), confirmed=False).changed


def test_every_row_that_is_taken_or_given_back_is_named(asked: Town) -> None:
    row = "Amt 33 – Einwohner- und Meldeamt, Fassung 1, Nr. 2 „Meldebescheinigung ausstellen“"
    number = next(n for n, r in asked.rows("33").items() if r.service.ref == "L3")
    row = row.replace("Nr. 2", f"Nr. {number}")
    for data, kind in ((without_service("L3"), "list_loses"), (None, "list_gets_back")):
        found = [item for item in asked.prepare(data).consequences or () if item.kind == kind]
        assert [(item.text, item.about["ref"], item.about["version"]) for item in found] == [(row, "L3", 1)]
    assert ListState.PREPARED not in {item["state"] for item in asked.status()["lists"]}


def test_who_seems_to_follow_an_office_that_is_gone_is_named(asked: Town) -> None:
    with pytest.raises(InputError, match=r"Folgt ihm Amt 36\? Dann dort in der Spalte „vorgaenger“ 34 eintragen"):
        asked.prepare(followed(("34",), heir("36", "Urkundenstelle"), places={}), confirmed=False)


@pytest.mark.parametrize("said", [True, False])
def test_a_renumbered_office_loses_nothing(asked: Town, said: bool) -> None:
    asked.prepare(renumbered("34", "36", said=said), confirmed=False)
    asked.prepare(followed(("33", "36"), heir("39", "Bürgeramt", "33", "36"), places={}), confirmed=False)
    assert {state for state in asked.states("39")} == {"open"}
