"""A list, its questionnaires and an office that fills it in with Excel."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import yaml
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook as Book
from pydantic import TypeAdapter

from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.service_list import ListDocument, ListRow
from ozg_workflow.workbook.write.edition import Edition
from ozg_workflow.workbook.write.writer import write_list

Repack = Callable[[bytes, dict[str, bytes]], bytes]
CONFIG = Path(__file__).parents[2] / "config" / "bielefeld-2020"
CREATED = datetime(2020, 3, 25, 6, 0, tzinfo=UTC)


def _load(name: str, kind: Any) -> Any:
    return TypeAdapter(kind).validate_python(yaml.safe_load((CONFIG / name).read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def questionnaire() -> Questionnaire:
    return _load("questionnaire.yaml", Questionnaire)


@pytest.fixture(scope="session")
def progress() -> Questionnaire:
    return _load("progress.yaml", Questionnaire)


@pytest.fixture(scope="session")
def scale() -> MaturityScale:
    return _load("maturity-plan.yaml", MaturityScale)


@pytest.fixture(scope="session", params=sorted(path.name for path in CONFIG.glob("maturity-*.yaml")))
def any_scale(request: pytest.FixtureRequest) -> MaturityScale:
    return _load(request.param, MaturityScale)


@pytest.fixture(scope="session", params=["questionnaire.yaml", "progress.yaml"])
def any_questionnaire(request: pytest.FixtureRequest) -> Questionnaire:
    return _load(request.param, Questionnaire)


@pytest.fixture(scope="session")
def make_document() -> Callable[[int], ListDocument]:
    """Return a list with the given number of services; the third has no key, as in real catalogues."""

    def make(count: int) -> ListDocument:
        rows = tuple(
            ListRow(
                row_id=900 + n,
                number=n,
                key="" if n == 3 else f"99{n:012d}",
                name=f"Leistung {n} beantragen",
                service_type="2/3",
                ozg_id="10116",
                ozg_name="Datenauskunft und Akteneinsicht",
                topic="Bauen & Wohnen",
            )
            for n in range(1, count + 1)
        )
        return ListDocument(
            list_id=41,
            version=2,
            token="0123456789abcdef0123456789abcdef01234567",
            city="Stadt Bielefeld",
            rollout="bielefeld-2020",
            office_number="33",
            office_name="Einwohner- und Meldeamt",
            department_title="Dezernat 2 – Schule, Bürger und Kultur",
            due_on=date(2020, 5, 15),
            return_to="ozg@bielefeld.example",
            contact="Frau Kerstin Lindner, 0521 51-1234",
            rows=rows,
        )

    return make


@pytest.fixture(scope="session")
def sent(questionnaire: Questionnaire, scale: MaturityScale, make_document: Callable[[int], ListDocument]) -> bytes:
    """The workbook of a list with six services, as it was sent."""
    return write_list(make_document(6), questionnaire, scale, Edition(created=CREATED))


ANSWERS: dict[str, Any] = {
    "H5": "ja",
    "J5": "3 – Online-Leistung",
    "K5": "https://www.bielefeld.example/a",
    "L5": "ja",
    "M5": datetime(2020, 10, 1),  # noqa: DTZ001 - Excel knows no time zones
    "N5": 1200,
    "O5": 1.5,
    "H6": "nein",
    "I6": "Amt 32",
    "O7": "1,5 VZÄ",
}


@pytest.fixture(scope="session")
def fill() -> Callable[..., bytes]:
    """Open a workbook with openpyxl as an office would, apply changes to it and return the saved bytes."""

    def apply(content: bytes, change: Callable[[Book], None] | None = None, **cells: Any) -> bytes:
        book = load_workbook(BytesIO(content))
        for address, value in cells.items():
            book["Amtsliste"][address] = value
        if change:
            change(book)
        buffer = BytesIO()
        book.save(buffer)
        return buffer.getvalue()

    return apply


@pytest.fixture(scope="session")
def filled(sent: bytes, fill: Callable[..., bytes]) -> bytes:
    """The six services with the answers of ANSWERS."""
    return fill(sent, **ANSWERS)


@pytest.fixture(scope="session")
def repack() -> Repack:
    """Return the same archive with members replaced or added."""

    def apply(content: bytes, changes: dict[str, bytes]) -> bytes:
        buffer = BytesIO()
        with ZipFile(BytesIO(content)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
            for name in {**dict.fromkeys(old.namelist()), **dict.fromkeys(changes)}:
                new.writestr(name, changes[name] if name in changes else old.read(name))
        return buffer.getvalue()

    return apply


@pytest.fixture(scope="session")
def member() -> Callable[[bytes, str], bytes]:
    """Return one member of an archive."""

    def read(content: bytes, name: str) -> bytes:
        with ZipFile(BytesIO(content)) as archive:
            return archive.read(name)

    return read
