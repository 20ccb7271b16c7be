"""What waits because results do not fit what is loaded: weights without an evaluation, own solutions where one exists."""

from dataclasses import replace
from datetime import date

from ozg_workflow.domain.needs import Need, NeedKind
from ozg_workflow.domain.results.routes import Route
from ozg_workflow.domain.results.solutions import Solution
from ozg_workflow.domain.results.terms import Field
from ozg_workflow.usecases.cockpit.measures import MeasureFilter, measures
from ozg_workflow.usecases.cockpit.needs import needs
from ozg_workflow.usecases.cockpit.overview import overview
from ozg_workflow.usecases.results.measure_admin.change import change_measure_of
from ozg_workflow.usecases.results.measure_admin.show import MeasureWish, as_json, list_measures
from ozg_workflow.usecases.setup.preview_prepare import preview_prepare
from tests.usecases.town import Town, town_data

KNOWN = (
    Solution(key="10280", name="Wohngeld online", provider="Land", route=Route.EFA),
    Solution(key="99115002012000", name="Meldung", provider="Stadt Musterhafen", route=Route.SHARED),
)


def waiting(town: Town, kind: NeedKind) -> list[Need]:
    with town.ctx().reading() as work:
        found = [need for need in needs(work) if need.kind is kind]
    assert found == [need for need in overview(town.ctx()).needs if need.kind is kind]
    return found


def with_solutions(town: Town, *known: Solution) -> None:
    data = town_data()
    town.prepare(replace(data, config=replace(data.config, solutions=known)))


def test_weights_that_are_loaded_wait_for_their_evaluation(answered: Town) -> None:
    data = town_data()
    plan = replace(data.config.prioritisation, version="1.1", threshold=0.6)
    answered.prepare(replace(data, config=replace(data.config, prioritisation=plan)))
    assert waiting(answered, NeedKind.WEIGHTS) == [], "nothing was evaluated yet"
    answered.prepare()
    answered.do("evaluate")
    assert waiting(answered, NeedKind.WEIGHTS) == []
    answered.clock.set(date(2020, 7, 3))
    answered.prepare(replace(data, config=replace(data.config, prioritisation=replace(plan, version="1.2"))))
    (need,) = waiting(answered, NeedKind.WEIGHTS)
    assert need.detail == "Geladen sind die Gewichte Version 1.2, ausgewertet ist Version 1.0"
    assert (need.since, need.form) == (date(2020, 7, 3), "08 Auswerten und priorisieren")
    answered.do("evaluate")
    assert waiting(answered, NeedKind.WEIGHTS) == []


def test_an_own_solution_where_one_could_be_reused_waits_for_a_person(started: Town) -> None:
    with_solutions(started, *KNOWN)
    assert waiting(started, NeedKind.REUSE) == [], "nothing is planned as an own solution yet"
    for ref in ("L7", "L8"):
        change_measure_of(started.ctx(), ref, {Field.ROUTE: "own"})
    (need,) = waiting(started, NeedKind.REUSE)
    assert need.detail == (
        "Amt 50 Sozialamt: 1 Maßnahme ist als eigene Lösung geplant, zuerst „Wohngeld beantragen“; "
        "es gibt Wohngeld online (Land, Einer für Alle)"
    )
    assert (need.about.service, need.form) == ("L7", "27 Maßnahme ändern")
    change_measure_of(started.ctx(), "L7", {Field.ROUTE: "efa"})
    assert waiting(started, NeedKind.REUSE) == []


def test_what_could_be_reused_is_listed_wherever_measures_are(started: Town) -> None:
    with_solutions(started, *KNOWN)
    change_measure_of(started.ctx(), "L7", {Field.ROUTE: "own"})
    shown = list_measures(started.ctx(), MeasureWish(reuse=True))
    assert [view.service for view in shown] == ["L2", "L7"], "L2: nothing is agreed"
    assert as_json(shown[1])["solutions"] == [
        {"key": "10280", "name": "Wohngeld online", "provider": "Land", "route": "efa", "since": None, "link": ""}
    ]
    page = measures(started.ctx(), MeasureFilter(reuse=True), page=1, size=50)
    assert [line.ref for line in page.lines.rows] == ["L2", "L7"]
    assert all(line.reusable for line in page.lines.rows)
    change_measure_of(started.ctx(), "L7", {Field.ROUTE: "efa"})
    assert [view.service for view in list_measures(started.ctx(), MeasureWish(reuse=True))] == ["L2"]


def test_solutions_that_come_change_and_go_are_consequences_of_loading(started: Town) -> None:
    data = town_data()

    def consequences(*known: Solution) -> list[tuple[str, str]]:
        told = preview_prepare(started.ctx(preview=True), replace(data, config=replace(data.config, solutions=known)))
        return [(str(item.kind), item.text) for item in told.consequences or ()]

    assert consequences(*KNOWN) == [
        ("solution_new", "10280: Wohngeld online (Land, Einer für Alle)"),
        ("solution_new", "99115002012000: Meldung (Stadt Musterhafen, gemeinsam mit anderen Kommunen)"),
    ]
    with_solutions(started, *KNOWN)
    assert consequences(replace(KNOWN[0], provider="Bund")) == [
        ("solution_changed", "10280: Wohngeld online (Land, Einer für Alle) → Wohngeld online (Bund, Einer für Alle)"),
        ("solution_gone", "99115002012000: Meldung (Stadt Musterhafen, gemeinsam mit anderen Kommunen)"),
    ]
