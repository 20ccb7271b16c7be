"""A mail brings a table back that we sent out: it waits for a person, who sees first what it would change."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import Event
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.mail.read.parse import ParsedMail
from ozg_workflow.mail.read.unpack import UnpackedFile, attachments
from ozg_workflow.usecases.results.tables.file import TABLE_TITLES, Table, TableFile, table_of

Found = tuple[TableFile, Table]
TABLE: Final = "table"  # in the data of the audit line that a mail waits
_SET_ASIDE: Final = (
    select(Event.object_id, Event.data)
    .where(Event.verb == "quarantined", Event.object_type == "incoming")
    .where(Event.object_id.in_(bindparam("mails", expanding=True)))
)


def tables_in(files: Iterable[UnpackedFile]) -> tuple[Found, ...]:
    """Return the tables among the files of a mail, the same one once."""
    distinct = {file.content: TableFile(name=file.name, content=file.content) for file in files}
    return tuple((file, table) for file in distinct.values() if (table := table_of(file)))


def as_data(found: Sequence[Found]) -> dict[str, str]:
    """Return what the audit log keeps beside the words, by which the form finds the mail: the table, where it is exactly one."""
    return {TABLE: str(found[0][1])} if len(found) == 1 else {}


def waiting_tables(session: Session, mails: Collection[int]) -> dict[int, Table]:
    """Return those of the mails in the Klärungskorb that brought exactly one table, with which one."""
    found = columns(session, _SET_ASIDE, {"mails": [str(mail) for mail in mails]}) if mails else ()
    return {int(mail): Table(data[TABLE]) for mail, data in found if TABLE in data}


def tables_of(mail: ParsedMail) -> tuple[Found, ...]:
    """Return the tables a mail carries."""
    return tables_in(attachments(mail).files)


def why_table(found: Sequence[Found], *, trusted: bool) -> str:
    """Return what the coordinator should do with a mail that carries these tables; empty where there is none."""
    if not found:
        return ""
    file, table = found[0]
    doubt = "" if trusted else " Achtung: Der Absender steht nicht im Verzeichnis und gehört zu keiner erlaubten Domäne."
    return f"„{file.name}“ ist eine Tabelle „{TABLE_TITLES[table]}“: „{Deployment.TAKE_TABLE}“ zeigt, was sich ändert, und übernimmt es.{doubt}"
