"""A measure is changed by a person, whole or not at all, and the log keeps who it was."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import Event, Measure
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.results.routes import Route
from ozg_workflow.domain.results.terms import Field
from ozg_workflow.usecases.results.measure_admin.change import change_measure, change_measure_of
from ozg_workflow.usecases.step.deciding import named
from ozg_workflow.usecases.survey.levels import last_levels
from tests.usecases.town import Town


def measure(town: Town, ref: str) -> Measure:
    with town.session() as session:
        (found,) = [m for m in session.scalars(select(Measure)) if m.service.ref == ref]
        assert found.office
        return found


def log(town: Town) -> list[tuple[str, str]]:
    with town.session() as session:
        return [(e.actor, e.text) for e in session.scalars(select(Event).where(Event.verb == "measure_changed"))]


def test_wave_route_and_office_change_with_the_name_of_who_did_it(started: Town) -> None:
    ctx, number = named(started.ctx(), "Frau Beispiel"), measure(started, "L2").id
    given = {Field.WAVE: "2", Field.ROUTE: "efa", Field.OFFICE: "Standesamt", Field.CONTACT: "Herr Muster"}
    result = change_measure(ctx, number, given)
    found = measure(started, "L2")
    assert (found.wave, found.route, found.office.number, found.contact) == ("2", Route.EFA, "34", "Herr Muster")
    assert (str(found.starts_on), str(found.target_on), str(found.state)) == ("2021-01-04", "2021-12-30", "planned")
    who = {actor for actor, _ in log(started)}
    texts = [text.partition(f"(Nr. {number}), ")[2] for _, text in log(started)]
    assert (len(who), texts) == (
        1,
        [
            "Welle: Erste Verfahren 2020 → Zweite Welle 2021",
            "Weg: leer → Einer für Alle",
            "Amt: 33 – Einwohner- und Meldeamt → 34 – Standesamt",
            "Ziel bis: 30.12.2020 → 30.12.2021",
            "Ansprechperson",
        ],
    )
    assert "Frau Beispiel" in who.pop()
    assert any("leer → Herr Muster" in line for line in result.lines)


def test_a_preview_and_what_is_the_same_change_nothing(started: Town) -> None:
    number = measure(started, "L2").id
    shown = change_measure(started.ctx(preview=True), number, {Field.WAVE: "2"})
    assert shown.changed
    same = change_measure(started.ctx(), number, {Field.WAVE: "1", Field.TARGET_LEVEL: "4"})
    assert (same.changed, log(started)) == (False, [])
    assert "bereits vereinbart" in same.lines[0]


def test_a_target_that_is_met_already_is_reached_and_one_that_is_not_any_more_is_not(started: Town) -> None:
    number, level = measure(started, "L2").id, last_level(started, "L2")
    assert (str(measure(started, "L2").state), level) == ("started", 2)
    told = change_measure(started.ctx(), number, {Field.TARGET_LEVEL: str(level)})
    assert told.lines[-1] == f"Wohnsitz anmelden (Nr. {number}): Ziel erreicht, gemeldet ist die Stufe {level}."
    found = measure(started, "L2")
    assert (str(found.state), found.reached_at is not None) == ("reached", True)
    assert started.status()["implementation"]["reached_target"] == 2
    change_measure(started.ctx(), number, {Field.TARGET_LEVEL: str(level + 1)})
    found = measure(started, "L2")
    assert (str(found.state), found.reached_at) == ("started", None)


def last_level(town: Town, ref: str) -> int:
    with town.ctx().reading() as work:
        return last_levels(work)[measure(town, ref).service_id]


def test_one_wrong_word_leaves_everything_as_it_was(started: Town) -> None:
    number = measure(started, "L2").id
    with pytest.raises(InputError, match="Weg „selbst“"):
        change_measure(started.ctx(), number, {Field.NOTE: "x", Field.ROUTE: "selbst"})
    with pytest.raises(InputError, match="Nummer 999 gibt es nicht"):
        change_measure(started.ctx(), 999, {Field.NOTE: "x"})
    assert measure(started, "L2").note == ""


def test_measures_never_wait_for_each_other(started: Town) -> None:
    first, second = measure(started, "L2").id, measure(started, "L4").id
    told = change_measure(started.ctx(), first, {Field.DEPENDS_ON: str(second)})
    assert any("wovon es abhängt, soll erst am 30.12.2020 fertig sein" in line for line in told.lines)
    with pytest.raises(InputError, match="würden aufeinander warten: Nr"):
        change_measure(started.ctx(), second, {Field.DEPENDS_ON: str(first)})
    assert measure(started, "L4").depends_on is None


def test_the_form_names_the_service(started: Town) -> None:
    change_measure_of(started.ctx(), "L2", {Field.NOTE: "mit dem Land"})
    assert measure(started, "L2").note == "mit dem Land"
    with pytest.raises(InputError, match="gibt es keine Maßnahme"):
        change_measure_of(started.ctx(), "L5", {Field.NOTE: "x"})


def test_a_reached_measure_stays_reached_in_another_wave(started: Town) -> None:
    change_measure_of(replace(started.ctx(), actor="x"), "L3", {Field.WAVE: "2"})
    assert str(measure(started, "L3").state) == "reached"
