"""A small town for the tests: a real workspace, offices that fill in the lists they really got, mail that really comes and goes."""

import email
import hashlib
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from email import policy
from email.message import EmailMessage
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from openpyxl import load_workbook
from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session

from ozg_workflow.bootstrap import App
from ozg_workflow.database.models import Base, Message, Round, ServiceList, ServiceListRow
from ozg_workflow.domain.errors import OzgError
from ozg_workflow.domain.rollout import RolloutData
from ozg_workflow.domain.survey.service_list import FILE_TITLES, RoundKind
from ozg_workflow.mail.write.templates import Templates
from ozg_workflow.report.cockpit.status_json import status_json
from ozg_workflow.usecases.cockpit.status import status
from ozg_workflow.usecases.day import steps
from ozg_workflow.usecases.results.decide import accept_paper
from ozg_workflow.usecases.results.release import release_paper
from ozg_workflow.usecases.setup.prepare import prepare
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.upkeep.check_database import check_database
from ozg_workflow.workspace.places import create_workspace, template_folders
from ozg_workflow.workspace.rollouts import load_rollouts
from ozg_workflow.workspace.settings import Settings
from tests.postgres import Postgres

BERLIN = ZoneInfo("Europe/Berlin")
SENDER = "ozg@bielefeld.example"
NOTHING: Mapping[Any, Any] = MappingProxyType({})

ORGANISATION = """art;nummer;name;dezernat;postfach;leitung;leitung_mail;gueltig_ab;gueltig_bis
Dezernat;1;Zentrale Dienste;;dez1@bielefeld.example;Frau Anders;anders@bielefeld.example;2019-01-01;
Dezernat;2;Bürger und Soziales;;dez2@bielefeld.example;Herr Brandes;brandes@bielefeld.example;2019-01-01;
Amt;10;Hauptamt;1;amt10@bielefeld.example;Frau Petersen;petersen@bielefeld.example;2019-01-01;
Amt;20;Kämmerei;1;amt20@bielefeld.example;Herr Grothe;grothe@bielefeld.example;2019-01-01;
Amt;33;Einwohner- und Meldeamt;2;amt33@bielefeld.example;Frau Krüger;krueger@bielefeld.example;2019-01-01;
Amt;34;Standesamt;2;amt34@bielefeld.example;Frau Sandmann;sandmann@bielefeld.example;2019-01-01;
Amt;50;Sozialamt;2;amt50@bielefeld.example;Frau Marquardt;marquardt@bielefeld.example;2019-01-01;
"""
CATALOGUE = """id;leika_schluessel;bezeichnung;leika_typ;ozg_id;ozg_leistung;themenfeld;rechtsgrundlage;amt
L1;99102010012000;Hundesteuer anmelden;5;10201;Hundesteuer;Steuern & Zoll;§ 3 KAG NRW;20
L2;99115002012000;Wohnsitz anmelden;2/3;10260;Meldebestätigung;Familie & Kind;§ 17 BMG;33
L3;99115004012000;Meldebescheinigung ausstellen;2/3;10261;Meldebestätigung;Familie & Kind;§ 18 BMG;33
L4;99115006012000;Personalausweis beantragen;2/3;10262;Ausweise;Querschnitt;§ 9 PAuswG;33
L5;99059001012000;Eheschließung anmelden;2/3;10240;Eheschließung;Familie & Kind;§ 12 PStG;34
L6;;Geburtsurkunde ausstellen;2/3;10241;Geburt;Familie & Kind;§ 59 PStG;34
L7;99107002012000;Wohngeld beantragen;2/3;10280;Wohngeld;Bauen & Wohnen;§ 22 WoGG;50
L8;99107003012000;Bildung und Teilhabe beantragen;2/3;10281;Teilhabe;Bildung;§ 28 SGB II;50
"""

GOOD: Mapping[str, Any] = MappingProxyType(
    {
        "Zuständig?": "ja",
        "Stufe heute": "Formular-Assistent (2)",
        "Online-Angebot fest geplant?": "nein",
        "Fallzahl pro Jahr": 1200,
        "Personaleinsatz (VZÄ)": "1,5",
        "Nutzen für Bürger/Unternehmen": "hoch (3)",
        "Technikunterstützung heute": "Fachverfahren (2)",
        "Komplexität aus Bürgersicht": "niedrig (1)",
        "Rechtliches Hemmnis": "keines",
    }
)


def not_ours(office: str = "") -> dict[str, Any]:
    """The cells of a row an office refuses, naming another one."""
    return dict.fromkeys(GOOD) | {"Zuständig?": "nein", "Zuständiges Amt": office or None}


def fill(
    content: bytes,
    changes: Mapping[int, Mapping[str, Any]] = NOTHING,
    *,
    rows: Iterable[int] | None = None,
    nil: str | None = None,
    good: Mapping[str, Any] = GOOD,
) -> bytes:
    """Fill in a list as a clerk does: `good` answers in `rows` (numbers; all when None), then `changes` by number and heading.

    The same list filled in the same way is the same file.
    """
    wanted = None if rows is None else frozenset(rows)
    key = repr((hashlib.sha256(content).digest(), {n: dict(c) for n, c in changes.items()}, wanted, nil, dict(good)))
    if key not in _filled:
        _filled[key] = _fill(content, changes, wanted, nil, good)
    return _filled[key]


_filled: dict[str, bytes] = {}


def _fill(
    content: bytes,
    changes: Mapping[int, Mapping[str, Any]],
    wanted: frozenset[int] | None,
    nil: str | None,
    good: Mapping[str, Any],
) -> bytes:
    book = load_workbook(BytesIO(content))
    sheet = book["Amtsliste"]
    columns = {str(cell.value): cell.column for cell in sheet[4] if cell.value}
    for line in range(5, sheet.max_row + 1):
        number = sheet.cell(line, columns["Nr."]).value
        if number is None:
            continue
        answers = {**(good if wanted is None or number in wanted else {}), **changes.get(int(number), {})}
        for heading, value in answers.items():
            sheet.cell(line, columns[heading]).value = value
    if nil is not None:
        sheet["C3"] = nil
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def cell_of(content: bytes, number: int, heading: str) -> str:
    """The address of a cell in a list."""
    sheet = load_workbook(BytesIO(content))["Amtsliste"]
    columns = {str(cell.value): cell for cell in sheet[4] if cell.value}
    line = next(row for row in range(5, sheet.max_row + 1) if sheet.cell(row, columns["Nr."].column).value == number)
    return f"{columns[heading].column_letter}{line}"


class Clock:
    """The town-hall clock: it goes on by one second whenever somebody looks at it, and can be set."""

    def __init__(self, day: date) -> None:
        self.moment = datetime.combine(day, time(7), BERLIN).astimezone(UTC)

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment

    @property
    def today(self) -> date:
        return self.moment.astimezone(BERLIN).date()

    def set(self, day: date, hour: int = 7) -> None:
        self.moment = datetime.combine(day, time(hour), BERLIN).astimezone(UTC)

    def wait(self, **duration: float) -> None:
        self.moment += timedelta(**duration)


@dataclass(frozen=True)
class Letter:
    """A delivered mail as its readers see it."""

    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str
    header_id: str
    text: str
    html: str
    attachments: dict[str, bytes]
    headers: dict[str, str]


@cache
def read_letter(content: bytes) -> Letter:
    """Read a mail as a mail program does."""
    message: Any = email.message_from_bytes(content, policy=policy.default)
    return Letter(
        to=tuple(a.addr_spec for a in message["To"].addresses),
        cc=tuple(a.addr_spec for a in message["Cc"].addresses) if message["Cc"] else (),
        subject=str(message["Subject"]),
        header_id=str(message["Message-ID"]),
        text=message.get_body(("plain",)).get_content(),
        html=message.get_body(("html",)).get_content(),
        attachments={str(part.get_filename()): part.get_content() for part in message.iter_attachments()},
        headers={name.lower(): " ".join(str(value).split()) for name, value in message.items()},
    )


class Town:
    """One workspace with its outbox folder, its mailbox and its clock."""

    def __init__(self, home: Path, day: date, *, templates: Templates, **settings: Any) -> None:
        self.home, self.clock = home, Clock(day)
        self.out, self.box = home / "ausgang", home / "postfach"
        for place in ("new", "cur", "tmp"):
            (self.box / place).mkdir(parents=True, exist_ok=True)
        defaults = {
            "smtp_url": f"dir:{self.out}",
            "inbox_url": f"maildir:{self.box}",
            "recipients": ("*",),
            "secret_key": "geheim",
            "smtp_connections": 1,  # mails arrive in their order
        }
        self.app = _with_shared_engine(App(home, Settings(**(defaults | settings), database_url=database_of(home))))
        self._templates = templates
        self._letters = 0
        self._read = 0

    def close(self) -> None:
        self.app.engine.dispose()

    def ctx(self, **changes: Any) -> Context:
        context = self.app.context_for("bielefeld-2020", today=self.clock.today, actor="cli:test")
        return replace(context, **({"clock": self.clock, "templates": lambda: self._templates} | changes))

    def settings(self, **changes: Any) -> None:
        """Use other settings from now on, as after a restart."""
        self.close()
        self.app = _with_shared_engine(App(self.home, replace(self.app.settings, **changes)))

    # --- steps -------------------------------------------------------------------------------------------------------

    def prepare(self, data: RolloutData | None = None, *, confirmed: bool = True) -> StepResult:
        return prepare(self.ctx(), data or town_data(), confirmed=confirmed)

    def do(self, *names: str, **changes: Any) -> StepResult:
        """Carry out steps one after the other and return the result of the last one."""
        results = [steps.perform(self.ctx(**changes), name) for name in names]
        return results[-1]

    def day(self, day: str, *names: str) -> StepResult | None:
        """Set the clock to seven o'clock of a day and carry out steps."""
        self.clock.set(date.fromisoformat(day))
        return self.do(*names) if names else None

    def draft_paper(self, day: str) -> None:
        """Evaluate and draft the paper for the board on a day."""
        self.do("evaluate")
        self.day(day, "present", "deliver")

    def board_decides(self, day: str) -> None:
        """Draft and release the paper, and let the board accept it, all on one day."""
        self.draft_paper(day)
        release_paper(self.ctx(), confirmed=True)
        accept_paper(self.ctx())
        self.do("deliver")

    def run_day(self, day: str | date) -> tuple[StepResult, list[OzgError]]:
        self.clock.set(date.fromisoformat(day) if isinstance(day, str) else day)
        ctx = self.ctx()
        done = steps.run_day(ctx, lambda step, _title, milestone: steps.perform(ctx, step, milestone), has_inbox=True)
        steps.tell_failures(done)
        return done.total, done.errors

    def status(self) -> dict[str, Any]:
        """The status as scripts read it."""
        return status_json(status(self.ctx()))

    # --- mail --------------------------------------------------------------------------------------------------------

    def letters(self) -> list[Letter]:
        """All delivered mails, oldest first."""
        files = sorted(self.out.glob("*.eml"), key=lambda path: int(path.name.partition("-")[0]))
        return [read_letter(path.read_bytes()) for path in files]

    def new_letters(self) -> list[Letter]:
        """What was delivered since the last call."""
        files = sorted(self.out.glob("*.eml"), key=lambda path: int(path.name.partition("-")[0]))
        number = lambda path: int(path.name.partition("-")[0])  # noqa: E731 - one line says it
        new = [path for path in files if number(path) > self._read]
        self._read = max([self._read, *map(number, files)])
        return [read_letter(path.read_bytes()) for path in new]

    def book(self, office: str, version: int = 1) -> tuple[str, bytes, Letter]:
        """The list an office really got: its file name, its bytes and the mail it came with."""
        wanted = re.compile(rf"({'|'.join(FILE_TITLES.values())})(-[\d-]+)?_{office}_.*_v{version}\.xlsx")
        for letter in reversed(self.letters()):
            for name, content in letter.attachments.items():
                if wanted.fullmatch(name) and "in-reply-to" not in letter.headers:
                    return name, content, letter
        raise LookupError(f"no list for {office} v{version}")

    def drop(self, content: bytes | EmailMessage, *, unread: bool = True) -> bytes:
        """Put a mail into the mailbox."""
        raw = (
            content
            if isinstance(content, bytes)
            else content.as_bytes(policy=policy.SMTPUTF8 if "ö" in str(content["From"]) else policy.SMTP)
        )
        self._letters += 1
        existing = len(list(self.box.rglob("*.stadt*")))
        (self.box / ("new" if unread else "cur") / f"{1000 + existing}.{self._letters}.stadt").write_bytes(raw)
        return raw

    def letter(
        self,
        files: Mapping[str, bytes],
        *,
        sender: str,
        answers: Letter | None = None,
        subject: str = "AW: Amtslisten",
        headers: Mapping[str, str] = NOTHING,
    ) -> EmailMessage:
        """Write a mail of a person with files attached."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = sender, SENDER, subject
        message["Date"] = self.clock()
        digest = hashlib.sha256(repr((sender, subject, sorted(files), self.clock.moment)).encode()).hexdigest()[:16]
        message["Message-ID"] = f"<{digest}@bielefeld.example>"
        if answers:
            message["In-Reply-To"] = message["References"] = answers.header_id
        for name, value in headers.items():
            message[name] = value
        message.set_content("Anbei unsere Liste.\n")
        for name, content in files.items():
            message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
        return message

    def send_back(
        self,
        office: str,
        changes: Mapping[int, Mapping[str, Any]] = NOTHING,
        *,
        version: int = 1,
        sender: str = "",
        name: str = "",
        headers: Mapping[str, str] = NOTHING,
        **filling: Any,
    ) -> bytes:
        """Fill in the list of an office and send it back as an answer to the mail it came with."""
        file_name, content, letter = self.book(office, version)
        filled = fill(content, changes, **filling)
        mail = self.letter(
            {name or file_name: filled}, sender=sender or f"amt{office}@bielefeld.example", answers=letter, headers=headers
        )
        return self.drop(mail)

    # --- the database ------------------------------------------------------------------------------------------------

    def session(self) -> Session:
        return self.app.sessions()

    def messages(self, kind: str = "") -> list[Message]:
        with self.session() as session:
            found = list(session.scalars(select(Message).order_by(Message.id)))
            for message in found:
                message.recipients  # noqa: B018 - loaded while the session is open
            return [m for m in found if kind in ("", m.kind)]

    def content(self, message_id: int) -> bytes:
        """The finished bytes of a message."""
        with self.session() as session:
            message = session.get_one(Message, message_id)
            return message.content

    def change(self, model: type, *conditions: Any, **values: Any) -> None:
        """Change rows behind the application's back: what a crash or another worker leaves."""
        with self.session() as session:
            for item in session.scalars(select(model).where(*conditions)):
                for name, value in values.items():
                    setattr(item, name, value)
            session.commit()

    def rows(self, office: str, version: int = 1) -> dict[int, ServiceListRow]:
        """The rows of a list of the newest survey by their number, with their services."""
        with self.session() as session:
            survey = select(func.max(Round.id)).where(Round.kind == RoundKind.SURVEY).scalar_subquery()
            query = (
                select(ServiceListRow)
                .join(ServiceList)
                .where(ServiceList.version == version, ServiceList.round_id == survey)
                .order_by(ServiceListRow.number)
            )
            found = [row for row in session.scalars(query) if row.service_list.office.number == office]
            for row in found:
                row.service.name  # noqa: B018 - loaded while the session is open
            return {row.number: row for row in found}

    def states(self, office: str, version: int = 1) -> list[str]:
        return [str(row.state) for row in self.rows(office, version).values()]

    def list_state(self, office: str, version: int = 1) -> str:
        states = [i["state"] for i in self.status()["lists"] if (i["office"], i["version"]) == (office, version)]
        return str(states[-1])

    def milestone(self, key: str) -> str:
        return str(next(m["state"] for m in self.status()["milestones"] if m["key"] == key))

    def findings(self) -> list[str]:
        """What `ozg db check` says about the database and the reports; the towns have no configuration on disk."""
        found = check_database(self.app.engine, self.home, templates=template_folders(self.home), has_key=True)
        return [str(finding) for finding in found if not finding.subject.startswith("Konfiguration")]

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything the database and the reports hold."""
        with self.app.engine.connect() as connection:
            tables = {
                table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
                for table in Base.metadata.sorted_tables
                if table.name != "step_run"  # says only that a step ran, which it may at any time
            }
        reports = sorted(p for p in (self.home / "var" / "reports").rglob("*") if p.is_file())
        return tables | {"files": [(str(p), p.stat().st_mtime_ns, p.read_bytes()) for p in reports]}


@cache
def _engine(home: Path) -> Engine:
    """One engine per place: it compiles every query once and not once per test. No test pulls the plug of this machine."""
    engine = App(home, Settings(database_url=database_of(home))).engine
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA synchronous=OFF"))
    return engine


def _with_shared_engine(app: App) -> App:
    app.__dict__["engine"] = _engine(app.home)
    return app


def database_of(home: Path) -> str:
    """The URL of a town's PostgreSQL database; empty for the SQLite file in its folder."""
    return DATABASES[home].url if home in DATABASES else ""


@dataclass(frozen=True, kw_only=True)
class _OnPostgres:
    server: Postgres
    url: str


DATABASES: dict[Path, _OnPostgres] = {}  # towns whose database is not the SQLite file in their folder


def keep_on_postgres(folder: Path, server: Postgres) -> Path:
    """Say that all towns in `folder` live on PostgreSQL."""
    DATABASES[folder] = _OnPostgres(server=server, url="template1")
    return folder


def new_home(folder: Path, name: str) -> Path:
    """An empty place for a town."""
    home = folder / name
    home.mkdir()
    _copy_database(folder, home)
    return home


def copy_home(source: Path, name: str) -> Path:
    """Copy a town nobody lives in at present, with its database, to `name` beside it."""
    target = source.parent / name
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    _copy_database(source, target)
    return target


def _copy_database(source: Path, target: Path) -> None:
    if not (found := DATABASES.get(source)):
        return
    if target in DATABASES:
        found.server.replace_database(database_of(target), found.url)
    else:
        DATABASES[target] = _OnPostgres(server=found.server, url=found.server.new_database(found.url))


@cache
def shared_templates() -> Templates:
    """The shipped templates, compiled once for all tests."""
    return Templates(template_folders(Path("/nirgendwo")))


def new_workspace(folder: Path) -> Path:
    """A workspace of the small town: the first progress query is that of March 2021, and nobody is reminded of late measures; tests about that say when."""
    create_workspace(folder, with_templates=False)
    config = folder / "config" / "bielefeld-2020"
    timeline = (config / "timeline.yaml").read_text(encoding="utf-8")
    timeline = re.sub(
        r"(?s)  delays:.*?(?=\n\n)", "  delays: {hard_stop_working_days: 0}", timeline.replace("[2020-12-01, ", "[")
    )
    (config / "timeline.yaml").write_text(timeline, encoding="utf-8")
    (config / "organisation.csv").write_text(ORGANISATION, encoding="utf-8")
    (config / "catalogue.csv").write_text(CATALOGUE, encoding="utf-8")
    (config / "solutions.csv").unlink()
    return folder


@cache
def town_data() -> RolloutData:
    """The configuration of the small town."""
    with TemporaryDirectory() as folder:
        return load_rollouts(new_workspace(Path(folder)))[0]


@cache
def prepared_home(folder: Path) -> Path:
    """A workspace loaded on 16.03.2020, without the files it was loaded from."""
    town = Town(new_home(folder, "vorbereitet"), date(2020, 3, 16), templates=shared_templates())
    town.app.upgrade()
    town.prepare()
    town.close()
    return town.home


@cache
def sent_home(folder: Path) -> Path:
    """A workspace that sent its lists on 25.03.2020."""
    town = Town(copy_home(prepared_home(folder), "versandt"), date(2020, 3, 25), templates=shared_templates())
    town.do("send-lists", "deliver")
    town.close()
    return town.home


EXCLUDED = {"Rechtliches Hemmnis": "Online-Erledigung ausgeschlossen", "Rechtsgrundlage des Hemmnisses": "§ 1311 BGB"}


@cache
def answered_home(folder: Path) -> Path:
    """Everything is back on 18.05.2020 except the Kämmerei; one service is excluded by law, one reaches level 4 already."""
    home = copy_home(sent_home(folder), "beantwortet")
    town = Town(home, date(2020, 5, 18), templates=shared_templates())
    town.send_back("10", nil="ja")
    town.send_back("33", {1: {"Fallzahl pro Jahr": 30000}, 2: {"Stufe heute": 4}})
    town.send_back("34", {1: EXCLUDED})
    town.send_back("50")
    town.do("collect", "deliver")
    town.close()
    return home


@cache
def started_home(folder: Path) -> Path:
    """A workspace whose implementation has begun on 01.09.2020."""
    home = copy_home(answered_home(folder), "begonnen")
    town = Town(home, date(2020, 6, 2), templates=shared_templates())
    town.board_decides("2020-07-01")
    town.day("2020-09-01", "start-implementation", "deliver")
    town.close()
    return home


def open_town(source: Path, day: date, **settings: Any) -> Iterator[Town]:
    """Copy a workspace to the place all tests use one after the other, and open it until the end of the test."""
    town = Town(copy_home(source, "stadt"), day, templates=shared_templates(), **settings)
    yield town
    town.close()
