"""Propose whose new services are, from the file, the last round, the catalogue and the KGSt plan; a person may decide otherwise in a file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import select

from ozg_workflow.database.models import Assignment, Office, Service
from ozg_workflow.domain.catalogue_update.foreign import NAME, OFFICE, Cause, CauseKind, ForeignCatalogue, ForeignRow, Place
from ozg_workflow.domain.catalogue_update.offices import OfficeKnowledge, Proposal, Why, decided, propose
from ozg_workflow.domain.errors import ConfigurationError, InputError, Problem
from ozg_workflow.domain.german import BERLIN
from ozg_workflow.domain.organisation import exists_on
from ozg_workflow.domain.survey.offices.directory import KnownOffice, OfficeDirectory
from ozg_workflow.domain.survey.service_list import AssignmentState
from ozg_workflow.usecases.setup.foreign_file import read_foreign_tables
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.workspace.documents import read_yaml
from ozg_workflow.workspace.foreign.decisions import proposals_file, read_decisions
from ozg_workflow.workspace.organisation import load_organisation
from ozg_workflow.workspace.places import make_private

Proposals = tuple[tuple[ForeignRow, Proposal], ...]

_CONFIRMED: Final = (
    select(Service.key, Service.ozg_id, Office.number)
    .join(Assignment, Assignment.service_id == Service.id)
    .join(Office, Office.id == Assignment.office_id)
    .where(Assignment.state == AssignmentState.CONFIRMED)
)


def confirmed_offices(ctx: Context) -> tuple[tuple[str, str, str], ...]:
    """Return (LeiKa key, OZG-ID, number of the office) of each service an office confirmed, in any rollout of this database."""
    with ctx.reading() as work:
        return tuple((key, ozg_id, office) for key, ozg_id, office in work.session.execute(_CONFIRMED))


def office_knowledge(folder: Path, rows: Sequence[Mapping[str, str]], day: date, ctx: Context | None) -> OfficeKnowledge:
    """Return what is known on a day about who has what. Raises ConfigurationError where `organisation.csv` has mistakes."""
    problems: list[Problem] = []
    organisation = load_organisation(folder, f"config/{folder.name}/", problems)
    if problems:
        raise ConfigurationError(tuple(problems))
    offices = tuple(
        KnownOffice(number=o.number, name=o.name, aliases=o.aliases, in_force=exists_on(organisation.memberships, o.number, day))
        for o in organisation.offices
    )
    main = read_yaml(folder / "rollout.yaml", "rollout.yaml", []).data
    city = str(main.get("city", "")) if isinstance(main, dict) else ""
    return OfficeKnowledge(
        directory=OfficeDirectory(offices=offices, city=city),
        rows=tuple(rows),
        answered=confirmed_offices(ctx) if ctx else (),
    )


def with_known_offices(foreign: ForeignCatalogue, knowledge: OfficeKnowledge) -> tuple[ForeignCatalogue, tuple[Cause, ...]]:
    """Turn what stands in a column of offices into numbers; what names no office counts as empty, and is told."""
    if OFFICE not in foreign.columns:
        return foreign, ()
    rows, unknown = [], []
    for row in foreign.rows:
        office = knowledge.named(row[OFFICE].strip())
        if row[OFFICE].strip() and not office:
            unknown.append(Place(line=row.line, name=row[NAME], text=row[OFFICE]))
        rows.append(replace(row, cells={**row.cells, OFFICE: office}))
    causes = (Cause(kind=CauseKind.UNKNOWN_OFFICE, places=tuple(unknown)),) if unknown else ()
    return replace(foreign, rows=tuple(rows)), causes


def propose_offices(new: Sequence[ForeignRow], knowledge: OfficeKnowledge, decisions: Path | None) -> Proposals:
    """Return each new service with its office; what stands in the file of decisions comes first. Raises InputError."""
    answers = _answers(new, knowledge, decisions) if decisions else {}
    return tuple(
        (row, Proposal(office=answers[row.line], why=Why.DECIDED) if row.line in answers else propose(row, knowledge))
        for row in new
    )


def _answers(new: Sequence[ForeignRow], knowledge: OfficeKnowledge, decisions: Path) -> Mapping[int, str]:
    table = max(read_foreign_tables(decisions), key=lambda table: len(table.lines))
    answers, unused = decided(new, read_decisions(table, knowledge.numbers))
    if unused:
        lines: Iterator[str] = (
            f"{table.title}:{d.line}: „{d.name or d.key}“ ist keine neue Leistung dieser Datei." for d in unused
        )
        raise InputError("\n".join(lines))
    return answers


def offer_proposals(home: Path, label: str, proposals: Proposals, at: datetime) -> Path | None:
    """Write proposals that somebody may want to change into a file below `var`; each time a new one, an edited one is never lost."""
    if all(proposal.why in (Why.DECIDED, Why.NAMED) for _, proposal in proposals):
        return None
    path = make_private(home / "var" / "imports") / f"aemter-{label}-{at.astimezone(BERLIN):%Y%m%d-%H%M%S}.csv"
    path.write_bytes(proposals_file(proposals))
    return path
