"""A mail brings a table back that we sent out: it waits for a person, who sees first what it would change."""

from collections.abc import Iterable

from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.mail.read.parse import ParsedMail
from ozg_workflow.mail.read.unpack import UnpackedFile, attachments
from ozg_workflow.usecases.results.tables.file import TABLE_TITLES, Table, TableFile, table_of

Found = tuple[TableFile, Table]


def tables_in(files: Iterable[UnpackedFile]) -> tuple[Found, ...]:
    """Return the tables among the files of a mail, the same one once."""
    distinct = {file.content: TableFile(name=file.name, content=file.content) for file in files}
    return tuple((file, table) for file in distinct.values() if (table := table_of(file)))


def tables_of(mail: ParsedMail) -> tuple[Found, ...]:
    """Return the tables a mail carries."""
    return tables_in(attachments(mail).files)


def why_table(files: Iterable[UnpackedFile], *, trusted: bool) -> str:
    """Return what the coordinator should do with a mail that carries a table; empty where it carries none."""
    found = tables_in(files)
    if not found:
        return ""
    file, table = found[0]
    doubt = "" if trusted else " Achtung: Der Absender steht nicht im Verzeichnis und gehört zu keiner erlaubten Domäne."
    return f"„{file.name}“ ist eine Tabelle „{TABLE_TITLES[table]}“: „{Deployment.TAKE_TABLE}“ zeigt, was sich ändert, und übernimmt es.{doubt}"
