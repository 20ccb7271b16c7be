"""The forms that send a table and take it back, and the one that plans the waves: each shows first."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import select

from flows.plan_waves import plan_waves
from flows.send_table import TableName, send_table
from flows.take_table import take_table
from ozg_workflow.database.models import Incoming
from ozg_workflow.domain.results.terms import Field
from ozg_workflow.usecases.cockpit.choices import Choice, read_choices
from ozg_workflow.usecases.results.measure_admin.change import change_measure_of
from ozg_workflow.usecases.results.measure_admin.show import MeasureWish, list_measures
from ozg_workflow.usecases.results.tables.file import TABLE_TITLES
from tests.flows.conftest import LINDNER
from tests.usecases.town import Town, town_data


def test_a_table_goes_out_and_comes_back_through_the_forms(started: Town, cockpit: Callable[..., Town]) -> None:
    cockpit(started)
    day = started.clock.today
    shown = send_table(table="Maßnahmen", today=day, return_state=True)
    assert shown.is_completed(), shown.message
    assert started.messages("working_table") == []
    sent = send_table(table="Maßnahmen", today=day, preview=False, return_state=True)
    assert sent.is_completed(), sent.message
    letter = started.letters()[-1]
    started.drop(started.letter(letter.attachments, sender=letter.to[0], answers=letter))
    started.do("collect")
    with started.session() as session:
        option = next(text for text in read_choices(session)[Choice.QUARANTINED] if "AW: Amtslisten" in text)
        (mail,) = session.scalars(select(Incoming.id).where(Incoming.state == "quarantined"))
    assert option.startswith(f"{mail} – ")
    for preview in (True, False):
        done = take_table(mail=mail, by=LINDNER, today=day, preview=preview, return_state=True)
        assert done.is_completed(), done.message
    with started.session() as session:
        assert session.get_one(Incoming, mail).state == "dismissed"


def test_the_waves_are_planned_anew(started: Town, cockpit: Callable[..., Town]) -> None:
    cockpit(started)
    day = started.clock.today
    refused = plan_waves(by=LINDNER, today=day, return_state=True)
    assert refused.is_failed()
    assert "fehlt capacity_per_office" in str(refused.message)
    data = town_data()
    plan = replace(data.config.prioritisation, version="1.1", capacity_per_office=1)
    started.prepare(replace(data, config=replace(data.config, prioritisation=plan)))
    change_measure_of(started.ctx(), "L6", {Field.WAVE: "3"})

    def wave() -> str:
        return next(view.terms.wave for view in list_measures(started.ctx(), MeasureWish()) if view.service == "L6")

    assert plan_waves(by=LINDNER, today=day, return_state=True).is_completed()
    assert wave() == "3"
    assert plan_waves(by=LINDNER, today=day, preview=False, return_state=True).is_completed()
    assert wave() == "1"


def test_the_form_offers_every_table() -> None:
    assert TableName.__args__[0].__args__ == tuple(TABLE_TITLES.values())  # type: ignore[attr-defined]
