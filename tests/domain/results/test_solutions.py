"""Which solutions fit a service, and when it is told that one could be reused."""

from datetime import date

import pytest

from ozg_workflow.domain.results.routes import Route
from ozg_workflow.domain.results.solutions import Solution, Solutions, is_missed, is_open, reuse_hint, words_of

BUNDLE = Solution(key="10280", name="Wohngeld online", provider="Land NRW", route=Route.EFA, since=date(2022, 3, 1))
SERVICE = Solution(key="99107002012000", name="Antragsmodul", provider="Stadt Köln")
KNOWN = Solutions.of([BUNDLE, SERVICE])


def test_a_solution_fits_by_leika_key_or_by_ozg_id() -> None:
    assert KNOWN.fitting("99107002012000", "10280") == (SERVICE, BUNDLE)
    assert KNOWN.fitting("", "10280") == (BUNDLE,)
    assert KNOWN.fitting("99107003012000", "10281") == ()
    assert KNOWN.fitting("", "") == ()


def test_a_solution_says_whose_it_is_by_which_way_and_since_when() -> None:
    assert words_of(KNOWN.fitting("99107002012000", "10280")) == (
        "Antragsmodul (Stadt Köln); Wohngeld online (Land NRW, Einer für Alle, seit 01.03.2022)"
    )
    assert Solution(key="10280", name="Modul", provider="").words == "Modul"


@pytest.mark.parametrize(
    ("route", "missed", "unsettled"),
    [
        (Route.OWN, True, True),
        (None, False, True),
        (Route.EFA, False, False),
        (Route.SHARED, False, False),
        (Route.NONE, False, False),
    ],
)
def test_only_an_own_solution_misses_one_and_nothing_agreed_leaves_it_open(
    route: Route | None, missed: bool, unsettled: bool
) -> None:
    assert (is_missed(route, (BUNDLE,)), is_open(route, (BUNDLE,))) == (missed, unsettled)
    assert not is_missed(route, ())
    assert not is_open(route, ())


def test_a_list_tells_what_is_offered_by_its_day_with_the_link() -> None:
    linked = Solution(key="10280", name="Modul", provider="", link="https://modul.example/")
    assert reuse_hint((BUNDLE, linked), date(2022, 2, 28)) == "Was nachgenutzt werden könnte: Modul, https://modul.example/."
    assert reuse_hint((BUNDLE,), date(2022, 3, 1)).endswith("Wohngeld online (Land NRW, Einer für Alle, seit 01.03.2022).")
    assert reuse_hint((BUNDLE,), date(2022, 2, 28)) == reuse_hint((), date(2022, 3, 1)) == ""
