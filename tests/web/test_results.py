"""The pages of the ranking and of the measures."""

from dataclasses import replace

from ozg_workflow.domain.desk import Desk
from ozg_workflow.domain.results.solutions import Solution
from ozg_workflow.domain.results.terms import Field
from ozg_workflow.usecases.results.measure_admin.change import change_measure_of
from ozg_workflow.workspace.desk_file import write_desk
from tests.usecases.town import Town, town_data
from tests.web.conftest import Open
from tests.web.test_office import KEY, words


def test_before_the_evaluation_the_pages_say_so(asked: Town, read: Open) -> None:
    room = read(asked)
    assert "Es wurde noch nicht ausgewertet." in words(room.get(f"/{KEY}/priorisierung").text)
    assert "Maßnahmen gibt es noch keine." in words(room.get(f"/{KEY}/massnahmen").text)


def test_the_ranking_tells_ranks_fields_reasons_and_what_is_blocked(started: Town, read: Open) -> None:
    room = read(started)
    page = room.get(f"/{KEY}/priorisierung").text
    told = words(page)
    assert "8 Leistungen gefunden" in told
    assert f'href="/{KEY}/leistungen/L2"' in page
    assert "rechtlich gesperrt" in told
    assert "Rechtlich gesperrt: Eine digitale Erledigung ist gesetzlich ausgeschlossen." in told
    assert "fehlt: " in told, "what is open says which answer is missing"
    blocked = words(room.get(f"/{KEY}/priorisierung?zustand=blocked").text)
    assert "1 Leistung gefunden" in blocked
    assert "Eheschließung anmelden" in blocked
    assert "3 Leistungen gefunden" in words(room.get(f"/{KEY}/priorisierung?amt=33").text)
    assert "1 Leistung gefunden" in words(room.get(f"/{KEY}/priorisierung?text=wohngeld").text)
    assert "Es wurde noch nicht ausgewertet." in words(room.get(f"/{KEY}/priorisierung?stand=2020-05-20").text)
    assert room.get(f"/{KEY}/priorisierung?zustand=erfunden").status_code == 400


def test_the_measures_tell_wave_target_and_state(started: Town, read: Open) -> None:
    room = read(started)
    page = room.get(f"/{KEY}/massnahmen").text
    told = words(page)
    assert "6 Maßnahmen gefunden" in told
    assert "Ziel erreicht" in told
    assert "1 Maßnahme gefunden" in words(room.get(f"/{KEY}/massnahmen?zustand=reached").text)
    assert "3 Maßnahmen gefunden" in words(room.get(f"/{KEY}/massnahmen?amt=33").text)
    assert "0 Maßnahmen gefunden" in words(room.get(f"/{KEY}/massnahmen?text=%3Cscript%3E").text)
    assert "<script" not in room.get(f"/{KEY}/massnahmen?text=%22%3E%3Cscript%3E").text


def test_a_measure_leads_to_the_form_that_changes_it(started: Town, read: Open) -> None:
    write_desk(started.home, Desk(deployments={"27 Maßnahme ändern": "f27"}))
    change_measure_of(started.ctx(), "L2", {Field.ROUTE: "efa", Field.EFFORT_DAYS: "12", Field.NOTE: "<b>dringend</b>"})
    room = read(started)
    page = room.get(f"/{KEY}/massnahmen").text
    assert "Einer für Alle" in words(page)
    assert page.count("f27") == 6
    assert "L2%20%E2%80%93%20Wohnsitz" in page
    service = room.get(f"/{KEY}/leistungen/L2").text
    assert "f27" in service
    assert "Weg: Einer für Alle" in words(service)
    assert "Aufwand (Personentage): 12" in words(service)
    assert "&lt;b&gt;dringend" in service


def test_the_maturity_page_tells_both_figures_and_over_what_the_mean_is(started: Town, read: Open) -> None:
    room = read(started)
    page = room.get(f"/{KEY}/reifegrad").text
    told = words(page)
    assert "Maßstab ist die Skala „Reifegrad nach dem Umsetzungskonzept (Stufen 0–5)“." in told
    assert "OZG-konform (ab Stufe 3)" in told
    assert "am Ziel (ab Stufe 4)" in told
    assert "Leistungen mit bekannter Stufe" in told
    assert "Kein Amt hat ein fest geplantes Angebot gemeldet." in told
    assert f'href="/{KEY}/leistungen/L3"' in page
    assert room.get(f"/{KEY}/reifegrad?seite=x").status_code == 400


def test_before_the_lists_the_maturity_page_says_so(town: Town, read: Open) -> None:
    assert "Es wurde noch keine Amtsliste verschickt" in words(read(town).get(f"/{KEY}/reifegrad").text)


def test_a_measure_shows_why_it_was_shifted_and_what_could_be_reused(started: Town, read: Open) -> None:
    known = (Solution(key="10280", name="Wohngeld <online>", provider="Land", link="https://wohngeld.example/"),)
    data = town_data()
    started.prepare(replace(data, config=replace(data.config, solutions=known)))
    change_measure_of(started.ctx(), "L7", {Field.ROUTE: "own", Field.WAVE: "3"})
    room = read(started)
    why = "Welle 3 statt 1, weil es am 01.09.2020 so vereinbart wurde."
    for address in ("massnahmen", "massnahmen?nachnutzbar=1", "leistungen/L7"):
        page = room.get(f"/{KEY}/{address}").text
        assert why in words(page), address
        assert "nachnutzbar" in words(page), address
        assert '<a href="https://wohngeld.example/" rel="noopener noreferrer"><bdi>Wohngeld &lt;online&gt; (Land)' in page, (
            address
        )
    assert "1 Maßnahme gefunden" in words(room.get(f"/{KEY}/massnahmen?nachnutzbar=1").text)


def test_the_page_leads_to_the_forms_for_all_measures(started: Town, read: Open) -> None:
    forms = {"31 Wellen planen": "f31", "32 Tabelle anfordern": "f32", "33 Tabelle übernehmen": "f33"}
    write_desk(started.home, Desk(deployments=forms))
    page = read(started).get(f"/{KEY}/massnahmen").text
    assert [page.count(form) for form in forms.values()] == [1, 1, 1]
    assert "Ma%C3%9Fnahmen" in page, "the table is chosen already"
