"""The preview names every consequence and changes nothing; the mails that go out afterwards are the ones it named."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.rollout import RolloutData
from ozg_workflow.usecases.setup.preview_prepare import preview_first, preview_prepare
from ozg_workflow.usecases.step.result import StepResult
from tests.usecases.changed_offices import renumbered
from tests.usecases.setup.changed import with_deadline, with_new_service, with_service, without_service
from tests.usecases.town import Town, town_data

pytestmark = pytest.mark.both_databases


def preview(town: Town, data: RolloutData) -> StepResult:
    before = town.dump()
    result = preview_prepare(town.ctx(), data)
    assert town.dump() == before
    assert not (town.home / "var" / "backups").exists()
    return result


def kinds(result: StepResult) -> dict[str, int]:
    found: dict[str, int] = {}
    for item in result.consequences or ():
        found[str(item.kind)] = found.get(str(item.kind), 0) + 1
    return found


def mails(result: StepResult) -> list[tuple[Any, ...]]:
    """The mails of a result without their tags: those follow the numbers of lists, which PostgreSQL does not give twice."""
    return [(mail.recipients, mail.subject.partition(" [OZG-")[0], mail.attachments) for mail in result.mails]


def an_update() -> RolloutData:
    """Two services are new, one is gone, one is renamed, one moves to another office, one office has another mailbox."""
    data = with_new_service("33")
    changed = {"L3": {"name": "Meldebescheinigung"}, "L8": {"office": "20"}}
    services = tuple(replace(s, **changed.get(s.ref, {})) for s in data.services if s.ref != "L5")
    other = replace(data.services[-1], ref="L98", key="", name="Fundsachen abgeben", office="10")
    offices = tuple(
        replace(o, mailbox="standesamt@bielefeld.example") if o.number == "34" else o for o in data.organisation.offices
    )
    return replace(data, services=(*services, other), organisation=replace(data.organisation, offices=offices))


def test_every_consequence_of_an_update_is_named(asked: Town) -> None:
    result = preview(asked, an_update())
    assert kinds(result) == {
        "service_new": 2,
        "service_gone": 1,
        "service_renamed": 1,
        "service_moved": 1,
        "office_mailbox": 1,
        "list_loses": 2,
    }
    assert "  „Eheschließung anmelden“ (Amt 34)" in result.lines
    assert "  „Bildung und Teilhabe beantragen“: Amt 50 → Amt 20" in result.lines
    assert any(line.startswith("Das verlangt eine Bestätigung. Diese Dateien nähmen 2 Leistungen") for line in result.lines)
    assert result.lines[-1] == "2 Mails gingen mit dem nächsten Versand hinaus."


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(town_data, id="nothing"),
        pytest.param(an_update, id="an update"),
        pytest.param(lambda: without_service("L3", "L8"), id="a filter"),
        pytest.param(lambda: with_service("L8", office="20"), id="another office"),
        pytest.param(lambda: with_deadline(date(2020, 5, 29)), id="another deadline"),
    ],
)
def test_the_mails_that_go_out_are_the_ones_the_preview_named(asked: Town, data: Any) -> None:
    asked.send_back("33")
    asked.do("collect")
    named = preview(asked, data())
    done = asked.prepare(data())
    assert done.consequences == named.consequences
    assert mails(done) == []
    assert mails(asked.do("send-lists")) == mails(named)


def test_an_event_that_moves_is_named_with_its_updates(town: Town) -> None:
    town.day("2020-03-25", "announce", "deliver")
    data = town_data()
    milestones = tuple(
        replace(m, planned_on=date(2020, 4, 2)) if m.action is Action.EVENT and m.planned_on == date(2020, 3, 31) else m
        for m in data.config.timeline.milestones
    )
    moved = replace(data, config=replace(data.config, timeline=replace(data.config.timeline, milestones=milestones)))
    named = preview(town, moved)
    assert kinds(named) == {"milestone_moved": 1}
    assert len(named.mails) == 2
    town.prepare(moved)
    assert [m for m in mails(town.do("announce")) if "02.04.2020" in str(m)] == mails(named)


def test_a_moved_deadline_names_lists_and_reminders(asked: Town) -> None:
    assert kinds(preview(asked, with_deadline(date(2020, 5, 29)))) == {"milestone_moved": 1, "list_due": 5, "reminder_moved": 4}


def test_a_moved_date_stays_moved_and_is_no_consequence(asked: Town) -> None:
    from ozg_workflow.usecases.timeline.move_milestone import move_milestone

    key = next(m.key for m in town_data().config.timeline.milestones if m.action is Action.RETURN_DEADLINE)
    move_milestone(asked.ctx(), key, date(2020, 5, 20))
    data = town_data()
    assert kinds(preview(asked, replace(data, config=replace(data.config, title="Anders")))) == {}


def test_a_rollout_that_is_not_loaded_yet_is_new_as_a_whole(town: Town) -> None:
    data = town_data()
    other = replace(data, config=replace(data.config, key="paderborn-2020"))
    before = town.dump()
    result = preview_prepare(town.app.context_for("paderborn-2020", today=town.clock.today, actor="test"), other)
    assert (town.dump(), result.consequences, result.mails) == (before, [], [])
    assert "Leistungen: 8 neu, 0 geändert, 0 entfallen" in result.lines
    assert "würde angelegt" in preview_first(other).lines[0]


def test_what_becomes_of_an_office_is_told_once(asked: Town) -> None:
    lines = preview_prepare(asked.ctx(), renumbered("34", "36", said=True)).lines
    told = [line for line in lines if "geht in Amt 36" in line]
    assert told == ["  Amt 34 – Standesamt geht in Amt 36 – Standesamt auf: 1 Liste und 2 Leistungen"]
