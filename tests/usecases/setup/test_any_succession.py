"""Whatever becomes of the offices in between: the first files bring back the first state, and nobody is asked twice."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from ozg_workflow.database.models import Assignment, Measure, Office, ResponsibilityCase, Service, ServiceList, ServiceListRow
from ozg_workflow.domain.rollout import RolloutData
from tests.usecases.changed_offices import followed, heir, in_department, renumbered, with_offices
from tests.usecases.town import Town, not_ours, town_data


def dissolved() -> RolloutData:
    data = town_data()
    offices = [o for o in data.organisation.offices if o.number != "34"]
    memberships = [m for m in data.organisation.memberships if m.office != "34"]
    return with_offices(data, offices, memberships, {"L5": "33", "L6": "50"})


def absorbed() -> RolloutData:
    data = dissolved()
    offices = [replace(o, predecessors=("34",)) if o.number == "33" else o for o in data.organisation.offices]
    return with_offices(data, offices, list(data.organisation.memberships), {"L5": "33", "L6": "33"})


YOUNG = heir("35", "Ausweisamt", "33")
PLANS: Mapping[str, RolloutData] = {
    "34 becomes 36": renumbered("34", "36"),
    "34 becomes 36, not said": renumbered("34", "36", said=False),
    "34 becomes 39, by way of 36 or at once": followed(("34",), heir("39", "Standesamt", "36", "34"), places={}),
    "33 and 34 become 36": followed(("33", "34"), heir("36", "Bürgeramt", "33", "34"), places={}),
    "33 takes 34 in": absorbed(),
    "33 gives L4 away": followed(("33",), YOUNG, places={"L4": "35"}, stays=True),
    "33 is parted": followed(("33",), heir("36", "Meldestelle", "33"), YOUNG, places={"L4": "35"}),
    "34 is dissolved": dissolved(),
    "34 goes to Dezernat 1": in_department("34", "1"),
    "as it was": town_data(),
}


def state(town: Town) -> dict[str, list[object]]:
    """Who has which services, lists, rows, open cases and measures."""
    with town.session() as session:
        assignments = session.execute(
            select(Service.ref, Office.number, Assignment.state)
            .join(Assignment, Assignment.service_id == Service.id)
            .join(Office, Office.id == Assignment.office_id)
            .where(Assignment.state != "withdrawn")
        )
        lists = session.execute(
            select(ServiceList.id, Office.number, ServiceList.version, ServiceList.state, ServiceList.former_office)
            .join(Office, Office.id == ServiceList.office_id)
            .order_by(ServiceList.id)
        )
        rows = session.scalars(select(ServiceListRow).order_by(ServiceListRow.id))
        cases = session.scalars(select(ResponsibilityCase).where(ResponsibilityCase.state == "open"))
        measures = session.execute(
            select(Service.ref, Office.number)
            .join(Measure, Measure.service_id == Service.id)
            .join(Office, Office.id == Measure.office_id)
        )
        return {
            "assignments": sorted(map(tuple, assignments)),
            "lists": [tuple(row) for row in lists],
            "rows": [(row.id, str(row.state), row.answers) for row in rows],
            "cases": sorted((case.row_id, case.proposed_office) for case in cases),
            "measures": sorted(map(tuple, measures)),
        }


SEQUENCES = st.lists(st.sampled_from(sorted(PLANS)), min_size=1, max_size=4)
SAME_TOWN = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=20)


def there_and_back(town: Town, names: list[str]) -> None:
    """Load some configurations and then the first one again; afterwards the town is as it was before, for the next example."""
    if not (town.home / "var" / "ozg.db").exists():
        pytest.skip("each example begins with a copy of the file of SQLite; test_succession runs on both databases")
    town.app.engine.dispose()  # everything is in the file
    before, kept = state(town), (town.home / "var" / "ozg.db").read_bytes()
    try:
        for name in names:
            town.prepare(PLANS[name])
        town.prepare()
        assert state(town) == before
        assert town.do("send-lists").mails == []
    finally:
        put_back(town, kept)


def put_back(town: Town, kept: bytes) -> None:
    town.app.engine.dispose()
    for file in (town.home / "var").glob("ozg.db*"):
        file.unlink()
    (town.home / "var" / "ozg.db").write_bytes(kept)


@SAME_TOWN
@given(names=SEQUENCES)
def test_while_lists_are_out(asked: Town, names: list[str]) -> None:
    if asked.list_state("34") == "sent":  # the first example; the others begin where it began
        asked.send_back("34", rows=[1])
        asked.send_back("33", {2: not_ours("Amt 34?")}, rows=[1])
        asked.do("collect", "deliver")
    there_and_back(asked, names)


@SAME_TOWN
@given(names=SEQUENCES)
def test_while_measures_run(started: Town, names: list[str]) -> None:
    there_and_back(started, names)


@pytest.mark.parametrize("name", sorted(PLANS))
def test_a_second_loading_of_any_of_them_changes_nothing(asked: Town, name: str) -> None:
    asked.prepare(PLANS[name])
    assert not asked.prepare(PLANS[name]).changed


@pytest.mark.parametrize(
    "names",
    [
        ["33 takes 34 in", "33 and 34 become 36"],
        ["33 and 34 become 36", "33 takes 34 in"],
        ["33 and 34 become 36", "33 takes 34 in", "34 becomes 36"],
    ],
)
def test_an_office_that_went_through_two_others_comes_back(asked: Town, names: list[str]) -> None:
    there_and_back(asked, names)
