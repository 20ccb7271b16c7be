"""Realistic sample data: a seeded survey of the sample catalogue, evaluated with the sample weights."""

import csv
import random
import re
import subprocess
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter

from ozg_workflow.domain.cockpit.overview import (
    DepartmentReturns,
    EventReplies,
    MailLine,
    MeasuresOn,
    MissingList,
    Overview,
    PlanPoint,
    Point,
    Progress,
    RankedService,
    ReturnsOn,
    RoundView,
    Scores,
    WaveProgress,
)
from ozg_workflow.domain.cockpit.status import (
    DepartmentStatus,
    ImplementationStatus,
    ListStatus,
    MilestoneStatus,
    Planned,
    PrioritisationStatus,
    Status,
)
from ozg_workflow.domain.needs import NeedKind, need
from ozg_workflow.domain.plan.milestones import MilestoneState
from ozg_workflow.domain.post.mail import IncomingState, MailKind
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.domain.results.evaluating import evaluate
from ozg_workflow.domain.results.prioritisation import Candidate, Prioritisation, Score
from ozg_workflow.domain.survey.cells import Answer
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.responsibility import CaseState
from ozg_workflow.domain.survey.service_list import ListState, RoundKind

CONFIG = Path(__file__).parents[2] / "config" / "bielefeld-2020"
EVALUATED_AT = datetime(2020, 6, 2, 7, 30, tzinfo=UTC)
# what no font has, and what no XML file may hold
STRANGE = ("💡", "℡ 漢字", "👨\u200d👩\u200d👧", "\U000f0001", "\x01", "\x0b", "\ud83d", "\ufffe", "q\u20dd", "🇩🇪")


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
    (
        "konzept",
        "Abstimmung des Konzeptes in der Verwaltungsvorstands-Klausurtagung",
        "2020-03-17",
        MilestoneState.DONE,
        "2020-03-17T12:00",
    ),
    (
        "versand",
        "Versendung der Amtslisten + Ausfüllhilfe an die Dezernatspostfächer",
        "2020-03-25",
        MilestoneState.DONE,
        "2020-03-25T07:00",
    ),
    ("erhebung", "Datenerhebung mit den Organisationseinheiten", "2020-04-01", MilestoneState.RUNNING, None),
    ("frist-zustaendigkeit", "Rücklauf bei fehlerhafter Zuständigkeit", "2020-04-30", MilestoneState.LATE, None),
    ("frist-ruecksendung", "Rücksendung der Amtslisten an das OZG-Postfach", "2020-05-15", MilestoneState.DUE, None),
    ("auswertung", "Auswertung und Priorisierung", "2020-06-01", MilestoneState.PLANNED, None),
    ("vorstellung", "Vorstellung der Priorisierung und Planung im Verwaltungsvorstand", "2020-07", MilestoneState.PLANNED, None),
    ("abschluss", "Abschluss der Umsetzung gem. § 1 OZG", "2022-12-31", MilestoneState.PLANNED, None),
)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _list(list_id: int, office: str, name: str, department: str, state: ListState, **other: Any) -> ListStatus:
    figures = {"rows": 10, "answered": 0, "invalid": 0, "disputed": 0, "reminders": 1, "returned_at": None} | other
    return ListStatus(
        list_id=list_id,
        office=office,
        name=name,
        department=department,
        round="survey",
        version=1,
        closed=False,
        state=state,
        due_on=date(2020, 5, 15),
        sent_at=_moment("2020-03-25T07:00"),
        **figures,
    )


@pytest.fixture
def status() -> Status:
    return Status(
        rollout="bielefeld-2020",
        title="Umsetzung des OZG – Stadt Bielefeld",
        today=date(2020, 5, 18),
        milestones=tuple(
            MilestoneStatus(
                key=key, title=title, planned=Planned.read(planned), state=state, done_at=_moment(done) if done else None
            )
            for key, title, planned, state, done in MILESTONES
        ),
        departments=(
            DepartmentStatus(number="OB", name="Oberbürgermeister", lists=0, returned=0),
            DepartmentStatus(number="1", name="Finanzen, Personal und Digitalisierung", lists=3, returned=2),
            DepartmentStatus(number="2", name="Schule | Bürger & *Kultur*", lists=2, returned=2),
        ),
        lists=(
            _list(1, "10", "Hauptamt", "1", ListState.RETURNED, answered=10, returned_at=_moment("2020-05-14T22:30")),
            _list(2, "20", "Kämmerei", "1", ListState.NIL_RETURN, rows=0, returned_at=_moment("2020-04-02T10:00")),
            _list(3, "22", "Steueramt", "1", ListState.PARTLY_RETURNED, answered=6, invalid=1, disputed=2, reminders=3),
            _list(
                4, "33", "Einwohner- und Meldeamt", "2", ListState.RETURNED, answered=10, returned_at=_moment("2020-05-04T08:00")
            ),
        ),
        mail=dict.fromkeys(MessageState, 0)
        | {MessageState.ACCEPTED: 41, MessageState.HELD: 1, MessageState.UNKNOWN: 2, MessageState.BOUNCED: 1},
        inbox={
            IncomingState.RETURN: 5,
            IncomingState.AUTOMATIC: 1,
            IncomingState.QUARANTINED: 2,
            IncomingState.DISMISSED: 0,
            IncomingState.TO_READ: 1,
        },
        mailboxes=(),
        cases={CaseState.OPEN: 1, CaseState.SETTLED: 4},
        prioritisation=PrioritisationStatus(evaluated_at=EVALUATED_AT, ranked=135, blocked=8, incomplete=18),
        implementation=ImplementationStatus(
            measures=148, started=12, reached_target=37, target_level=4, target_on=date(2022, 12, 31)
        ),
    )


def _department(number: str, name: str, lists: int, returned: int, partly: int = 0) -> DepartmentReturns:
    left = lists - returned - partly
    return DepartmentReturns(number=number, name=name, lists=lists, returned=returned, partly=partly, open=left)


SURVEY = RoundView(
    key="survey",
    kind=RoundKind.SURVEY,
    title="Erhebung ab 25.03.2020",
    opened_on=date(2020, 3, 25),
    due_on=date(2020, 5, 15),
    lists=4,
    returned=3,
    departments=(
        _department("1", "Finanzen, Personal und Digitalisierung", 3, 2, 1),
        _department("2", "Schule | Bürger & *Kultur*", 1, 1),
    ),
    over_time=(
        ReturnsOn(day=date(2020, 3, 25), lists=4, returned=0),
        ReturnsOn(day=date(2020, 4, 2), lists=4, returned=1),
        ReturnsOn(day=date(2020, 5, 4), lists=4, returned=2),
        ReturnsOn(day=date(2020, 5, 15), lists=4, returned=3),
    ),
)
NEEDS = (
    need(NeedKind.UNKNOWN, "Nr. 7 „Erinnerung“ – abgebrochen"),
    need(NeedKind.UNKNOWN, "Nr. 9 „Erinnerung“ – abgebrochen"),
    need(NeedKind.BOUNCED, "Nr. 8 „Amtslisten“ – Unzustellbar: dezernat2@stadt.example"),
    need(NeedKind.CASE, "Fall 3: „Hundesteuer“ (Amt 22) – nicht eindeutig"),
    *(need(NeedKind.QUARANTINE, f"Nr. {n} von unbekannt: ohne Liste") for n in range(1, 8)),
    need(NeedKind.MILESTONE, "bis 30.04.2020 · Rücklauf bei fehlerhafter Zuständigkeit"),
)
BOUNCED = MailLine(
    id=8,
    created_at=_moment("2020-03-25T07:00"),
    accepted_at=_moment("2020-03-25T07:01"),
    kind=MailKind.SERVICE_LISTS,
    to=("dezernat2@stadt.example",),
    subject="Amtslisten",
    state=MessageState.BOUNCED,
    reason="Unzustellbar: dezernat2@stadt.example",
)
PROGRESS = Progress(
    plan=(
        PlanPoint(day=date(2020, 9, 1), number=0),
        PlanPoint(day=date(2020, 12, 31), number=48),
        PlanPoint(day=date(2021, 1, 1), number=48),
        PlanPoint(day=date(2022, 12, 31), number=148),
    ),
    waves=(
        WaveProgress(
            title="Welle 1", starts_on=date(2020, 9, 1), ends_on=date(2020, 12, 31), measures=48, started=12, reached=37
        ),
        WaveProgress(title="Welle 2", starts_on=date(2021, 1, 1), ends_on=date(2022, 12, 31), measures=100, started=0, reached=0),
    ),
    over_time=(
        MeasuresOn(day=date(2020, 9, 1), measures=148, started=12, reached=4),
        MeasuresOn(day=date(2020, 9, 20), measures=148, started=12, reached=9),
        MeasuresOn(day=date(2020, 10, 5), measures=148, started=12, reached=37),
    ),
)


def _fields_of(kind: type, score: Score) -> dict[str, Any]:
    return {field.name: getattr(score, field.name) for field in fields(kind)}


@pytest.fixture
def view(status: Status, scores: tuple[Score, ...]) -> Overview:
    """What `overview` returns, a few days after the deadline."""
    ranked = [s for s in scores if s.rank]
    return Overview(
        status=status,
        needs=NEEDS,
        rounds=(SURVEY,),
        missing=(
            MissingList(
                item=status.lists[2], mailbox="dezernat1@stadt.example", days_left=-3, reminded_at=_moment("2020-05-13T05:00")
            ),
        ),
        mails=(BOUNCED,),
        replies=(EventReplies(milestone="info-1", title="Infoveranstaltung", accepted=5, declined=1, tentative=0),),
        scores=Scores(
            threshold=50.0,
            top=tuple(RankedService(**_fields_of(RankedService, s)) for s in ranked),
            points=tuple(Point(**_fields_of(Point, s)) for s in ranked if s.quadrant),
        ),
        progress=PROGRESS,
    )


def pdf_text(content: bytes, *, layout: bool = False) -> str:
    command = ["pdftotext", *(["-layout"] if layout else []), "-", "-"]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode("utf-8")


def beyond_the_margins(content: bytes) -> list[str]:
    """Return the words that stand in the margins beside the text (2.2 cm on the left, 2 cm on the right), where a printer cuts them off."""
    found = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=content, capture_output=True, check=True).stdout.decode(
        "utf-8"
    )
    words = re.findall(r'<word xMin="([\d.-]+)" yMin="[\d.-]+" xMax="([\d.-]+)" yMax="[\d.-]+">(.*?)</word>', found)
    assert words
    least, most = 2.2 * 72 / 2.54 - 1, 19 * 72 / 2.54 + 1
    return [word for left, right, word in words if float(left) < least or float(right) > most]


def page_count(content: bytes) -> int:
    pages = next(part for part in re.findall(rb"<<[^<>]*>>", content) if b"/Pages" in part and b"/Kids" in part)
    found = re.search(rb"/Count\s+(\d+)", pages)
    assert found
    return int(found[1])
