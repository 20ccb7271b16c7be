"""Realistic sample data: a seeded survey of the sample catalogue, evaluated with the sample weights."""

import csv
import random
import re
import subprocess
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter

from ozg_workflow.domain.results.prioritisation import Candidate, Prioritisation, Score, evaluate
from ozg_workflow.domain.survey.cells import Answer
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire

CONFIG = Path(__file__).parents[2] / "config" / "bielefeld-2020"
EVALUATED_AT = datetime(2020, 6, 2, 7, 30, tzinfo=UTC)


def _yaml(name: str) -> Any:
    return yaml.safe_load((CONFIG / name).read_text(encoding="utf-8"))


def _table(name: str) -> list[dict[str, str]]:
    with (CONFIG / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@pytest.fixture(scope="session")
def plan() -> Prioritisation:
    return TypeAdapter(Prioritisation).validate_python(_yaml("prioritisation.yaml"))


@pytest.fixture(scope="session")
def scale() -> MaturityScale:
    return TypeAdapter(MaturityScale).validate_python(_yaml("maturity-plan.yaml"))


@pytest.fixture(scope="session")
def questionnaire() -> Questionnaire:
    return TypeAdapter(Questionnaire).validate_python(_yaml("questionnaire.yaml"))


@pytest.fixture(scope="session")
def office_names() -> dict[str, str]:
    return {row["nummer"]: row["name"] for row in _table("organisation.csv") if row["art"] == "Amt"}


@pytest.fixture(scope="session")
def department_titles() -> dict[str, str]:
    return {
        row["nummer"]: f"Dezernat {row['nummer']} – {row['name']}"
        for row in _table("organisation.csv")
        if row["art"] == "Dezernat"
    }


@pytest.fixture(scope="session")
def department_of_office() -> dict[str, str]:
    return {row["nummer"]: row["dezernat"] for row in _table("organisation.csv") if row["art"] == "Amt"}


def _answers(rng: random.Random) -> dict[str, Answer]:
    answers: dict[str, Answer] = {
        "case_volume": int(10 ** rng.uniform(0, 5)),
        "staff_effort": round(rng.uniform(0.05, 6), 2),
        "user_orientation": rng.choice("1223344"),
        "technical_support": rng.choice("0112223"),
        "complexity": rng.choice("1123"),
        "legal_barrier": rng.choices(("none", "written_form", "personal_appearance", "excluded"), (60, 22, 13, 5))[0],
    }
    if rng.random() < 0.12:
        for key in rng.sample(sorted(answers), rng.choice((1, 1, 2, 6))):
            del answers[key]
    return answers


@pytest.fixture(scope="session")
def candidates() -> tuple[Candidate, ...]:
    rng = random.Random(2020)
    rows = enumerate(_table("catalogue.csv"), 1)
    return tuple(
        Candidate(service_id=n, ref=row["id"], name=row["bezeichnung"], office=row["amt"], answers=_answers(rng))
        for n, row in rows
    )


@pytest.fixture(scope="session")
def scores(plan: Prioritisation, candidates: tuple[Candidate, ...]) -> tuple[Score, ...]:
    return evaluate(plan, candidates)


MILESTONES = (
    ("konzept", "Abstimmung des Konzeptes in der Verwaltungsvorstands-Klausurtagung", "2020-03-17", "done", "2020-03-17"),
    (
        "versand",
        "Versendung der Amtslisten + Ausfüllhilfe an die Dezernatspostfächer",
        "2020-03-25",
        "done",
        "2020-03-25T07:00:00+00:00",
    ),
    ("erhebung", "Datenerhebung mit den Organisationseinheiten", "2020-04-01", "running", None),
    ("frist-zustaendigkeit", "Rücklauf bei fehlerhafter Zuständigkeit", "2020-04-30", "late", None),
    ("frist-ruecksendung", "Rücksendung der Amtslisten an das OZG-Postfach", "2020-05-15", "due", None),
    ("auswertung", "Auswertung und Priorisierung", "2020-06-01", "planned", None),
    ("vorstellung", "Vorstellung der Priorisierung und Planung im Verwaltungsvorstand", "2020-07", "planned", None),
    ("abschluss", "Abschluss der Umsetzung gem. § 1 OZG", "2022-12-31", "planned", None),
)


def _list(office: str, name: str, department: str, state: str, **other: object) -> dict[str, object]:
    row: dict[str, object] = {
        "office": office,
        "name": name,
        "department": department,
        "round": "survey",
        "version": 1,
        "state": state,
    }
    counts: dict[str, object] = {"rows": 10, "answered": 0, "invalid": 0, "disputed": 0, "reminders": 1}
    dates: dict[str, object] = {"due_on": "2020-05-15", "sent_at": "2020-03-25T07:00:00+00:00", "returned_at": None}
    return row | counts | dates | other


@pytest.fixture
def status() -> dict[str, Any]:
    mail_states = (
        "held",
        "queued",
        "claimed",
        "data_started",
        "accepted",
        "refused",
        "unknown",
        "bounced",
        "cancelled",
        "expired",
    )
    return {
        "rollout": "bielefeld-2020",
        "today": "2020-05-18",
        "milestones": [dict(zip(("key", "title", "planned", "state", "done_at"), row, strict=True)) for row in MILESTONES],
        "departments": [
            {"number": "OB", "name": "Oberbürgermeister", "lists": 0, "returned": 0},
            {"number": "1", "name": "Finanzen, Personal und Digitalisierung", "lists": 3, "returned": 2},
            {"number": "2", "name": "Schule | Bürger & *Kultur*", "lists": 2, "returned": 2},
        ],
        "lists": [
            _list("10", "Hauptamt", "1", "returned", answered=10, returned_at="2020-05-14T22:30:00+00:00"),
            _list("20", "Kämmerei", "1", "nil_return", rows=0, returned_at="2020-04-02T10:00:00+00:00"),
            _list("22", "Steueramt", "1", "partly_returned", answered=6, invalid=1, disputed=2, reminders=3),
            _list("33", "Einwohner- und Meldeamt", "2", "returned", answered=10, returned_at="2020-05-04T08:00:00+00:00"),
        ],
        "mail": dict.fromkeys(mail_states, 0) | {"accepted": 41, "held": 1, "unknown": 2, "bounced": 1},
        "inbox": {"returns": 5, "automatic": 1, "quarantined": 2, "dismissed": 0},
        "cases": {"open": 1, "settled": 4},
        "prioritisation": {"evaluated_at": "2020-06-02T07:30:00+00:00", "ranked": 135, "blocked": 8, "incomplete": 18},
        "implementation": {"measures": 148, "started": 12, "reached_target": 37, "target_level": 4, "target_on": "2022-12-31"},
    }


def _need(kind: str, title: str, detail: str) -> dict[str, str]:
    return {"kind": kind, "title": title, "detail": detail, "how": "–"}


def _department(number: str, name: str, lists: int, returned: int, partly: int = 0) -> dict[str, Any]:
    left = lists - returned - partly
    return {"number": number, "name": name, "lists": lists, "returned": returned, "partly": partly, "open": left}


@pytest.fixture
def view(status: dict[str, Any], scores: tuple[Score, ...]) -> dict[str, Any]:
    """What `overview` returns, a few days after the deadline."""
    survey = {
        "key": "survey",
        "kind": "survey",
        "title": "Erhebung ab 25.03.2020",
        "opened_on": "2020-03-25",
        "due_on": "2020-05-15",
        "lists": 4,
        "returned": 3,
        "departments": [
            _department("1", "Finanzen, Personal und Digitalisierung", 3, 2, 1),
            _department("2", "Schule | Bürger & *Kultur*", 1, 1),
        ],
        "over_time": [
            {"day": "2020-03-25", "lists": 4, "returned": 0},
            {"day": "2020-04-02", "lists": 4, "returned": 1},
            {"day": "2020-05-04", "lists": 4, "returned": 2},
            {"day": "2020-05-15", "lists": 4, "returned": 3},
        ],
    }
    ranked = [s for s in map(asdict, scores) if s["rank"]]
    return status | {
        "title": "Umsetzung des OZG – Stadt Bielefeld",
        "needs": [
            _need("unknown", "Mail ungeklärt", "Nr. 7 „Erinnerung“ – abgebrochen"),
            _need("unknown", "Mail ungeklärt", "Nr. 9 „Erinnerung“ – abgebrochen"),
            _need("bounced", "Mail unzustellbar", "Nr. 8 „Amtslisten“ – Unzustellbar: dezernat2@stadt.example"),
            _need("case", "Zuständigkeit offen", "Fall 3: „Hundesteuer“ (Amt 22) – nicht eindeutig"),
            *(_need("quarantine", "Klärungskorb", f"Nr. {n} von unbekannt: ohne Liste") for n in range(1, 8)),
            _need("milestone", "Meilenstein offen", "bis 30.04.2020 · Rücklauf bei fehlerhafter Zuständigkeit"),
        ],
        "rounds": [survey],
        "round": survey,
        "missing": [
            {
                "office": "22",
                "name": "Steueramt",
                "department": "1",
                "mailbox": "dezernat1@stadt.example",
                "round": "survey",
                "version": 1,
                "state": "partly_returned",
                "rows": 10,
                "answered": 6,
                "invalid": 1,
                "due_on": "2020-05-15",
                "sent_at": "2020-03-25T07:00:00+00:00",
                "days_left": -3,
                "reminders": 3,
                "reminded_on": "2020-05-13T05:00:00+00:00",
            }
        ],
        "mails": [
            {
                "id": 8,
                "at": "2020-03-25T07:00:00+00:00",
                "accepted_at": "2020-03-25T07:01:00+00:00",
                "kind": "Versand der Amtslisten",
                "to": ["dezernat2@stadt.example"],
                "subject": "Amtslisten",
                "state": "bounced",
                "reason": "Unzustellbar: dezernat2@stadt.example",
            }
        ],
        "replies": [{"milestone": "info-1", "title": "Infoveranstaltung", "accepted": 5, "declined": 1, "tentative": 0}],
        "scores": {"threshold": 50.0, "top": ranked, "points": [s for s in ranked if s["quadrant"]]},
        "progress": {
            "plan": [
                {"day": "2020-09-01", "number": 0},
                {"day": "2020-12-31", "number": 48},
                {"day": "2021-01-01", "number": 48},
                {"day": "2022-12-31", "number": 148},
            ],
            "waves": [
                {
                    "title": "Welle 1",
                    "starts_on": "2020-09-01",
                    "ends_on": "2020-12-31",
                    "measures": 48,
                    "started": 12,
                    "reached": 37,
                },
                {
                    "title": "Welle 2",
                    "starts_on": "2021-01-01",
                    "ends_on": "2022-12-31",
                    "measures": 100,
                    "started": 0,
                    "reached": 0,
                },
            ],
            "over_time": [
                {"day": "2020-09-01", "measures": 148, "started": 12, "reached": 4},
                {"day": "2020-09-20", "measures": 148, "started": 12, "reached": 9},
                {"day": "2020-10-05", "measures": 148, "started": 12, "reached": 37},
            ],
        },
    }


def pdf_text(content: bytes, *, layout: bool = False) -> str:
    command = ["pdftotext", *(["-layout"] if layout else []), "-", "-"]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode("utf-8")


def page_count(content: bytes) -> int:
    pages = next(part for part in re.findall(rb"<<[^<>]*>>", content) if b"/Pages" in part and b"/Kids" in part)
    found = re.search(rb"/Count\s+(\d+)", pages)
    assert found
    return int(found[1])
