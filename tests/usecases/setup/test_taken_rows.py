"""Nothing is taken from an office before somebody has said yes."""

from dataclasses import replace

import pytest

from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.survey.service_list import ListState
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
