"""The page of a service: its answers, each with its mail and its cell, and all that follows from them."""

import json
import re
from urllib.parse import unquote

from sqlalchemy import update

from ozg_workflow.database.models import Correction, Service
from ozg_workflow.domain.desk import Desk
from ozg_workflow.usecases.setup.import_portal import import_portal
from ozg_workflow.usecases.survey.decide_cases import decide_elsewhere
from ozg_workflow.workspace.desk_file import write_desk
from tests.usecases.town import Town, cell_of, not_ours
from tests.web.conftest import Open
from tests.web.test_office import KEY, words


def test_one_answer_is_found_with_its_cell(answered: Town, read: Open) -> None:
    _, content, _ = answered.book("33")
    page = read(answered).get(f"/{KEY}/leistungen/L2")
    assert page.status_code == 200
    told = words(page.text)
    for word in ("Wohnsitz anmelden", "99115002012000", "10260 Meldebestätigung", "§ 17 BMG"):
        assert word in told
    assert "Amt 33 – Einwohner- und Meldeamt (bestätigt seit 18.05.2020)" in told
    cell = cell_of(content, 1, "Fallzahl pro Jahr")
    assert re.search(rf"Fallzahl pro Jahr 30\.?000 Eingang \d , Zelle {cell}, amt33@bielefeld\.example , 18\.05\.2020", told)
    assert f'href="/{KEY}/aemter/33"' in page.text


def test_a_service_is_found_by_a_leika_key_that_only_one_has(answered: Town, read: Open) -> None:
    assert "Wohnsitz anmelden" in read(answered).get(f"/{KEY}/leistungen/99115002012000").text


def test_each_answer_leads_to_the_form_that_corrects_it_filled_in(answered: Town, read: Open) -> None:
    write_desk(answered.home, Desk(deployments={"25 Angabe berichtigen": "f25"}))
    room = read(answered)
    page = room.get(f"/{KEY}/leistungen/L2").text
    forms = [json.loads(unquote(found)) for found in re.findall(r"/deployment/f25/run\?parameters=([^\"]+)", page)]
    assert {
        "office": "33 – Einwohner- und Meldeamt",
        "question": "case_volume – Fallzahl pro Jahr",
        "service": "L2 – Wohnsitz anmelden",
        "by": "Frau Kerstin Lindner – Koordination",
        "chosen_round": "erhebung-1 – Erhebung",
    } in forms
    table = room.get(f"/{KEY}/angaben?text=wohnsitz").text
    (found,) = re.findall(r"/deployment/f25/run\?parameters=([^\"]+)", table)
    assert json.loads(unquote(found))["service"] == "L2 – Wohnsitz anmelden"
    assert "question" not in json.loads(unquote(found))


def test_ranks_and_measures_are_told(started: Town, read: Open) -> None:
    told = words(read(started).get(f"/{KEY}/leistungen/L3").text)
    assert "Priorisierung Auswertung Rang" in told
    assert "Ziel erreicht" in told
    assert "Gemeldete Stufen 18.05.2020: Stufe 4" in told


def test_what_was_refused_and_what_was_corrected_stands_in_the_history(asked: Town, read: Open) -> None:
    asked.send_back("33", {1: {"Fallzahl pro Jahr": "viele"}, 2: not_ours("weiß nicht")})
    asked.do("collect")
    row = asked.rows("33")[1]
    with asked.session() as session:
        session.add(
            Correction(
                row_id=row.id,
                question="case_volume",
                value=900,
                at=asked.clock(),
                by="Frau Kunze",
                source="Telefonat mit Frau Krüger",
            )
        )
        session.commit()
    told = words(read(asked).get(f"/{KEY}/leistungen/L2").text)
    assert "viele" in told
    assert "nicht übernommen" in told
    assert re.search(
        r"Fallzahl pro Jahr 900 (viele )?Berichtigung, Frau Kunze , 06\.04\.2020: Telefonat mit Frau Krüger zählt", told
    )
    case = words(read(asked).get(f"/{KEY}/leistungen/L3").text)
    assert "Fall 1 offen Amt 33, eröffnet am 06.04.2020 Genannt: „weiß nicht“" in case


def test_a_ref_may_hold_any_character(answered: Town, read: Open) -> None:
    ref = "Ä/ö?&#% \"<b>'x y:1"
    with answered.session() as session:
        session.execute(update(Service).where(Service.ref == "L2").values(ref=ref))
        session.commit()
    room = read(answered)
    table = room.get(f"/{KEY}/angaben?amt=33").text
    link = re.search(rf'href="(/{KEY}/leistungen/%C3%84[^"]+)"', table)
    assert link
    page = room.get(link[1])
    assert page.status_code == 200
    assert "<b>" not in page.text


def test_an_unknown_service_is_not_found(answered: Town, read: Open) -> None:
    answer = read(answered).get(f"/{KEY}/leistungen/L99")
    assert answer.status_code == 404
    assert "Die Leistung „L99“ gibt es nicht." in answer.text


def test_what_the_portals_show_stands_on_the_page_with_its_link(answered: Town, read: Open) -> None:
    room = read(answered)
    assert "Portal" not in words(room.get(f"/{KEY}/leistungen/L2").text)
    path = answered.home / "pvog.csv"
    lines = (
        "leika_key;url;online_status;aktiv;datenstand_pvog_import",
        "99115002012000;https://portal.example/a?b=1&c=2;ok;ja;2020-05-01",
    )
    path.write_text("\n".join(lines), encoding="utf-8")
    import_portal(answered.ctx(), path)
    page = room.get(f"/{KEY}/leistungen/L2").text
    assert "Portal online (Stand 01.05.2020) https://portal.example/a?b=1&c=2" in words(page).replace("&amp;", "&")
    assert 'href="https://portal.example/a?b=1&amp;c=2" rel="noreferrer"' in page
    assert "Außensicht: Widerspruch zum Portal." in words(page)
    assert "Portal nicht im Portal" in words(room.get(f"/{KEY}/leistungen/L4").text)


def test_a_case_of_nobody_here_is_told_and_leads_to_the_forms(asked: Town, read: Open) -> None:
    write_desk(asked.home, Desk(deployments={"06 Zuständigkeit entscheiden": "f06"}))
    asked.send_back("50", {2: not_ours("weiß nicht")})
    asked.do("collect")
    room = read(asked)
    page = room.get(f"/{KEY}/leistungen/L8").text
    forms = [json.loads(unquote(found)) for found in re.findall(r"/deployment/f06/run\?parameters=([^\"]+)", page)]
    assert "kein – keine Stelle dieser Stadt (wer es ist, in die Notiz)" in {form.get("office") for form in forms}
    decide_elsewhere(asked.ctx(), [1], "Kreis Herford", "laut Erlass")
    page = room.get(f"/{KEY}/leistungen/L8").text
    told = words(page)
    assert "Wer hat sie keine Stelle dieser Stadt: Kreis Herford ; gefragt waren: Amt 50" in told
    assert "Notiz: laut Erlass" in told
    (form,) = [json.loads(unquote(found)) for found in re.findall(r"/deployment/f06/run\?parameters=([^\"]+)", page)]
    assert form["reopen"][0].startswith("1 – Amt 50 → keine Stelle dieser Stadt: Kreis Herford")
    assert "keine Stelle dieser Stadt: Kreis Herford" in words(room.get(f"/{KEY}/aemter/50").text)
    assert "keine Stelle dieser Stadt: Kreis Herford" in words(room.get(f"/{KEY}/angaben?text=teilhabe").text)


def test_what_another_office_said_is_shown_as_waiting_and_no_longer_as_counting_there(asked: Town, read: Open) -> None:
    asked.send_back("50", {2: {"Fallzahl pro Jahr": 4711}})
    asked.do("collect")
    asked.clock.wait(hours=1)
    asked.send_back("50", {2: not_ours("Amt 34")})
    asked.do("collect", "deliver")
    _, content, _ = asked.book("50")
    cell = cell_of(content, 2, "Fallzahl pro Jahr")
    told = words(read(asked).get(f"/{KEY}/leistungen/L8").text)
    waiting = (
        rf"Fallzahl pro Jahr 4\.?711 von Amt 50, Fassung 1, unbestätigt: Eingang \d , Zelle {cell}, amt50@bielefeld\.example"
    )
    assert re.search(waiting, told)
    assert "zählt hier nicht mehr" in told
    listed = words(read(asked).get(f"/{KEY}/angaben?text=teilhabe").text)
    assert "von Amt 50, Fassung 1, unbestätigt" in listed
    history = words(read(asked).get(f"/{KEY}/aemter/34").text)
    assert (
        "Angaben von Amt 50 zu „Bildung und Teilhabe beantragen“ an Amt 34 – Standesamt: vorausgefüllt, zu bestätigen" in history
    )
