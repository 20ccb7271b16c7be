"""Weighing what proves nothing by itself: how a mail came, how its subject begins, what it says, what it is about."""

from dataclasses import replace
from typing import Final

from ozg_workflow.domain.post.mail import OWN_ID, IncomingKind
from ozg_workflow.domain.post.marks import Mark, is_automatic, words
from ozg_workflow.mail.read import persons, reports, wording
from ozg_workflow.mail.read.answering import is_nobody, list_addresses, precedence
from ozg_workflow.mail.read.sight import OWN_HEADER, PERSON, REASONS, Classification, Sight

RULE_HEADERS: Final = ("x-ms-exchange-inbox-rules-loop", "inbox-rules-loop", "x-ms-exchange-generated-message-source")
LIST_HEADERS: Final = ("list-id", "list-unsubscribe", "list-post", "x-mailing-list")
BULK_WORDS: Final = frozenset({"bulk", "list", "junk"})
POSTMASTERS: Final = (
    "postmaster@",
    "poostmaster@",
    "post-master@",
    "administrator@",
    "mailadmin@",
    "mailsystem@",
    "mail-system@",
)
BOUNCE: Final = frozenset({Mark.BOUNCE_SUBJECT, Mark.BOUNCE_TEXT})


def weighed(sight: Sight) -> Classification:
    """Return what the marks of a mail say together: a machine's, or a person's with the marks that were seen."""
    mail = sight.mail
    marks = _route_marks(sight) | wording.subject_marks(mail.subject)
    if not marks and not _gives_ours_back(sight):
        return PERSON
    if Mark.LIST in marks and (found := _circular(sight, marks)):
        return found
    said = wording.text_marks(mail.text)
    marks |= said | _thread_marks(sight, said)
    if Mark.POSTMASTER in marks:
        marks |= wording.postmasters_subject(mail.subject)
    if not marks or marks & {*BOUNCE, Mark.POSTMASTER, Mark.NULL_PATH}:
        marks |= _returned_marks(sight)
    if not is_automatic(marks):
        return _person(marks)
    returned = len(marks & {*BOUNCE, Mark.POSTMASTER, Mark.NOREPLY}) > 1  # then an attached mail is the one that came back
    marks |= {*persons.signs(mail), *sight.brought(returned=returned)}
    if wording.MACHINE_PREFIX.search(mail.subject) or not marks & {Mark.ABSENCE_SUBJECT, Mark.ABSENCE_TEXT}:
        marks.discard(Mark.SAYS_MORE)  # below a mail system's own subject, and in notices and bounces, anything may stand
    if not is_automatic(marks):
        return _person(marks)
    if marks & BOUNCE or Mark.RETURNS_OURS in marks:
        return sight.undelivered(marks)
    kind = IncomingKind.READ_RECEIPT if {Mark.READ_SUBJECT, Mark.READ_TEXT} <= marks else IncomingKind.AUTO_REPLY
    return sight.about(kind, marks, "" if kind is IncomingKind.READ_RECEIPT else _reason(marks))


def _person(marks: set[Mark]) -> Classification:
    return replace(PERSON, marks=tuple(sorted(marks)))


def _route_marks(sight: Sight) -> set[Mark]:
    mail = sight.mail
    submitted = mail.header("auto-submitted").lower()
    seen = {
        Mark.NULL_PATH: sight.null_path,
        Mark.GENERATED: bool(submitted) and not submitted.startswith("no"),
        Mark.PRECEDENCE: precedence(mail) in BULK_WORDS,
        Mark.LIST: any(name in mail.headers for name in LIST_HEADERS),
        Mark.RULE: any(name in mail.headers for name in RULE_HEADERS),
        Mark.SUPPRESS: "x-auto-response-suppress" in mail.headers,
        Mark.NOREPLY: is_nobody(mail.from_address),
        Mark.POSTMASTER: mail.from_address.startswith(POSTMASTERS),
        Mark.OWN_HEADER: OWN_HEADER in mail.headers,
    }
    return {mark for mark, holds in seen.items() if holds}


def _circular(sight: Sight, marks: set[Mark]) -> Classification | None:
    """Recognise what a foreign list sends round: what our own people say on a list is a person's mail."""
    mail = sight.mail
    domain = sight.own_address.rpartition("@")[2]
    domains = {address.rpartition("@")[2] for address in (mail.from_address, *list_addresses(mail))}
    stranger = not (domain and any(theirs == domain or theirs.endswith(f".{domain}") for theirs in domains))
    marks = marks | ({Mark.STRANGER} if stranger else set()) | ({Mark.ELSEWHERE} if sight.own_address not in mail.to else set())
    marks |= {Mark.UNSUBSCRIBE} if "list-unsubscribe" in mail.headers else set()
    if not stranger or sight.answers_ours or not is_automatic({*marks, *sight.brought(returned=True)}):
        return None
    return Classification(kind=IncomingKind.BULK, reason=REASONS[IncomingKind.BULK], marks=tuple(sorted(marks)))


def _thread_marks(sight: Sight, said: set[Mark]) -> set[Mark]:
    mail = sight.mail
    if wording.REPLY_SUBJECT.search(mail.subject):
        return set()
    prefixed = wording.MACHINE_PREFIX.search(mail.subject) and (mail.in_reply_to or mail.references)
    return ({Mark.MACHINE_PREFIX} if prefixed else set()) | ({Mark.ANSWERS_OURS} if said and sight.answers_ours else set())


def _gives_ours_back(sight: Sight) -> bool:
    """Tell whether a mail without any mark brings our own mail back and names an address, as bounces do."""
    mail = sight.mail
    held = any(sight.is_own(known) for known in reports.attached_ids(mail)) or OWN_ID in mail.text
    return held and bool(reports.recipients_in_text(mail, sight.own_address))


def _returned_marks(sight: Sight) -> set[Mark]:
    if any(sight.is_own(known) for known in reports.returned_ids(sight.mail)):
        return {Mark.RETURNS_OURS}
    return {Mark.RETURNS_A_MAIL} if reports.returns_a_message(sight.mail) else set()


def _reason(marks: set[Mark]) -> str:
    if Mark.MEETING_SUBJECT in marks:
        return "Hinweis, dass jemand die Einladung weitergeleitet hat."
    title = "Abwesenheitsnotiz" if marks & {Mark.ABSENCE_SUBJECT, Mark.ABSENCE_TEXT} else "Hinweis eines Programms"
    return f"{title} ({words(marks)})."
