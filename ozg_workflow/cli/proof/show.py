"""The proof of a list as people read it: figures first, then in order of time, then the lines of the audit log."""

from collections.abc import Iterator

from ozg_workflow.cli.output import print_table, say
from ozg_workflow.domain.german import local_time
from ozg_workflow.domain.people import who
from ozg_workflow.domain.post.outbox import MESSAGE_STATE_TITLES, RECIPIENT_STATE_TITLES, RecipientState
from ozg_workflow.domain.survey.service_list import LIST_STATE_TITLES, ListState
from ozg_workflow.usecases.outbox.whole_mail import OUTCOME_TITLES
from ozg_workflow.usecases.upkeep.proof.prove import ListProof

SHORT = 16  # hexadecimal digits of a digest in a line of the log


def show_proof(found: ListProof) -> None:
    """Print it; the digests of mails and files are whole."""
    for line in _head(found):
        say(line)
    say("\nVersandt")
    for line in _sent(found):
        say(line)
    say("\nZurückgekommen")
    for line in _returned(found):
        say(line)
    print_table(
        ("Zeitpunkt", "Was", "Näheres", "Wer"),
        [(local_time(e.at), e.title, e.text, e.who) for e in found.entries],
        empty="Zu dieser Liste ist noch nichts geschehen.",
    )
    print_table(
        ("Protokoll", "Zeitpunkt", "Wer", "Vorgang", "Text", "Siegel"),
        [
            (
                line["id"],
                local_time(line["at"]),
                who(line["actor"]),
                line["verb"],
                line["text"],
                (line["digest"] or "fehlt")[:SHORT],
            )
            for line in found.log
        ],
        empty="Das Protokoll hat zu dieser Liste keine Zeile.",
    )


def _head(found: ListProof) -> Iterator[str]:
    yield f"Amt {found.office} – {found.office_name}, Runde „{found.round}“, Fassung {found.version}"
    yield f"Stand: {LIST_STATE_TITLES[ListState(found.state)]}" + (
        f", versandt am {local_time(found.sent_at)}" if found.sent_at else ""
    )
    yield f"Inhalt, wie gedruckt (SHA-256): {found.content_hash}"


def _sent(found: ListProof) -> Iterator[str]:
    if not found.sent:
        yield "  nichts"
    for mail in found.sent:
        yield f"  Mail Nr. {mail['id']}: „{mail['subject']}“ – {MESSAGE_STATE_TITLES[mail['state']]}"
        yield f"    Message-ID {mail['header_id']}, SHA-256 {mail['sha256']}"
        for recipient in mail["recipients"]:
            yield f"    An: {recipient['address']} ({RECIPIENT_STATE_TITLES[RecipientState(recipient['state'])]})"
        for attempt in mail["attempts"]:
            yield f"    {local_time(attempt['ended_at'])}: {OUTCOME_TITLES[attempt['outcome']]} ({attempt['text']})"


def _returned(found: ListProof) -> Iterator[str]:
    if not found.returned:
        yield "  nichts"
    for back in found.returned:
        yield f"  Eingang Nr. {back['incoming_id']} vom {local_time(back['received_at'])}, {back['sender']}"
        yield f"    Mail (SHA-256): {back['mail_sha256']}"
        if back["file_name"]:
            yield f"    {back['file_name']} (SHA-256): {back['file_sha256']}"
