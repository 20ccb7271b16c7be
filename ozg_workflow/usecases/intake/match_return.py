"""Which of our lists is this file? By its token; where the hidden sheet is lost, by the other links of its mail."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import contains_eager

from ozg_workflow.database.models import Message, MessageList, Rollout, Round, ServiceList
from ozg_workflow.domain.survey.cells import is_blank
from ozg_workflow.domain.survey.portal_prefill import own_words
from ozg_workflow.domain.survey.returns import ReturnedList
from ozg_workflow.mail.read.parse import ParsedMail
from ozg_workflow.mail.read.unpack import UnpackedFile
from ozg_workflow.usecases.intake.lines_of_others import with_owners_named
from ozg_workflow.usecases.step.rollout_access import questionnaire_of, scale_of
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.rounds import session_of
from ozg_workflow.usecases.survey.rows import services_of
from ozg_workflow.usecases.survey.supplements.gone_on import printed_rows, where_it_counts
from ozg_workflow.workbook.read.reader import (
    KnownRows,
    ListIdentity,
    Workbook,
    WorkbookError,
    identity_of,
    open_workbook,
    read_rows,
    resemblance,
    row_contents,
    sent_rows,
)
from ozg_workflow.workbook.read.several import lists_in
from ozg_workflow.workbook.token import is_genuine

ALIKE = 0.6  # share of a list's rows that must stand in a workbook which lost its identity
TAG = re.compile(r"OZG-([0-9a-f]{8})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """A file that is a return of one of our lists."""

    file: UnpackedFile
    sha256: str
    service_list: ServiceList
    returned: ReturnedList

    @property
    def filled(self) -> bool:
        """Somebody wrote something into it."""
        said = self.returned
        return self.answers or bool(said.asks_again or said.added or said.notes)

    @property
    def answers(self) -> bool:
        """Somebody answered one of its rows, or said something about the Fehlanzeige."""
        said = self.returned
        return said.nil_return or said.nil_unclear or any(not is_blank(c) for row in said.rows for c in row.cells.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmatched:
    """A file that is not, with the reason in German; `rollout` is the key of the rollout its genuine token names."""

    file: UnpackedFile
    reason: str
    rollout: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """One list of an attached file; `digest` is the SHA-256 of the whole file."""

    file: UnpackedFile
    digest: str
    workbook: Workbook


def match_files(
    work: Work, mail: ParsedMail, files: Iterable[UnpackedFile], assigned: ServiceList | None = None
) -> list[Matched | Unmatched]:
    """Match every file; the same file twice in one mail counts once. `assigned` is the list a person named for it."""
    seen: dict[str, UnpackedFile] = {}
    for file in files:
        seen.setdefault(hashlib.sha256(file.content).hexdigest(), file)
    return [found for digest, file in seen.items() for found in _match(work, mail, file, digest, assigned)]


def _match(
    work: Work, mail: ParsedMail, file: UnpackedFile, digest: str, assigned: ServiceList | None
) -> list[Matched | Unmatched]:
    """Match one file: mostly one list, several where sheets of several lists were moved into one workbook."""
    try:
        lists = lists_in(open_workbook(file.content, file.name))
    except WorkbookError as error:
        return [Unmatched(file=file, reason=f"„{file.name}“: {error}")]
    return [
        found
        for workbook in lists
        for found in _match_list(work, mail, _File(file=file, digest=digest, workbook=workbook), assigned)
    ]


def _match_list(work: Work, mail: ParsedMail, item: _File, assigned: ServiceList | None) -> Sequence[Matched | Unmatched]:
    """Match one list; of an earlier Nachtrag what it says counts on the list its rows stand on today."""
    file, workbook = item.file, item.workbook
    identity = _identity(workbook, assigned)
    found = _by_other_links(work, mail, file, workbook, assigned) if identity is None else _by_token(work, file, identity)
    if isinstance(found, str):
        return [Unmatched(file=file, reason=found, rollout=_proved_rollout(work, identity))]
    questionnaire = questionnaire_of(found.round)
    try:
        returned = read_rows(workbook, questionnaire, known=None if identity else known_rows(found))
    except WorkbookError as error:
        return [Unmatched(file=file, reason=f"„{file.name}“: {error}")]
    parts = where_it_counts(work.session, found, with_owners_named(work, found, returned), questionnaire)
    return [
        Matched(file=file, sha256=item.digest, service_list=where, returned=_own_words(work, where, part))
        for where, part in parts
    ]


def _identity(workbook: Workbook, assigned: ServiceList | None) -> ListIdentity | None:
    """Return which list a workbook says it is; where none of that one's rows stands in it, a person who names another is believed."""
    rows = sent_rows(workbook) if assigned else None
    return None if rows and not resemblance(workbook, rows) else identity_of(workbook)


def _own_words(work: Work, service_list: ServiceList, returned: ReturnedList) -> ReturnedList:
    """Return a list without what we had filled in from the portals and its office left alone."""
    sent = {row.id: row.portal_prefill for row in service_list.rows if row.portal_prefill}
    if not sent:
        return returned
    questionnaire = questionnaire_of(service_list.round)
    asked = questionnaire, scale_of(work, questionnaire)
    return replace(returned, rows=tuple(own_words(*asked, row, sent.get(row.row_id, {})) for row in returned.rows))


def _by_token(work: Work, file: UnpackedFile, identity: ListIdentity) -> ServiceList | str:
    """Return the list a genuine token names, or why there is none."""
    if identity.rollout != work.rollout.key:
        return f"„{file.name}“ gehört zu einem anderen Rollout („{identity.rollout}“)."
    if not is_genuine(identity.token, work.ctx.secret, work.rollout.key, identity.list_id, identity.version):
        return f"„{file.name}“ trägt keine gültige Kennung; sie wurde verändert oder stammt nicht von uns."
    known = {"rollout": work.rollout.id, "list": identity.list_id, "version": identity.version}
    found = work.session.scalar(_BY_IDENTITY, known)
    return found or f"„{file.name}“ verweist auf die unbekannte Liste {identity.list_id}."


def _proved_rollout(work: Work, identity: ListIdentity | None) -> str:
    """Return the key of the rollout that a genuine token names, empty where there is none."""
    if identity and is_genuine(identity.token, work.ctx.secret, identity.rollout, identity.list_id, identity.version):
        return identity.rollout
    return ""


def _by_other_links(
    work: Work, mail: ParsedMail, file: UnpackedFile, workbook: Workbook, assigned: ServiceList | None
) -> ServiceList | str:
    """Return the one list that the mail points to and that the workbook resembles, or why there is none."""
    candidates = [assigned] if assigned else _candidates(work, mail)
    contents = row_contents(workbook)
    ranked = sorted(((resemblance(contents, known_rows(c)), c) for c in candidates), key=lambda pair: -pair[0])
    alike = [(share, c) for share, c in ranked if share >= ALIKE]
    if not alike:
        return f"„{file.name}“ ist keine unserer Amtslisten (die Kennung fehlt)."
    if len(alike) > 1 and alike[0][0] == alike[1][0]:
        return f"„{file.name}“ hat keine Kennung und passt zu mehreren Listen; bitte mit „ozg inbox assign“ zuordnen."
    return alike[0][1]


def _candidates(work: Work, mail: ParsedMail) -> list[ServiceList]:
    """Return the lists of the mails of ours it answers (In-Reply-To, References, subject tag).

    A file name proves nothing: anybody can write it.
    """
    ids = {mail.in_reply_to, *mail.references} - {""}
    links = [Message.header_id.in_(ids), *(Message.header_id.startswith(f"<ozg.{tag}") for tag in TAG.findall(mail.subject))]
    query = _lists(work.rollout).join(MessageList, MessageList.service_list_id == ServiceList.id).join(Message)
    found = {item.id: item for item in work.session.scalars(query.where(or_(*links)))}
    return [item for _, item in sorted(found.items())]


def _lists(rollout: Rollout) -> Select[ServiceList]:
    query = select(ServiceList).join(ServiceList.round).join(ServiceList.office).where(Round.rollout_id == rollout.id)
    return query.options(contains_eager(ServiceList.round), contains_eager(ServiceList.office))


_BY_IDENTITY = (  # asked for every list: put together once
    select(ServiceList)
    .join(ServiceList.round)
    .join(ServiceList.office)
    .where(Round.rollout_id == bindparam("rollout"))
    .where(ServiceList.id == bindparam("list"))
    .where(or_(ServiceList.version == bindparam("version"), ServiceList.former_version == bindparam("version")))
    .options(contains_eager(ServiceList.round), contains_eager(ServiceList.office))
)


def known_rows(service_list: ServiceList) -> KnownRows:
    """Return the rows of a list as they were printed."""
    session = session_of(service_list)
    rows, services = printed_rows(session, service_list), dict(services_of(session, service_list))
    for later in {row.service_list_id: row.service_list for _, row in rows if row.id not in services}.values():
        services |= services_of(session, later)
    return KnownRows(
        list_id=service_list.id,
        version=service_list.version,
        row_ids={number: row.id for number, row in rows},
        keys={number: services[row.id].key for number, row in rows},
        names={number: services[row.id].name for number, row in rows},
    )
