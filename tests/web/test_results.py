"""The pages of the ranking and of the measures."""

from tests.usecases.town import Town
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
