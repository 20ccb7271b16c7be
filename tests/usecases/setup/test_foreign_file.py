"""Any file is opened by what it is, whatever its name ends with."""

import json
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from ozg_workflow.domain.catalogue_update.foreign import Source
from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.setup.foreign_file import read_catalogue_file, read_foreign_tables

SOFFICE = shutil.which("soffice")
ROWS = (
    ("leika_key", "leika_name", "ozgid", "url", "online_status", "aktiv"),
    (99102010012000, "Hundesteuer anmelden", 10201, "https://a.example", "ok", "ja"),
    ("99115002012000", "Wohnsitz anmelden", "", "", "nicht ok", "ja"),
)


def workbook() -> bytes:
    book = Workbook()
    book.active.title = "Deckblatt"
    book.active["A1"] = "Stand 2020"
    sheet = book.create_sheet("Daten")
    for row in ROWS:
        sheet.append(row)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def keys(path: Path) -> list[str]:
    found = read_catalogue_file(path, None)
    assert found.source is Source.PVOG
    return [row["leika_schluessel"] for row in found.rows]


@pytest.mark.parametrize("name", ["export.xlsx", "export.csv", "export"])
def test_a_workbook_is_one_by_whatever_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(workbook())
    assert keys(tmp_path / name) == ["99102010012000", "99115002012000"]
    assert [table.title for table in read_foreign_tables(tmp_path / name)] == [f"{name}, Blatt Deckblatt", f"{name}, Blatt Daten"]


def test_a_csv_file_by_the_name_of_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "export.xlsx"
    path.write_text("\n".join(";".join(map(str, row)) for row in ROWS), encoding="utf-8")
    assert keys(path) == ["99102010012000", "99115002012000"]


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["ods", "xls", "xlsx"])
def test_what_libreoffice_saved(tmp_path: Path, kind: str) -> None:
    source, out = tmp_path / "export.xlsx", tmp_path / "out"
    source.write_bytes(workbook())
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", kind, "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert keys(out / f"export.{kind}") == ["99102010012000", "99115002012000"]


def test_json_by_whatever_name(tmp_path: Path) -> None:
    path = tmp_path / "fim.txt"
    path.write_bytes(b"\xef\xbb\xbf " + json.dumps([{"leistungsschluessel": "99102010012000", "title": "A"}]).encode())
    assert read_catalogue_file(path, None).source is Source.FIM


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "ist nicht zu lesen"),
        (b" \n", "ist leer"),
        (b"PK\x03\x04kaputt", "„x.xlsx“: Die Datei ist beschädigt"),
        (b"nur ein Satz", "keine Tabelle mit einer Kopfzeile"),
    ],
)
def test_what_is_no_catalogue_is_told_in_a_sentence(tmp_path: Path, content: bytes | None, why: str) -> None:
    path = tmp_path / "x.xlsx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=why):
        read_catalogue_file(path, None)
