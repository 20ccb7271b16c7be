"""Each format is recognised by its headings and read into our columns."""

import json

import pytest

from ozg_workflow.domain.catalogue_update.foreign import ForeignCatalogue, Source
from ozg_workflow.domain.errors import InputError
from ozg_workflow.workspace.foreign.fim import read_fim
from ozg_workflow.workspace.foreign.reading import read_tables
from ozg_workflow.workspace.foreign.table import csv_table

LEIKA = (
    "Schluessel;Bezeichnung;Bezeichnung2;Typ;Rechtsgrundlagen;SDG1;SDG2;Portalverbund Lagen\r\n"
    "99102010012000;Hundesteuer Festsetzung;Hundesteuer anmelden;5;§ 3 KAG;;Steuern;Haustiere\r\n"
    "99115002012000;Meldung Entgegennahme;;2/3;§ 17 BMG;;;Umzug\r\n"
)
PVOG = (
    "leika_key;leika_name;ars;ozgid;ozg_bezeichnung;url;online_status;aktiv;datenstand_pvog_import\n"
    "99102010012000;Hundesteuer anmelden;051170000000;10201;Hundesteuer;https://a.example;ok;ja;2026-09-29\n"
    "99115002012000;Wohnsitz anmelden;051170000000;10260;Meldung;;nicht ok;nein;2026-09-29\n"
)
OWN = "amt;bezeichnung;notiz;leika_schluessel;quelle\n33;Wohnsitz anmelden;eilig;99115002012000;leika\n"


def read(text: str, source: Source | None = None, columns: str = "") -> ForeignCatalogue:
    return read_tables([csv_table(text.encode("cp1252"), "datei.csv")], source, columns)


def test_leika() -> None:
    found = read(LEIKA)
    assert found.source is Source.LEIKA
    assert found.columns == ("leika_schluessel", "bezeichnung", "leika_typ", "rechtsgrundlage", "sdg2")
    first, second = found.rows
    assert dict(first.cells) == {
        "leika_schluessel": "99102010012000",
        "bezeichnung": "Hundesteuer anmelden",
        "leika_typ": "5",
        "rechtsgrundlage": "§ 3 KAG",
        "sdg2": "1",
    }
    assert first.names == ("Hundesteuer Festsetzung",)
    assert (second["bezeichnung"], second["sdg2"], second.line) == ("Meldung Entgegennahme", "", 3)


def test_open_pvog() -> None:
    found = read(PVOG)
    assert (found.source, found.columns) == (Source.PVOG, ("leika_schluessel", "bezeichnung", "ozg_id", "ozg_leistung"))
    assert [row["aktiv"] for row in found.rows] == ["ja", "nein"]
    assert found.rows[0]["ozg_id"] == "10201"


def test_open_pvog_in_the_other_spelling() -> None:
    assert read("leikaKey;onlineStatus;leikaName\n99115002012000;ok;A\n").rows[0]["bezeichnung"] == "A"


def test_our_own_with_the_columns_of_the_city() -> None:
    found = read(OWN)
    assert found.source is Source.OWN
    assert dict(found.rows[0].cells) == {
        "amt": "33",
        "bezeichnung": "Wohnsitz anmelden",
        "notiz": "eilig",
        "leika_schluessel": "99115002012000",
    }


@pytest.mark.parametrize(
    ("text", "source"),
    [(LEIKA, Source.LEIKA), (PVOG, Source.PVOG), (OWN, Source.OWN)],
)
def test_a_format_that_is_asked_for_has_to_be_there(text: str, source: Source) -> None:
    assert read(text, source).source is source
    other = LEIKA if source is not Source.LEIKA else OWN
    with pytest.raises(InputError, match=f"ist nicht im Format „{source}“: Es fehlen Spalten"):
        read(other, source)


FIM = {
    "leistungsschluessel": ["99102010012000", "99102010013000"],
    "title": "Hundesteuer anmelden",
    "leistungsbezeichnung": "Hundesteuer Festsetzung",
    "leistungsbezeichnung_2": None,
    "typisierung": ["5", "2/3"],
    "rechtsgrundlagen": "§ 3 KAG",
    "ozg": [{"id": "10201", "themenfeld": "steuern", "themenfeld_label": "Steuern & Zoll"}, {"id": "10202"}],
    "sdg": [],
    "leistungsadressat": ["001"],
}


@pytest.mark.parametrize(
    "data",
    [[FIM], {"items": [FIM], "offset": 0, "limit": 200, "count": 1, "total_count": 1}, [{"items": [FIM]}], FIM],
    ids=["list", "page", "pages", "one"],
)
def test_fim(data: object) -> None:
    found = read_fim(json.dumps(data).encode(), "x.json")
    assert [row["leika_schluessel"] for row in found.rows] == ["99102010012000", "99102010013000"]
    row = found.rows[0]
    assert [row[c] for c in ("bezeichnung", "leika_typ", "ozg_id", "themenfeld", "rechtsgrundlage", "sdg2")] == [
        "Hundesteuer anmelden",
        "5, 2/3",
        "10201",
        "Steuern & Zoll",
        "§ 3 KAG",
        "0",
    ]
    assert row.names == ("Hundesteuer Festsetzung",)


def test_fim_with_codes_and_labels_and_without_a_key() -> None:
    item = {"leistungsbezeichnung": "A", "typisierung": [{"code": "2b", "label": "x"}], "ozg": None, "sdg": [{"code": "R1"}]}
    (row,) = read_fim(json.dumps([item]).encode(), "x.json").rows
    assert [row[c] for c in ("leika_schluessel", "bezeichnung", "leika_typ", "ozg_id", "sdg2")] == ["", "A", "2b", "", "1"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"{", "kein lesbares JSON"),
        (b'[{"a": 1}]', "keine Ausgabe des FIM-Portals"),
        (b"[1, 2]", "keine Ausgabe"),
        (b"\xff", "kein lesbares"),
        (b"[" * 100_000, "kein lesbares"),
    ],
)
def test_other_json_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(InputError, match=why):
        read_fim(content, "x.json")


CITY = "Nr;Leistungsname;Leistungsschlüssel;OZG-ID;Fachamt\n1;Hundesteuer anmelden;99102010012000;10201;20 Kämmerei\n"


def test_a_foreign_table_whose_headings_and_contents_agree_is_read() -> None:
    found = read(CITY)
    assert found.source is Source.EXCEL
    assert dict(found.rows[0].cells) == {
        "leika_schluessel": "99102010012000",
        "bezeichnung": "Hundesteuer anmelden",
        "ozg_id": "10201",
        "amt": "20 Kämmerei",
    }


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("A;B;C\n1;Hundesteuer anmelden;99102010012000\n2;Hund abmelden;99102010013000\n", "leika_schluessel=C,bezeichnung=B"),
        ("Name;Schlüssel\nHundesteuer;H-1\nHund;H-2\n", "bezeichnung=Name"),
        ("Leistung;Code\nHundesteuer;10201\nHund;10202\n", "bezeichnung=Leistung,ozg_id=Code"),
    ],
    ids=["headings say nothing", "contents disagree", "one by heading, one by content"],
)
def test_in_doubt_the_mapping_is_proposed_as_the_option_to_copy(text: str, option: str) -> None:
    with pytest.raises(InputError, match="nicht sicher zu erkennen") as caught:
        read(text)
    assert f'--columns "{option}"' in str(caught.value)
    assert read(text, columns=option).rows[0]["bezeichnung"].startswith("Hundesteuer")


def test_a_given_mapping_may_name_headings_with_commas_below_a_title() -> None:
    text = 'Katalog 2020\n\n"Name, lang";Key\nHundesteuer;99102010012000\n'
    found = read(text, columns="bezeichnung=Name, lang,leika_schluessel=KEY")
    assert (found.rows[0]["leika_schluessel"], found.rows[0].line) == ("99102010012000", 4)


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ("bezeichnung", "erwartet Paare"),
        ("name=Leistungsname,bezeichnung=Leistungsname", "Die Spalte „name“ gibt es nicht. Möglich sind: leika_schluessel"),
        ("bezeichnung=Titel", "hat keine Spalte „Titel“. Vorhanden sind: nr, leistungsname"),
        ("ozg_id=OZG-ID", "Die Spalte „bezeichnung“ fehlt"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused_with_what_there_is(columns: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        read(CITY, columns=columns)


def test_the_sheet_with_the_services_is_found_among_others() -> None:
    cover = csv_table(b"Titel;Stand\nKatalog;2020\n", "x.xlsx, Blatt Deckblatt")
    assert len(read_tables([cover, csv_table(LEIKA.encode(), "x.xlsx, Blatt Daten")], None).rows) == 2


def test_a_file_with_headings_only_is_refused() -> None:
    with pytest.raises(InputError, match="keine Tabelle mit einer Kopfzeile"):
        read("Schluessel;Bezeichnung;Typ\n")
