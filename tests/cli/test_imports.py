"""`ozg import`: catalogues as they come."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Ozg

HEAD = "Schluessel;Bezeichnung;Typ\n"


def catalogue(ozg: Ozg) -> Path:
    return ozg.home / "config" / "bielefeld-2020" / "catalogue.csv"


def leika(ozg: Ozg, *rows: str) -> str:
    path = ozg.home / "leika.csv"
    path.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="cp1252")
    return str(path)


def data(text: str) -> Any:
    return json.loads(text)


def test_a_new_service_comes_into_the_catalogue_with_the_persons_name_in_the_audit_log(ozg: Ozg) -> None:
    file = leika(ozg, "99064005999000;Akteneinsicht in Bauakten beantragen;2/3")
    result = ozg("import", "catalogue", file, "--by", "Herr Yıldız", "--today", "2020-06-02")
    assert result.code == 0
    assert "Neu (1): „Akteneinsicht in Bauakten beantragen“ → Amt 10, hat verwandte Leistungen" in result.out
    assert "Laden mit „ozg prepare --preview“" in result.out
    assert catalogue(ozg).read_text("utf-8").splitlines()[-1].endswith(";10;leika")
    (line,) = [e for e in data(ozg("audit", "--json").out) if e["verb"] == "catalogue_imported"]
    assert line["actor"] == "Herr Yıldız"
    assert ozg("check").code == 0


def test_the_preview_changes_nothing_and_is_the_same_in_json(ozg: Ozg) -> None:
    before = catalogue(ozg).read_bytes()
    file = leika(ozg, "99064005999000;Akteneinsicht in Bauakten beantragen;2/3")
    found = data(ozg("import", "catalogue", file, "--preview", "--json").out)
    assert catalogue(ozg).read_bytes() == before
    assert (found["changed"], found["updated"]) == (True, [])
    assert found["new"] == [
        {"key": "99064005999000", "name": "Akteneinsicht in Bauakten beantragen", "office": "10", "why": "same_object"}
    ]
    assert (found["source"], found["gone"], found["renamed"], found["problems"], found["backup"]) == ("leika", [], [], [], None)
    assert len(found["kept"]) == found["figures"]["kept"]


def test_without_a_database_there_is_no_audit_line_and_it_works_all_the_same(empty: Ozg) -> None:
    file = leika(empty, "99064005999000;Akteneinsicht in Bauakten beantragen;2/3")
    assert empty("import", "catalogue", file).code == 0
    assert not (empty.home / "var" / "ozg.db").exists()
    assert empty("check").code == 0


def test_services_without_an_office_end_with_1_and_the_way_on(ozg: Ozg) -> None:
    before = catalogue(ozg).read_bytes()
    result = ozg("import", "catalogue", leika(ozg, "99999001012000;Drohne anmelden;2/3"), "--today", "2020-06-02")
    assert result.code == 1
    assert "1 neue Leistung hat noch kein Amt, deshalb ist nichts geändert" in result.err
    (proposals,) = (ozg.home / "var" / "imports").iterdir()
    assert f"--offices {proposals}" in result.err
    assert catalogue(ozg).read_bytes() == before


def test_a_mapping_in_doubt_is_shown_as_the_option_to_copy(ozg: Ozg) -> None:
    path = ozg.home / "tabelle.csv"
    path.write_text("A;B\n99064005999000;Akteneinsicht in Bauakten beantragen\n", encoding="utf-8")
    result = ozg("import", "catalogue", str(path))
    assert result.code == 1
    assert '--columns "leika_schluessel=A,bezeichnung=B"' in result.err
    assert ozg("import", "catalogue", str(path), "--columns", "leika_schluessel=A,bezeichnung=B").code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        (("fehlt.csv",), 1, "ist nicht zu lesen"),
        (("leika.csv", "--format", "xml"), 2, "Möglich sind: auto, leika, fim, pvog, own, excel"),
        (("leika.csv", "--format", "pvog"), 1, "ist nicht im Format „pvog“"),
        (("leika.csv", "--rollout", "bonn"), 1, "Den Rollout „bonn“ gibt es unter config/ nicht"),
    ],
)
def test_what_cannot_be_is_told(ozg: Ozg, arguments: tuple[str, ...], code: int, why: str) -> None:
    leika(ozg, "99064005999000;Akteneinsicht in Bauakten beantragen;2/3")
    result = ozg("import", "catalogue", str(ozg.home / arguments[0]), *arguments[1:])
    assert (result.code, why in result.err) == (code, True), result.err


def test_what_the_portals_show_is_imported_and_told(ozg: Ozg) -> None:
    path = ozg.home / "pvog.csv"
    path.write_text("leika_key;url;online_status;aktiv\n99064005000000;https://a.example;ok;ja\n", encoding="utf-8")
    result = ozg("import", "portal", str(path), "--preview")
    assert (result.code, "Im Katalog: 1 Leistung." in result.out) == (0, True)
    assert ozg("import", "portal", str(path)).code == 0
    found = data(ozg("import", "portal", str(path), "--json").out)
    assert (found["changed"], found["figures"]["in_catalogue"]) == (False, 1)
    assert ozg("import", "portal", str(ozg.home / "fehlt.csv")).code == 1
