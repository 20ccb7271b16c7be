"""The exported table beside the workbooks that offices really mailed: `python -m tests.export_beside_mails HOME`.

Nothing of the program reads the mails here: they are taken apart with the standard library and openpyxl, cells are found by the
heading above them and the key or name in their row.
"""

import csv
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from email import message_from_bytes, policy
from email.utils import parseaddr, parsedate_to_datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import yaml
from openpyxl import load_workbook

FIRST_FIXED = ("Nr.", "Leistungsschlüssel", "Leistung")
Service = tuple[str, str]  # office, LeiKa key or name


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One filled cell of a mailed workbook."""

    value: Any
    address: str
    file: str


@dataclass(kw_only=True)
class Found:
    """What the comparison came to; each difference says what stands where."""

    workbooks: int = 0
    rows: int = 0
    cells: int = 0
    corrected: int = 0
    asked_again: int = 0
    sources: int = 0
    differences: list[str] = field(default_factory=list)


def mailed_files(box: Path, offices: dict[str, str]) -> Iterator[tuple[datetime, str, str, bytes]]:
    """Yield (date, office, file name, content) of every workbook that an office mailed, in the order of their dates."""
    mails = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(box.rglob("*")) if path.is_file()]
    dated: list[Any] = [mail for mail in mails if mail["Date"] and parseaddr(str(mail["From"]))[1].lower() in offices]
    for mail in sorted(dated, key=lambda mail: parsedate_to_datetime(str(mail["Date"]))):
        for part in mail.iter_attachments():
            name = str(part.get_filename() or "")
            if name.endswith(".xlsx"):
                office = offices[parseaddr(str(mail["From"]))[1].lower()]
                yield parsedate_to_datetime(str(mail["Date"])), office, name, part.get_payload(decode=True)


def filled_rows(content: bytes, file: str) -> Iterator[tuple[str, dict[str, Cell]]]:
    """Yield (key or name of the service, heading → filled answer cell) for each row in which something is answered."""
    sheet = load_workbook(BytesIO(content))["Amtsliste"]
    top = next(row for row in sheet.iter_rows() if {"Nr.", "Leistung"} <= {cell.value for cell in row})
    heads = {cell.column: str(cell.value).strip() for cell in top if cell.value}
    place = {heading: column for column, heading in heads.items()}
    answers = [column for column in heads if column >= place[_first_answer(heads)]]
    for row in sheet.iter_rows(min_row=top[0].row + 1):
        by_column = {cell.column: cell for cell in row}
        service = by_column[place["Leistungsschlüssel"]].value or by_column[place["Leistung"]].value
        cells = {
            heads[column]: Cell(value=cell.value, address=cell.coordinate, file=file)
            for column in answers
            if (cell := by_column[column]).value not in (None, "")
        }
        if service and cells:
            yield str(service), cells


def _first_answer(heads: dict[int, str]) -> str:
    return next(heading for heading in heads.values() if heading in ("Zuständig?", "Stufe heute"))


def plain(value: Any) -> str:
    """Return a value in a form in which the same answers are equal, however they were typed."""
    if isinstance(value, datetime | date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, int | float):
        return f"{float(value):g}"
    text = str(value if value is not None else "").strip()
    whole, _, rest = text.partition(",")
    return f"{float(f'{whole}.{rest}'):g}" if whole.isdigit() and (rest.isdigit() or not rest) else text


def compare(export: Path, files: list[tuple[str, str, bytes]], keys: dict[str, str]) -> Found:
    """Compare `export.xlsx` and `export.json` with mailed workbooks (office, file name, content), oldest first; `keys`: heading → question."""
    found, said = Found(workbooks=len(files)), dict[Service, dict[str, Cell]]()
    for office, name, content in files:
        said |= {(office, service): cells for service, cells in filled_rows(content, name)}
    book = load_workbook(export.with_suffix(".xlsx"))
    corrected = {
        (_office(row["Amt"]), row["LeiKa-Schlüssel"] or row["Leistung"], row["Frage"]): row["Berichtigt auf"]
        for row in _table(book["Berichtigungen"])
    }
    sources = {
        (line["office"], line["service"]["leika_key"] or line["service"]["name"]): line["sources"]
        for line in json.loads(export.with_suffix(".json").read_text(encoding="utf-8"))
    }
    gone = {(_office(row["Amt"]), row["LeiKa-Schlüssel"] or row["Leistung"]) for row in _table(book["Abgegebene Leistungen"])}
    for row in _table(book["Angaben"]):
        service = (_office(row["Amt"]), row["LeiKa-Schlüssel"] or row["Leistung"])
        _compare_row(found, row, service, said.pop(service, {}), corrected, sources[service], keys)
    found.differences += [f"{service}: mailed, but neither exported nor given away" for service in said if service not in gone]
    return found


def _compare_row(
    found: Found,
    row: dict[str, Any],
    service: Service,
    said: dict[str, Cell],
    corrected: dict[tuple[str, str, str], Any],
    sources: dict[str, dict[str, Any]],
    keys: dict[str, str],
) -> None:
    found.rows += 1
    for heading, question in keys.items():
        mailed, shown = said.get(heading), row[heading]
        source = sources.get(question, {})
        found.cells += 1
        if (*service, heading) in corrected:
            found.corrected += 1
            if plain(corrected[(*service, heading)]).replace("–", "") != plain(shown) or (
                shown and source.get("kind") != "person"
            ):
                found.differences.append(f"{service} {heading}: corrected, but {shown!r} from {source}")
        elif plain(mailed.value if mailed else None) == plain(shown):
            found.sources += bool(mailed)
            if mailed and (source.get("file"), source.get("cell")) != (mailed.file, mailed.address):
                found.differences.append(f"{service} {heading}: stands in {mailed.address} of {mailed.file}, but {source}")
        elif mailed and shown is None and row["Stand"] == "nachzubessern":
            found.asked_again += 1
        else:
            found.differences.append(f"{service} {heading}: mailed {mailed and mailed.value!r}, exported {shown!r}")


def _table(sheet: Any) -> list[dict[str, Any]]:
    heads, *rows = sheet.iter_rows(min_row=4, values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows if len([cell for cell in row if cell is not None]) > 1]


def _office(words: str) -> str:
    return words.partition(" ")[0]


def headings(file: Path) -> dict[str, str]:
    """Return heading → key of the questions of a questionnaire file."""
    return {q["heading"]: q["key"] for q in yaml.safe_load(file.read_text(encoding="utf-8"))["questions"]}


def office_addresses(file: Path) -> dict[str, str]:
    """Return mailbox → number of each office of `organisation.csv`."""
    with file.open(encoding="utf-8-sig", newline="") as source:
        return {row["postfach"].lower(): row["nummer"] for row in csv.DictReader(source, delimiter=";") if row["art"] == "Amt"}


def beside_mails(home: Path) -> dict[str, Found]:
    """Export every round of a demo's workspace and compare it; return round → what was found."""
    from ozg_workflow.bootstrap import open_app
    from ozg_workflow.database.models import Round
    from ozg_workflow.usecases.answers.export import export_answers

    app = open_app(str(home))
    config = next((home / "config").glob("*/questionnaire.yaml")).parent
    mails = list(mailed_files(home / "var" / "post" / "ozg@bielefeld.example", office_addresses(config / "organisation.csv")))
    with app.sessions() as session:
        rounds = [(r.key, r.kind.value, r.opened_on) for r in session.query(Round).order_by(Round.id)]
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        for number, (key, kind, opened_on) in enumerate(rounds):
            for ending in (".xlsx", ".json"):
                export_answers(app.context(), Path(folder) / f"{key}{ending}", key)
            later = [day for _, other, day in rounds[number + 1 :] if other == kind]
            until = later[0] if later else date.max
            survey = kind == "survey"
            files = [(o, n, c) for at, o, n, c in mails if opened_on <= at.date() < until and _is_survey(c) == survey]
            questions = headings(config / ("questionnaire.yaml" if survey else "progress.yaml"))
            results[key] = compare(Path(folder) / key, files, questions)
    return results


def _is_survey(content: bytes) -> bool:
    book = load_workbook(BytesIO(content), read_only=True)
    return any("Zuständig?" in row for row in book["Amtsliste"].iter_rows(max_row=10, values_only=True))


def main() -> None:
    results = beside_mails(Path(sys.argv[1]))
    for key, found in results.items():
        print(
            f"{key}: {found.workbooks} workbooks, {found.rows} rows, {found.cells} cells compared; {found.sources} mailed cells "
            f"with their source, {found.corrected} corrected, {found.asked_again} asked again, {len(found.differences)} differences"
        )
        for difference in found.differences[:20]:
            print(f"  {difference}")
    sys.exit(any(found.differences for found in results.values()))


if __name__ == "__main__":
    main()
