"""Who follows whom: renumbered, merged, split, and what the catalogue means on the way."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozg_workflow.domain.catalogue import Service
from ozg_workflow.domain.organisation import Membership, Office, Organisation
from ozg_workflow.domain.succession import (
    Former,
    Succession,
    due_successions,
    has_ended,
    heirs_of,
    likely_heirs,
    placed,
    predecessor_mistakes,
    recognised,
    spun_off,
)

DAY = date(2020, 5, 1)


def office(number: str, *predecessors: str) -> Office:
    return Office(
        number=number,
        name=f"Amt {number}",
        mailbox=f"amt{number}@stadt.example",
        head_name="Frau A",
        head_email=f"leitung{number}@stadt.example",
        predecessors=predecessors,
    )


def city(*offices: Office, **terms: tuple[date, date | None]) -> Organisation:
    """A city; `amt36=(first, last)` are the dates of an office, without them it has always been there."""
    memberships = tuple(
        Membership(
            office=o.number,
            department="1",
            valid_from=terms.get(f"amt{o.number}", (date.min, None))[0],
            valid_to=terms.get(f"amt{o.number}", (date.min, None))[1],
        )
        for o in offices
    )
    return Organisation(departments=(), offices=offices, memberships=memberships)


def service(ref: str, number: str) -> Service:
    return Service(ref=ref, key="", name=ref, service_type="", ozg_id="", ozg_name="", topic="", legal_basis="", office=number)


def test_a_number_that_is_no_longer_in_the_file_has_an_heir() -> None:
    renumbered = city(office("38", "36"), office("66"))
    assert heirs_of(renumbered) == {"36": ("38",)}
    assert due_successions(renumbered, DAY) == (Succession(old="36", heirs=("38",)),)


def test_merged_and_split_offices() -> None:
    both = city(office("38", "36", "37"), office("65", "66"), office("67", "66"))
    assert due_successions(both, DAY) == (
        Succession(old="36", heirs=("38",)),
        Succession(old="37", heirs=("38",)),
        Succession(old="66", heirs=("65", "67")),
    )


def test_an_office_that_stands_in_the_file_is_followed_when_its_last_day_is_over() -> None:
    dated = city(office("36"), office("38", "36"), amt36=(date.min, DAY), amt38=(date(2020, 5, 2), None))
    assert not has_ended(dated, "36", DAY), "the last day still counts"
    assert due_successions(dated, DAY) == ()
    assert due_successions(dated, date(2020, 5, 2)) == (Succession(old="36", heirs=("38",)),)


def test_an_office_that_stays_gives_away_only_what_the_catalogue_says() -> None:
    parted = city(office("66"), office("65", "66"))
    assert due_successions(parted, DAY) == ()
    assert spun_off(parted, DAY) == {("66", "65")}
    assert spun_off(city(office("66"), office("65", "66"), amt65=(date(2020, 6, 1), None)), DAY) == frozenset()


def test_the_lists_go_to_the_heir_with_most_services_of_equals_to_the_first() -> None:
    parted = Succession(old="66", heirs=("65", "67"))
    assert parted.main_heir(["67", "65", "67", "20"]) == "67"
    assert parted.main_heir(["67", "65"]) == parted.main_heir([]) == "65"


def test_a_catalogue_that_still_names_the_old_number_means_its_only_heir_whatever_the_chain() -> None:
    chain = city(office("40", "38"), office("38", "36"), amt38=(date.min, date(2020, 4, 30)))
    (found,) = placed(chain, [service("L1", "36")], DAY, {})
    assert found.office == "40"


def test_before_its_first_day_the_services_of_an_heir_stay_where_they_were() -> None:
    dated = city(office("36"), office("37"), office("38", "36", "37"), amt38=(date(2020, 6, 1), None))
    services = [service("L1", "38"), service("L2", "38"), service("L3", "37")]
    assert [s.office for s in placed(dated, services, DAY, {"L1": "37"})] == ["37", "36", "37"]
    assert [s.office for s in placed(dated, services, date(2020, 6, 1), {"L1": "37"})] == ["38", "38", "37"]


def test_without_predecessors_the_services_are_as_the_catalogue_says() -> None:
    services = tuple(service(f"L{n}", number) for n, number in enumerate(("36", "37", "36")))
    assert placed(city(office("36"), office("37")), services, DAY, {"L1": "36"}) == services


FORMER = Former(number="36", name="Umweltamt", services=frozenset({"L1", "L2"}))
FRESH = replace(FORMER, number="38")
CATALOGUE = frozenset({"L1", "L2", "L3"})


def test_the_same_name_with_all_services_under_another_number_is_the_same_office() -> None:
    assert recognised([FORMER], [FRESH], CATALOGUE) == {"36": "38"}
    assert recognised([FORMER], [replace(FRESH, name="UMWELTAMT", services=CATALOGUE)], CATALOGUE) == {"36": "38"}
    assert recognised([FORMER], [replace(FRESH, services=frozenset({"L1"}))], frozenset({"L1", "L3"})) == {"36": "38"}, (
        "what left the catalogue needs no office"
    )


@pytest.mark.parametrize(
    "new",
    [
        [replace(FRESH, name="Klimaamt")],
        [replace(FRESH, services=frozenset({"L1"}))],
        [FRESH, replace(FRESH, number="39")],
        [],
    ],
)
def test_where_it_is_not_sure_nothing_is_recognised(new: list[Former]) -> None:
    assert recognised([FORMER], new, CATALOGUE) == {}


def test_who_has_some_of_the_services_may_be_an_heir() -> None:
    others = [replace(FRESH, name="Klimaamt", services=frozenset({"L1"})), replace(FRESH, number="39", services=frozenset())]
    assert likely_heirs(FORMER, others) == ("38",)


@pytest.mark.parametrize(
    ("organisation", "mistakes"),
    [
        (city(office("38", "36"), office("36")), {}),
        (city(office("38", "38")), {"38": "kann nicht sein eigener Vorgänger sein"}),
        (city(office("38", "36"), office("36", "38")), {"38": "Amt 38 ← Amt 36 ← Amt 38", "36": "Amt 36 ← Amt 38 ← Amt 36"}),
        (city(office("1", "2"), office("2", "3"), office("3", "2")), {"2": "im Kreis", "3": "im Kreis"}),
    ],
)
def test_an_office_never_follows_itself(organisation: Organisation, mistakes: dict[str, str]) -> None:
    found = dict(predecessor_mistakes(organisation))
    assert found.keys() == mistakes.keys()
    assert all(words in found[number] for number, words in mistakes.items())


numbers = st.sampled_from(["1", "2", "3", "4", "5"])


@given(st.dictionaries(numbers, st.lists(numbers, unique=True, max_size=3)), st.lists(numbers, max_size=6))
def test_every_service_has_an_office_of_the_file_unless_several_follow(named: dict[str, list[str]], offices: list[str]) -> None:
    organisation = city(*(office(number, *old) for number, old in named.items()))
    if predecessor_mistakes(organisation):
        return
    heirs = heirs_of(organisation)
    wanted = [service(f"L{n}", number) for n, number in enumerate(offices)]
    for before, after in zip(wanted, placed(organisation, wanted, DAY, {}), strict=True):
        assert after.office in named or len(heirs.get(after.office, ())) != 1
        if before.office in named:
            assert after == before
