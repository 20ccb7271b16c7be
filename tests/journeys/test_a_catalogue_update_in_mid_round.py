"""The LeiKa has a new edition while the lists are out: three services are new, two are gone, two have another name."""

from io import BytesIO
from pathlib import Path
from shutil import copytree
from typing import Any

from openpyxl import load_workbook
from sqlalchemy import select

from ozg_workflow.database.models import Event, Service, ServiceListRow
from ozg_workflow.usecases.setup.import_catalogue import Imported, Order, import_catalogue
from ozg_workflow.workspace.rollouts import load_rollouts
from tests.usecases.town import Town, new_workspace

HEAD = "Schluessel;Bezeichnung;Bezeichnung2;Typ;Rechtsgrundlagen\r\n"
EDITION = {
    "99102010012000": "Hundesteuer anmelden;;5;§ 3 KAG NRW",
    "99115002012000": "Wohnsitz anmelden;;2/3;§ 17 BMG",
    "99115004012000": "Meldebescheinigung ausstellen;;2/3;§ 18 BMG",
    "99115006012000": "Personalausweis beantragen;;2/3;§ 9 PAuswG",
    "99059001012000": "Eheschließung anmelden;;2/3;§ 12 PStG",
    "99107002012000": "Wohngeld beantragen;;2/3;§ 22 WoGG",
    "99107003012000": "Bildung und Teilhabe beantragen;;2/3;§ 28 SGB II",
}
GONE = ("99059001012000", "99107002012000")
RENAMED = {
    "99102010012000": "Hundesteuer an- und abmelden;;5;§ 3 KAG NRW",
    "99115004012000": "Meldebescheinigung Erteilung;;2/3;§ 18 BMG",
}
NEW = {
    "99115008012000": "Führungszeugnis beantragen;;2/3;§ 30 BZRG",
    "99115009012000": "Übermittlungssperre eintragen;;2/3;§ 42 BMG",
    "99102010013000": "Hundesteuer ermäßigen;;5;§ 3 KAG NRW",
}
NEXT = {key: RENAMED.get(key, text) for key, text in EDITION.items() if key not in GONE} | NEW


def take(town: Town, edition: dict[str, str], **how: Any) -> Imported:
    file = town.home / "leika_leistungen_de.csv"
    file.write_text(HEAD + "".join(f"{key};{text}\r\n" for key, text in edition.items()), encoding="cp1252", newline="")
    folder = town.home / "config" / "bielefeld-2020"
    return import_catalogue(town.home, folder, Order(file=file, at=town.clock(), **how), town.ctx(actor="Frau Lindner"))


def answers(town: Town) -> dict[int, tuple[str, Any]]:
    with town.session() as session:
        query = select(ServiceListRow.id, Service.ref, ServiceListRow.answers).join(Service)
        return {row: (ref, given) for row, ref, given in session.execute(query.order_by(ServiceListRow.id)) if given}


def test_only_the_difference_goes_out_and_every_answer_stays(asked: Town, tmp_path: Path) -> None:
    copytree(new_workspace(tmp_path / "dateien") / "config", asked.home / "config", dirs_exist_ok=True)
    take(asked, EDITION)
    assert not asked.prepare(load_rollouts(asked.home)[0]).changed, "only noted where the services come from"
    asked.day("2020-04-14")
    asked.send_back("33")
    asked.send_back("50")
    asked.do("collect", "deliver")
    before, lists = answers(asked), {item["office"]: item["state"] for item in asked.status()["lists"]}
    asked.new_letters()

    shown = take(asked, NEXT, preview=True)
    assert shown.result.figures == {
        "rows": 8,
        "new": 3,
        "gone": 2,
        "renamed": 2,
        "rekeyed": 0,
        "changed": 0,
        "kept": 1,  # the city's own "Geburtsurkunde ausstellen" has no key
        "same": 3,
    }
    assert {row["bezeichnung"]: proposal.office for row, proposal in shown.proposals} == {
        "Führungszeugnis beantragen": "33",
        "Übermittlungssperre eintragen": "33",
        "Hundesteuer ermäßigen": "20",
    }
    take(asked, NEXT)
    asked.prepare(load_rollouts(asked.home)[0])
    asked.do("send-lists", "deliver")

    letters = asked.new_letters()
    assert {letter.to: sorted(letter.attachments) for letter in letters} == {
        ("dez1@bielefeld.example",): ["OZG-Amtsliste_20_Kämmerei_v2.xlsx"],
        ("dez2@bielefeld.example",): ["OZG-Amtsliste_33_Einwohner- und Meldeamt_v2.xlsx"],
    }
    assert services_in(asked, "20") == ["Hundesteuer ermäßigen"]
    assert services_in(asked, "33") == ["Führungszeugnis beantragen", "Übermittlungssperre eintragen"]
    assert answers(asked) == before
    assert asked.states("50") == ["withdrawn", "answered"]
    assert asked.states("34") == ["withdrawn", "open"]
    assert {i["office"]: i["state"] for i in asked.status()["lists"] if i["version"] == 1} == lists
    with asked.session() as session:
        imported = [
            (e.actor, e.data["new"], e.data["gone"])
            for e in session.scalars(select(Event).where(Event.verb == "catalogue_imported"))
        ]
    assert imported == [("Frau Lindner", 0, 0), ("Frau Lindner", 3, 2)]

    take(asked, NEXT)
    assert not asked.prepare(load_rollouts(asked.home)[0]).changed
    asked.do("send-lists", "deliver")
    assert asked.new_letters() == [], "nobody is asked twice"


def services_in(town: Town, office: str) -> list[str]:
    _, content, _ = town.book(office, version=2)
    sheet = load_workbook(BytesIO(content))["Amtsliste"]
    return [str(sheet.cell(row, 3).value) for row in range(5, sheet.max_row + 1) if isinstance(sheet.cell(row, 1).value, int)]
