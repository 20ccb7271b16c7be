"""Which of our lists is this file? By its token; everything else is for a person."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Rollout, Round, ServiceList
from ozg_workflow.domain.returns import ReturnedList
from ozg_workflow.domain.service_list import ListState
from ozg_workflow.mail.unpack import UnpackedFile
from ozg_workflow.usecases.context import Context
from ozg_workflow.usecases.rollout_access import questionnaire_of
from ozg_workflow.workbook.reader import WorkbookError, identity_of, open_workbook, read_rows
from ozg_workflow.workbook.token import is_genuine


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """A file that is a genuine return of one of our lists."""

    file: UnpackedFile
    sha256: str
    service_list: ServiceList
    returned: ReturnedList


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmatched:
    """A file that is not, with the reason in German."""

    file: UnpackedFile
    reason: str


def match_files(ctx: Context, session: Session, rollout: Rollout, files: Iterable[UnpackedFile]) -> list[Matched | Unmatched]:
    """Match every file; the same file twice in one mail counts once."""
    seen: dict[str, UnpackedFile] = {}
    for file in files:
        seen.setdefault(hashlib.sha256(file.content).hexdigest(), file)
    return [_match(ctx, session, rollout, file, digest) for digest, file in seen.items()]


def _match(ctx: Context, session: Session, rollout: Rollout, file: UnpackedFile, digest: str) -> Matched | Unmatched:
    try:
        workbook = open_workbook(file.content, file.name)
        identity = identity_of(workbook)
        if identity is None:
            return Unmatched(file=file, reason=f"„{file.name}“ ist keine unserer Amtslisten (die Kennung fehlt).")
        if identity.rollout != rollout.key:
            return Unmatched(file=file, reason=f"„{file.name}“ gehört zu einem anderen Rollout („{identity.rollout}“).")
        if not is_genuine(identity.token, ctx.secret, rollout.key, identity.list_id, identity.version):
            return Unmatched(
                file=file, reason=f"„{file.name}“ trägt keine gültige Kennung; sie wurde verändert oder stammt nicht von uns."
            )
        service_list = session.scalar(
            select(ServiceList)
            .join(Round)
            .where(ServiceList.id == identity.list_id, Round.rollout_id == rollout.id, ServiceList.version == identity.version)
        )
        if service_list is None:
            return Unmatched(file=file, reason=f"„{file.name}“ verweist auf die unbekannte Liste {identity.list_id}.")
        if service_list.state is ListState.SUPERSEDED:
            return Unmatched(file=file, reason=f"„{file.name}“ ist eine ersetzte Fassung.")
        returned = read_rows(workbook, questionnaire_of(service_list.round))
    except WorkbookError as error:
        return Unmatched(file=file, reason=f"„{file.name}“: {error}")
    return Matched(file=file, sha256=digest, service_list=service_list, returned=returned)
