"""Every form is one of the table: whether a person decides by it, and whether mail goes out by it. A new one cannot be forgotten."""

from typing import Any

import pytest

from flows.deployments import DAILY, EVERY_TEN_MINUTES, ORDER, deployments
from flows.engine.parameters import CHOICE
from flows.engine.prefect_yaml import prefect_yaml
from ozg_workflow.domain.deployments import DECIDING, Deployment
from ozg_workflow.usecases.cockpit.choices import Choice

MAIL = {
    Deployment.RUN_DAY,
    Deployment.ANNOUNCE,
    Deployment.SEND_LISTS,
    Deployment.COLLECT,
    Deployment.REMIND,
    Deployment.PRESENT,
    Deployment.START_IMPLEMENTATION,
    Deployment.TRACK,
    Deployment.REPORT_COMPLETION,
    Deployment.DELIVER,
    Deployment.EXPORT_ANSWERS,
    Deployment.SEND_TABLE,
}
DECIDE_AND_MAIL = {
    Deployment.SETTLE_RESPONSIBILITY,
    Deployment.CLEAR_QUARANTINE,
    Deployment.RELEASE,
    Deployment.MOVE_MILESTONE,
    Deployment.EXTEND_DEADLINE,
    Deployment.OPEN_ROUND,
    Deployment.SETTLE_MAIL,
    Deployment.ADOPT_LINE,
    Deployment.REMIND_OFFICE,
    Deployment.CORRECT_ANSWER,
    Deployment.RELEASE_BOARD,
}
DECIDE = {
    Deployment.PREPARE,
    Deployment.MILESTONE_DONE,
    Deployment.CLOSE_ROUND,
    Deployment.CLEAR_TO_READ,
    Deployment.CHANGE_MEASURE,
    Deployment.DECIDE_BOARD,
    Deployment.PLAN_WAVES,
    Deployment.TAKE_TABLE,
}
NEITHER = {Deployment.EVALUATE, Deployment.REPORT_STATUS, Deployment.COMPARE_WEIGHTS}
FIELDS = {name: flow.parameters.properties for name, flow, *_ in ORDER}


def test_every_form_says_whether_it_decides_and_whether_it_mails() -> None:
    groups = (MAIL, DECIDE_AND_MAIL, DECIDE, NEITHER)
    assert set(FIELDS) == set().union(*groups)
    assert sum(map(len, groups)) == len(FIELDS), "each in one of them"


def test_exactly_the_deciding_ones_ask_who_it_is_and_offer_the_people_of_the_rollout() -> None:
    asking = {name: fields["by"] for name, fields in FIELDS.items() if "by" in fields}
    assert set(asking) == DECIDE | DECIDE_AND_MAIL == DECIDING
    assert {(field["title"], field[CHOICE]) for field in asking.values()} == {("Bearbeitet von", str(Choice.PERSON))}
    people = {Choice.PERSON: ("Frau Kerstin Lindner – Koordination", "Herr Tarik Yıldız – Vertretung")}
    for form in deployments(choices=people):
        schema: Any = form._parameter_openapi_schema
        if form.name in asking:
            assert "by" in schema.required, "nobody decides without a name"
            assert schema.properties["by"]["enum"] == list(people[Choice.PERSON])


def test_what_decides_in_the_cockpit_stands_among_the_decisions() -> None:
    assert {name for name, _, _, tag in ORDER if tag == "entscheidung"} <= DECIDE | DECIDE_AND_MAIL


@pytest.mark.parametrize("name", sorted(MAIL | DECIDE_AND_MAIL))
def test_a_form_that_mails_shows_first_what_it_would_do(name: Deployment) -> None:
    assert FIELDS[name]["preview"]["default"] is True


def test_a_form_that_delivers_mails() -> None:
    assert {name for name, fields in FIELDS.items() if "deliver" in fields} <= MAIL | DECIDE_AND_MAIL


def test_what_the_calendar_starts_is_meant() -> None:
    assert [plan.parameters["preview"] for plan in (DAILY, EVERY_TEN_MINUTES)] == [False, False]
    plans = [s.parameters for d in deployments() for s in d.schedules or []]
    assert len(plans) == 2
    assert all(parameters["preview"] is False for parameters in plans)
    assert prefect_yaml().count("preview: false") == 2


def test_the_pretended_day_stands_in_forms_of_a_rehearsal_only() -> None:
    def asking(today: str | None) -> set[str]:
        forms: Any = {d.name: d._parameter_openapi_schema.properties for d in deployments(today)}
        return {name for name, fields in forms.items() if "today" in fields}

    assert asking(None) == set()
    assert asking("2020-03-25") == set(FIELDS)
