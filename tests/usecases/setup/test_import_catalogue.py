"""A catalogue comes from elsewhere: it is compared, shown with names, and written as the city keeps its file."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import Event
from ozg_workflow.domain.catalogue_update.foreign import Source
from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.setup.import_catalogue import Imported, Order, import_catalogue
from ozg_workflow.workspace.rollouts import load_rollouts
from tests.usecases.town import Town, new_workspace

AT = datetime(2020, 6, 2, 8, 30, tzinfo=UTC)
HEAD = "Schluessel;Bezeichnung;Bezeichnung2;Typ;Rechtsgrundlagen;SDG2"
SAME = (
    "99102010012000;Hundesteuer anmelden;;5;§ 3 KAG NRW;",
    "99115002012000;Wohnsitz anmelden;;2/3;§ 17 BMG;",
    "99115004012000;Meldebescheinigung ausstellen;;2/3;§ 18 BMG;",
    "99115006012000;Personalausweis beantragen;;2/3;§ 9 PAuswG;",
    "99059001012000;Eheschließung anmelden;;2/3;§ 12 PStG;",
    "99107002012000;Wohngeld beantragen;;2/3;§ 22 WoGG;",
    "99107003012000;Bildung und Teilhabe beantragen;;2/3;§ 28 SGB II;",
)


class City:
    """A workspace with files only."""

    def __init__(self, home: Path) -> None:
        self.home = new_workspace(home)
        self.folder = self.home / "config" / "bielefeld-2020"
        self.path = self.folder / "catalogue.csv"
        self.file = home / "leika.csv"

    def take(self, *rows: str, town: Town | None = None, head: str = HEAD, **order: object) -> Imported:
        self.file.write_text("\r\n".join((head, *rows, "")), encoding="cp1252")
        wanted = replace(Order(file=self.file, at=AT), **order)  # type: ignore[arg-type]
        return import_catalogue(self.home, self.folder, wanted, town.ctx(actor="Frau Lindner") if town else None)

    def rows(self) -> list[str]:
        return self.path.read_text("utf-8-sig").splitlines()


@pytest.fixture
def city(tmp_path: Path) -> City:
    return City(tmp_path)


def test_what_is_already_there_is_only_marked_and_the_second_time_nothing_changes(city: City) -> None:
    before = city.rows()
    done = city.take(*SAME)
    assert city.rows() == [f"{before[0]};quelle", *(f"{row};{'' if row.startswith('L6') else 'leika'}" for row in before[1:])]
    assert [p.name for p in (city.home / "var" / "backups").iterdir()] == ["catalogue-bielefeld-2020-20200602-103000.csv"]
    assert (done.result.changed, done.result.figures["same"], done.result.figures["kept"]) == (True, 7, 1)
    content = city.path.read_bytes()
    again = city.take(*SAME)
    assert (again.result.changed, city.path.read_bytes()) == (False, content)
    assert "nichts geändert" in again.result.lines[-1]


def test_new_gone_renamed_rekeyed_and_changed_are_told_with_names_and_written(city: City) -> None:
    city.take(*SAME)
    rows = [row for row in SAME if "Wohngeld" not in row]
    rows[0] = "99102010012000;Hundesteuer an- und abmelden;;5;§ 3 KAG NRW;"
    rows[1] = "99115002999000;Wohnsitz anmelden;;2/3;§ 17 BMG;"
    rows[2] = "99115004012000;Meldebescheinigung ausstellen;;3b;§ 18 BMG;"
    done = city.take(*rows, "99115008012000;Führungszeugnis beantragen;;2/3;§ 30 BZRG;Reisen")
    assert [
        line for line in done.result.lines if "leika.csv" not in line and "liegt in" not in line and "stehen in" not in line
    ] == [
        "Neu (1): „Führungszeugnis beantragen“ → Amt 33, hat die meisten Leistungen dieser LeiKa-Gruppe.",
        "Entfallen (1): „Wohngeld beantragen“ (Amt 50).",
        "Umbenannt (1): „Hundesteuer anmelden“ → „Hundesteuer an- und abmelden“.",
        "Anderer Schlüssel (1): „Wohnsitz anmelden“: 99115002012000 → 99115002999000.",
        "Geändert (1): „Meldebescheinigung ausstellen“ (leika_typ).",
        "Nicht in der Datei, bleiben (1): „Geburtsurkunde ausstellen“.",
        "Unverändert: 3.",
        f"Geschrieben: {city.path}. Laden mit „ozg prepare --preview“ und danach „ozg prepare“.",
    ]
    assert city.rows()[1:] == [
        "L1;99102010012000;Hundesteuer an- und abmelden;5;10201;Hundesteuer;Steuern & Zoll;§ 3 KAG NRW;20;leika;",
        "L2;99115002999000;Wohnsitz anmelden;2/3;10260;Meldebestätigung;Familie & Kind;§ 17 BMG;33;leika;",
        "L3;99115004012000;Meldebescheinigung ausstellen;3b;10261;Meldebestätigung;Familie & Kind;§ 18 BMG;33;leika;",
        "L4;99115006012000;Personalausweis beantragen;2/3;10262;Ausweise;Querschnitt;§ 9 PAuswG;33;leika;",
        "L5;99059001012000;Eheschließung anmelden;2/3;10240;Eheschließung;Familie & Kind;§ 12 PStG;34;leika;",
        "L6;;Geburtsurkunde ausstellen;2/3;10241;Geburt;Familie & Kind;§ 59 PStG;34;;",
        "L8;99107003012000;Bildung und Teilhabe beantragen;2/3;10281;Teilhabe;Bildung;§ 28 SGB II;50;leika;",
        "L9;99115008012000;Führungszeugnis beantragen;2/3;;;;§ 30 BZRG;33;leika;1",
    ]
    assert len(load_rollouts(city.home)[0].services) == 8


def test_a_preview_shows_the_same_and_leaves_the_catalogue(city: City) -> None:
    before = city.path.read_bytes()
    preview = city.take(*SAME[:-1], "99115008012000;Neues;;2/3;;", preview=True)
    assert city.path.read_bytes() == before
    assert not (city.home / "var" / "backups").exists()
    assert (preview.result.changed, preview.result.figures["new"]) == (True, 1)


def test_a_new_service_without_an_office_waits_for_a_decision(city: City) -> None:
    before = city.path.read_bytes()
    done = city.take(*SAME, "99999001012000;Drohne anmelden;;2/3;;", "99999002012000;Rakete anmelden;;2/3;;")
    assert [row["bezeichnung"] for row in done.undecided] == ["Drohne anmelden", "Rakete anmelden"]
    assert city.path.read_bytes() == before
    assert done.proposals_file
    text = done.proposals_file.read_text("utf-8-sig")
    decisions = city.home / "entschieden.csv"
    decisions.write_text(text.replace(";Drohne", "33;Drohne").replace(";Rakete", "-;Rakete"), encoding="utf-8")
    again = city.take(*SAME, "99999001012000;Drohne anmelden;;2/3;;", "99999002012000;Rakete anmelden;;2/3;;", offices=decisions)
    assert (again.undecided, again.proposals_file) == ((), None)
    assert "Nicht aufgenommen, wie entschieden (1): „Rakete anmelden“." in again.result.lines
    assert [row.split(";")[2] for row in city.rows()[9:]] == ["Drohne anmelden"]


def test_bad_data_is_one_line_per_cause(city: City) -> None:
    rows = [f"nicht im LeiKa;Besondere Leistung {n};;02. Mrz;;" for n in range(40)]
    done = city.take(*SAME[1:], "9,91020E+13;Hundesteuer anmelden;;5;;", "9,9E+13;Unbekanntes;;5;;", *rows, preview=True)
    assert [line for line in done.result.lines if line.startswith("leika.csv, ")] == [
        "leika.csv, Zeile 8 (1): Excel hat den LeiKa-Schlüssel in eine Zahl verwandelt („9,91020E+13“); über die Bezeichnung gefunden, nichts zu tun.",
        (
            "leika.csv, Zeile 9 (1): Excel hat den LeiKa-Schlüssel in eine Zahl verwandelt („9,9E+13“) und die Bezeichnung hilft nicht weiter: "
            "nicht übernommen: „Unbekanntes“. Bitte die Spalte in Excel als Text formatieren, die Schlüssel neu einfügen und noch einmal importieren."
        ),
        "leika.csv, Zeilen 10, 11, 12, 13, 14 … (40): statt eines LeiKa-Schlüssels steht dort „nicht im LeiKa“; ohne Schlüssel übernommen, nichts zu tun.",
        "leika.csv, Zeilen 10, 11, 12, 13, 14 … (40): Excel hat aus dem Typ einen Tag gemacht („02. Mrz → 2/3“); berichtigt, nichts zu tun.",
    ]


def test_a_part_of_the_catalogue_takes_nothing_away(city: City) -> None:
    """Somebody saved a filter: more than a third of what once came from there is missing."""
    more = [f"991160{n:02d}012000;Leistung {n};;2/3;;" for n in range(12)]
    decisions = city.home / "a.csv"
    decisions.write_text("amt;bezeichnung\n" + "".join(f"33;Leistung {n}\n" for n in range(12)), encoding="utf-8")
    city.take(*SAME, *more, offices=decisions)
    done = city.take(*SAME)
    assert (done.result.figures["gone"], len(done.delta.doubted)) == (0, 12)
    assert any("vermutlich ist die Datei ein Ausschnitt" in line for line in done.result.lines)
    assert city.take(*SAME, complete=True).result.figures["gone"] == 13


def test_our_own_catalogue_from_a_colleague_moves_services_and_keeps_what_it_does_not_know(city: City) -> None:
    city.take("L7;99107002012000;Wohngeld beantragen;20", head="id;leika_schluessel;bezeichnung;amt")
    assert city.rows()[7] == "L7;99107002012000;Wohngeld beantragen;2/3;10280;Wohngeld;Bauen & Wohnen;§ 22 WoGG;20"
    assert len(city.rows()) == 9


def test_fim_and_the_columns_of_a_city(city: City) -> None:
    city.path.write_text(
        "bezeichnung,amt,notiz,leika_schluessel\nHundesteuer anmelden,20,eilig,99102010012000\n", encoding="utf-8"
    )
    city.file.write_text(
        json.dumps(
            [
                {"leistungsschluessel": "99102010012000", "title": "Hundesteuer anmelden", "sdg": ["R"]},
                {"leistungsschluessel": "99102010013000", "title": "Hund abmelden", "typisierung": ["5"]},
            ]
        ),
        encoding="utf-8",
    )
    import_catalogue(city.home, city.folder, Order(file=city.file, at=AT), None)
    assert city.rows() == [
        "bezeichnung,amt,notiz,leika_schluessel,sdg2,quelle",
        "Hundesteuer anmelden,20,eilig,99102010012000,1,fim",
        "Hund abmelden,20,,99102010013000,,fim",
    ]


def test_the_first_catalogue_of_a_city_is_made(city: City) -> None:
    city.path.unlink()
    done = city.take("99115002012000;Wohnsitz anmelden;;2/3;§ 17 BMG;", "99050001012000;Gewerbe anmelden;;2/3;;")
    assert [row["bezeichnung"] for row in done.undecided] == ["Gewerbe anmelden"]  # this city has no office 32
    city.take("99115002012000;Wohnsitz anmelden;;2/3;§ 17 BMG;")
    assert city.rows()[1] == "N1;99115002012000;Wohnsitz anmelden;2/3;;;;§ 17 BMG;33;leika"
    assert len(load_rollouts(city.home)[0].services) == 1


def test_the_name_of_the_person_stands_in_the_audit_log(town: Town, tmp_path: Path) -> None:
    city = City(tmp_path / "dateien")
    done = city.take(*SAME, town=town)
    assert done.result.changed
    with town.session() as session:
        event = session.scalars(select(Event).where(Event.verb == "catalogue_imported")).one()
    assert (event.actor, event.text) == ("Frau Lindner", "LeiKa (CSV) „leika.csv“: 0 neu, 0 entfallen, 0 umbenannt")
    assert event.data["source"] == Source.LEIKA
    city.take(*SAME, town=town)
    city.take("99115002012000;Anders;;2/3;;", town=town, preview=True)
    with town.session() as session:
        assert len(list(session.scalars(select(Event).where(Event.verb == "catalogue_imported")))) == 1


def test_a_catalogue_that_cannot_be_written_leaves_no_audit_line(town: Town, tmp_path: Path) -> None:
    city = City(tmp_path / "dateien")
    before = city.path.read_bytes()
    (city.home / "var").mkdir(exist_ok=True)
    (city.home / "var" / "backups").write_text("eine Datei, wo ein Ordner sein soll", encoding="utf-8")
    with pytest.raises(InputError, match="kann nicht geschrieben werden"):
        city.take(*SAME, town=town)
    assert city.path.read_bytes() == before
    with town.session() as session:
        assert not list(session.scalars(select(Event).where(Event.verb == "catalogue_imported")))


def test_a_name_of_the_citys_own_stays_and_the_sources_name_stands_beside_it(city: City) -> None:
    named = ("99102010012000;Festsetzung der Hundesteuer;;5;§ 3 KAG NRW;", *SAME[1:])
    done = city.take(*named)
    told = "Heißt in der Quelle anders, Ihre Bezeichnung bleibt (1): „Hundesteuer anmelden“ (dort „Festsetzung der Hundesteuer“)."
    assert told in done.result.lines
    assert city.rows()[0].endswith(";amt;quelle;bezeichnung_quelle")
    assert city.rows()[1].startswith("L1;99102010012000;Hundesteuer anmelden;5;")
    assert city.rows()[1].endswith(";20;leika;Festsetzung der Hundesteuer")
    assert not city.take(*named).result.changed
    assert load_rollouts(city.home)[0].services[0].name == "Hundesteuer anmelden"
