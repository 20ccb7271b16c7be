"""A row is added to catalogue.csv as the town hall keeps the file."""

from pathlib import Path

import pytest

from ozg_workflow.workspace.catalogue_file import add_service, restore

HEAD = "id;leika_schluessel;bezeichnung;leika_typ;ozg_id;ozg_leistung;themenfeld;rechtsgrundlage;amt"
ROW = "L009;99102010012000;Hundesteuer anmelden;5;10201;Hundesteuer;Steuern & Zoll;§ 3 KAG NRW;20"
NEW = {"leika_schluessel": "", "bezeichnung": "Bußgeld für Ölspur", "amt": "32"}


@pytest.mark.parametrize(
    ("content", "added"),
    [
        (f"{HEAD}\n{ROW}\n".encode(), "L010;;Bußgeld für Ölspur;;;;;;32\n".encode()),
        (f"{HEAD}\r\n{ROW}\r\n".encode(), "L010;;Bußgeld für Ölspur;;;;;;32\r\n".encode()),
        (f"{HEAD}\n{ROW}".encode(), "\nL010;;Bußgeld für Ölspur;;;;;;32\n".encode()),
        (b"\xef\xbb\xbf" + f"{HEAD}\n{ROW}\n".encode(), "L010;;Bußgeld für Ölspur;;;;;;32\n".encode()),
        (f"{HEAD}\r\n{ROW}\r\n".encode("cp1252"), "L010;;Bußgeld für Ölspur;;;;;;32\r\n".encode("cp1252")),
        (f"{HEAD}\n{ROW}\n".replace(";", ",").encode(), "L010,,Bußgeld für Ölspur,,,,,,32\n".encode()),
        (b"amt;notiz;bezeichnung;leika_schluessel\n20;x;Hundesteuer;\n", "32;;Bußgeld für Ölspur;\n".encode()),
    ],
    ids=["utf-8", "crlf", "no end of line", "bom", "windows-1252", "commas", "other columns, no id"],
)
def test_a_row_is_added_and_everything_else_stays(tmp_path: Path, content: bytes, added: bytes) -> None:
    path = tmp_path / "catalogue.csv"
    path.write_bytes(content)
    path.chmod(0o640)
    new_id = add_service(path, NEW)
    assert path.read_bytes() == content + added
    assert new_id == ("L010" if b"id;" in content or b"id," in content else "")
    assert path.stat().st_mode & 0o777 == 0o640
    assert [p.name for p in tmp_path.iterdir()] == ["catalogue.csv"]


def test_a_name_with_a_separator_or_a_quote_is_quoted(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.csv"
    path.write_text(f"{HEAD}\n", encoding="utf-8")
    add_service(path, NEW | {"bezeichnung": 'Hunde; "gefährliche"'})
    assert path.read_text("utf-8").splitlines()[1] == 'N1;;"Hunde; ""gefährliche""";;;;;;32'


@pytest.mark.parametrize(
    ("ids", "new"),
    [(["L1", "L9"], "L10"), (["L001", "X900"], "X901"), (["a", "b"], "N1"), (["7", "8"], "9"), (["N1", "abc"], "N2")],
)
def test_the_new_id_follows_the_ones_there_are(tmp_path: Path, ids: list[str], new: str) -> None:
    path = tmp_path / "catalogue.csv"
    path.write_text("id;bezeichnung;amt\n" + "".join(f"{i};Leistung {i};20\n" for i in ids), encoding="utf-8")
    assert add_service(path, NEW) == new


def test_a_file_can_be_put_back(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.csv"
    path.write_bytes(b"vorher")
    restore(path, b"nachher")
    assert path.read_bytes() == b"nachher"
