"""Check everything that is stored: the database, states that cannot be, and the files that belong to them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, String, select, type_coerce
from sqlalchemy.orm import Session

from ozg_workflow.database.consistency import find_impossible
from ozg_workflow.database.findings import Finding
from ozg_workflow.database.maintenance import find_damage
from ozg_workflow.database.models import Evaluation, Message, Rollout, ServiceList
from ozg_workflow.database.session import make_sessions, read_only
from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.workspace.rollouts import rollout_folders, rollout_key

REPORTS: Final = {
    "evaluate": ("priorisierung.xlsx", "priorisierung.json"),
    "present": ("vorlage.pdf", "vorlage.pptx", "entscheidung.xlsx"),
}


def check_database(engine: Engine, home: Path, *, templates: tuple[Path, ...], has_key: bool) -> list[Finding]:
    """Return everything that is wrong; `has_key`: the key of the tokens is set, or lies in its file."""
    damage = find_damage(engine)
    if damage and damage[0].subject == "Beschädigt":
        return damage  # what a broken file answers to the other questions is worth nothing
    with make_sessions(read_only(engine))() as session:
        files = [*_key(session, home, has_key=has_key), *_reports(session, home), *_config(session, home), *_templates(templates)]
    return [*damage, *find_impossible(engine), *files, *_readable_by_others(home / "var")]


def _key(session: Session, home: Path, *, has_key: bool) -> Iterator[Finding]:
    if not has_key and session.scalar(select(ServiceList.id).limit(1)):
        problem = "fehlt, obwohl Listen erstellt sind; sie werden nicht wiedererkannt."
        remedy = "Die Datei aus der Sicherung zurückholen oder OZG_SECRET_KEY setzen, bevor etwas anderes ausgeführt wird."
        yield Finding(subject=f"Schlüssel {home / 'var' / 'secret.key'}", problem=problem, remedy=remedy)


def _reports(session: Session, home: Path) -> Iterator[Finding]:
    kind = type_coerce(Message.kind, String)
    for rollout_id, key in session.execute(select(Rollout.id, Rollout.key).order_by(Rollout.id)):
        made = {
            "evaluate": select(Evaluation.id).where(Evaluation.rollout_id == rollout_id),
            "present": select(Message.id).where(Message.rollout_id == rollout_id, kind == str(MailKind.BOARD_DRAFT)),
        }
        for step, names in REPORTS.items():
            missing = [name for name in names if not (home / "var" / "reports" / key / name).exists()]
            if missing and session.scalar(made[step].limit(1)):
                remedy = f"„ozg {step} --rollout {key}“ schreibt sie wieder."
                yield Finding(subject=f"Berichte {key}", problem=f"{', '.join(missing)} fehlt.", remedy=remedy)


def _config(session: Session, home: Path) -> Iterator[Finding]:
    configured = {rollout_key(folder) for folder in rollout_folders(home)}  # what cannot be read may be any; `ozg check` names it
    for key in session.scalars(select(Rollout.key).order_by(Rollout.key)):
        if not configured & {key, None}:
            remedy = "Den Ordner aus der Sicherung zurückholen; bis dahin gilt, was zuletzt geladen wurde."
            problem = "Es gibt keinen Ordner dafür unter config/."
            yield Finding(subject=f"Konfiguration {key}", problem=problem, remedy=remedy, hint=True)


def _templates(folders: tuple[Path, ...]) -> Iterator[Finding]:
    for kind in MailKind:
        if not any((folder / kind / "body.txt.j2").exists() for folder in folders):
            remedy = "Das Programm neu installieren."
            yield Finding(subject=f"Mailvorlage {kind}", problem="fehlt.", remedy=remedy)


def _readable_by_others(var: Path) -> Iterator[Finding]:
    for path in (var, *sorted(var.glob("*"))):
        if path.exists() and path.stat().st_mode & 0o077 and not (path != var and var.stat().st_mode & 0o077 == 0):
            yield Finding(subject=str(path), problem="Andere können das lesen.", remedy=f"chmod -R go= {var}")
            return
