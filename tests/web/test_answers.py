"""The page of the answers: found, narrowed down, sorted and turned on the server."""

import re

import pytest
from sqlalchemy import update

from ozg_workflow.database.models import Service
from ozg_workflow.usecases.setup.import_portal import import_portal
from tests.usecases.setup.scales.test_change_scale import FEDERAL, with_scale
from tests.usecases.town import Town
from tests.web.conftest import Open
from tests.web.test_office import KEY, words

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>\u202egnp.exe' + "W" * 3000


def rows(page: str) -> list[str]:
    """The refs of the services, in the order of the table."""
    return re.findall(rf'<th scope="row"[^>]*><a href="/{KEY}/leistungen/([^"]+)"', page)


def test_before_the_survey_there_is_nothing_to_find(town: Town, read: Open) -> None:
    page = read(town).get(f"/{KEY}/angaben")
    assert page.status_code == 200
    assert "0 Zeilen gefunden." in words(page.text)


def test_everything_of_the_newest_survey_is_shown_with_where_it_comes_from(answered: Town, read: Open) -> None:
    page = read(answered).get(f"/{KEY}/angaben").text
    told = words(page)
    assert "8 Zeilen gefunden." in told
    assert sorted(rows(page)) == [f"L{n}" for n in range(1, 9)]
    assert re.search(r"Wohnsitz anmelden Meldebestätigung 33 beantwortet ja Formular-Assistent \(2\) nein 30\.?000", told)
    assert f'href="/{KEY}/eingang/' in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("amt=33", {"L2", "L3", "L4"}),
        ("dezernat=1", {"L1"}),
        ("themenfeld=Querschnitt", {"L4"}),
        ("zustand=open", {"L1"}),
        ("frage=maturity_level&wert=4", {"L3"}),
        ("frage=case_volume&wert=30000", {"L2"}),
        ("text=WOHN", {"L2", "L7"}),
        ("text=99059001012000", {"L5"}),
        ("text=gibt-es-nicht", set()),
        ("amt=33&text=melde&zustand=answered", {"L2", "L3"}),
        ("amt=77", set()),
    ],
)
def test_lines_are_found_by_what_the_form_offers(answered: Town, read: Open, query: str, found: set[str]) -> None:
    page = read(answered).get(f"/{KEY}/angaben?{query}").text
    assert set(rows(page)) == found
    assert f"{len(found)} Zeile" in words(page)


def test_lines_are_sorted_by_a_click_on_a_heading_and_turned_round_by_the_next(answered: Town, read: Open) -> None:
    room = read(answered)
    first = room.get(f"/{KEY}/angaben?amt=33").text
    link = re.search(r'<th scope="col" class="right"><a href="([^"]+sortierung=case_volume[^"]*)"', first)
    assert link
    up = room.get(link[1].replace("&amp;", "&")).text
    assert rows(up)[-1] == "L2"
    assert 'aria-sort="ascending"' in up
    again = re.search(r'aria-sort="ascending"><a href="([^"]+)"', up)
    assert again
    down = room.get(again[1].replace("&amp;", "&")).text
    assert rows(down)[0] == "L2"
    assert 'aria-sort="descending"' in down
    assert set(rows(down)) == {"L2", "L3", "L4"}, "what was asked for stays"


@pytest.mark.parametrize("query", ["zustand=x", "frage=x", "sortierung=x", "seite=0", "runde=x"])
def test_what_cannot_be_asked_for_is_said_in_german(answered: Town, read: Open, query: str) -> None:
    answer = read(answered).get(f"/{KEY}/angaben?{query}")
    assert answer.status_code in {200, 400}
    assert "Unerwarteter Fehler" not in answer.text
    if query != "runde=x":
        assert answer.status_code == 400


def test_hostile_names_and_answers_are_text(answered: Town, read: Open) -> None:
    with answered.session() as session:
        session.execute(update(Service).where(Service.ref == "L2").values(name=HOSTILE, topic=HOSTILE[:200]))
        session.commit()
    room = read(answered)
    for path in (f"angaben?text={HOSTILE[:30]}", "angaben", "leistungen/L2"):
        page = room.get(f"/{KEY}/{path}").text
        assert "<script" not in page
        assert "<img" not in page
        assert "&lt;script&gt;" in page


def test_only_contradictions_can_be_shown(answered: Town, read: Open) -> None:
    assert rows(read(answered).get(f"/{KEY}/angaben?widerspruch=1").text) == []


def test_what_the_portals_show_stands_beside_the_answers_and_narrows_them_down(answered: Town, read: Open) -> None:
    room = read(answered)
    assert '<th scope="col">Außensicht</th>' not in room.get(f"/{KEY}/angaben").text
    path = answered.home / "pvog.csv"
    path.write_text(
        "leika_key;url;online_status;aktiv\n99115002012000;javascript:alert(1);ok;ja\n99102010012000;https://a.example;nicht ok;ja\n",
        encoding="utf-8",
    )
    import_portal(answered.ctx(), path)
    page = room.get(f"/{KEY}/angaben?aussensicht=contradiction").text
    assert rows(page) == ["L2"]
    assert "online Widerspruch zum Portal Link im Portal fehlt" in words(page)
    assert "javascript:" not in page
    assert rows(room.get(f"/{KEY}/angaben?aussensicht=offered_not_linked").text) == ["L3"]
    assert room.get(f"/{KEY}/angaben?aussensicht=alles").status_code == 400


def test_after_a_change_of_scale_a_level_has_the_words_of_the_scale_it_was_given_on(answered: Town, read: Open) -> None:
    answered.prepare(with_scale(FEDERAL))
    for address in ("angaben", "leistungen/L2", "angaben?runde=erhebung-1&frage=maturity_level"):
        told = words(read(answered).get(f"/{KEY}/{address}").text)
        assert "Formular-Assistent (2)" in told, address
        assert "S2 (2)" not in told, address
