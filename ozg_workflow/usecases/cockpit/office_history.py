"""What the tables tell about the history of an office: its mails out and in, its returns, corrections, cases, and what was to be read."""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from sqlalchemy import String, Text, bindparam, cast, func, literal, or_, select

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import (
    Correction,
    Event,
    Incoming,
    IncomingNote,
    Measure,
    Message,
    MessageList,
    MessageMeasure,
    Office,
    ResponsibilityCase,
    Return,
    ReturnRow,
    Round,
    Service,
    ServiceList,
    ServiceListRow,
)
from ozg_workflow.domain import german
from ozg_workflow.domain.cockpit.office import EntryKind, OfficeEntry, Target, TargetKind, opened_again
from ozg_workflow.domain.journal import Picture
from ozg_workflow.domain.post.mail import INCOMING_STATE_TITLES, REMINDER_KINDS, IncomingState, MailKind
from ozg_workflow.domain.post.mails.registry import KIND_TITLES
from ozg_workflow.domain.post.outbox import MESSAGE_STATE_TITLES, MessageState
from ozg_workflow.domain.post.to_read import titled
from ozg_workflow.domain.survey.answers import label_of
from ozg_workflow.domain.survey.responsibility import CaseState, holder_words, office_words
from ozg_workflow.usecases.cockpit.statements.status import REMINDED
from ozg_workflow.usecases.step.rollout_access import read_questionnaire, scale_of
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.cases import steps_of

NEEDS_SOMEBODY: Final = (MessageState.HELD, MessageState.REFUSED, MessageState.UNKNOWN, MessageState.BOUNCED)
WAITING: Final = (IncomingState.QUARANTINED, IncomingState.TO_READ)


def _some(name: str) -> Any:
    return bindparam(name, expanding=True)


_OF_LISTS: Final = select(MessageList.message_id, MessageList.service_list_id).where(
    MessageList.service_list_id.in_(_some("lists"))
)
# the returns of the mails in which lists of this office came back: one answer is about all lists of a mail
_ANSWERED: Final = select(literal("return-") + cast(Return.id, String)).where(
    Return.incoming_id.in_(select(Return.incoming_id).where(Return.service_list_id.in_(_some("lists"))).correlate(None))
)
_OF_MEASURES: Final = (
    select(MessageMeasure.message_id)
    .join(Measure, Measure.id == MessageMeasure.measure_id)
    .where(Measure.rollout_id == bindparam("rollout"), Measure.office_id == bindparam("office"))
)
_MESSAGES: Final = (
    select(Message.id, Message.kind, Message.subject, Message.created_at, Message.state)
    .add_columns(Message.state_reason, Message.accepted_at)
    .where(
        Message.rollout_id == bindparam("rollout"),
        or_(
            Message.id.in_(_some("about")),
            Message.recipient.in_(_some("places")) & Message.kind.in_([MailKind.INFORMATION_HEADS, MailKind.EVENT_INVITATION]),
            Message.occasion.in_(_ANSWERED),
            Message.id.in_(_OF_MEASURES),
        ),
    )
    .order_by(Message.id)
)
_WHO: Final = select(Event.object_type, Event.object_id, Event.actor).where(
    Event.rollout_id == bindparam("rollout"),
    or_(
        (Event.object_type == "message") & (Event.verb == "queued") & Event.object_id.in_(_some("mails")),
        (Event.object_type == "responsibility_case") & (Event.verb == "case_settled") & Event.object_id.in_(_some("cases")),
    ),
)
_RETURNS: Final = (
    select(Return.id, Return.service_list_id, Return.incoming_id, Return.file_name, Return.sender, Return.received_at)
    .add_columns(Return.nil_return, Return.issue_count)
    .add_columns(select(func.count()).where(ReturnRow.return_id == Return.id, ~ReturnRow.adopted).scalar_subquery().label("rows"))
    .where(Return.service_list_id.in_(_some("lists")))
    .order_by(Return.id)
)
_INCOMING: Final = (
    select(Incoming.id, Incoming.received_at, Incoming.sender, Incoming.subject, Incoming.state, Incoming.reason)
    .where(
        Incoming.rollout_id == bindparam("rollout"),
        or_(
            Incoming.id.in_(_some("mails")),
            Incoming.id.in_(select(IncomingNote.incoming_id).where(IncomingNote.service_list_id.in_(_some("lists")))),
            Incoming.sender.in_(_some("places")),
        ),
    )
    .order_by(Incoming.id)
)
_NOTES: Final = (
    select(IncomingNote.incoming_id, IncomingNote.service_list_id, IncomingNote.kind, IncomingNote.place, IncomingNote.text)
    .add_columns(IncomingNote.cleared_at, IncomingNote.cleared_by, IncomingNote.remark)
    .where(IncomingNote.incoming_id.in_(_some("mails")))
    .order_by(IncomingNote.id)
)
_CASE = ResponsibilityCase
_CASES: Final = (
    select(_CASE.id, _CASE.named, _CASE.reason, _CASE.state, _CASE.opened_at, _CASE.settled_at, _CASE.settled_office)
    .add_columns(_CASE.reason_code, _CASE.settled_body, Service.name.label("service"), Office.number.label("office"))
    .join(ServiceListRow, ServiceListRow.id == ResponsibilityCase.row_id)
    .join(Service, Service.id == ServiceListRow.service_id)
    .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
    .join(Office, Office.id == ServiceList.office_id)
    .where(
        ResponsibilityCase.rollout_id == bindparam("rollout"),
        or_(ServiceListRow.service_list_id.in_(_some("lists")), ResponsibilityCase.settled_office == bindparam("office")),
    )
)
_CORRECTIONS: Final = (
    select(Correction.at, Correction.by, Correction.source, Correction.question, Correction.value, Correction.replaced)
    .add_columns(Service.ref, Service.name, cast(Round.questionnaire, Text).label("questionnaire"))
    .join(ServiceListRow, ServiceListRow.id == Correction.row_id)
    .join(Service, Service.id == ServiceListRow.service_id)
    .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
    .join(Round, Round.id == ServiceList.round_id)
    .where(ServiceListRow.service_list_id.in_(_some("lists")))
)


class OfficeHistory:
    """What happened to one office; `lists` is id → version of its lists, `then` where a past evening stood."""

    def __init__(self, work: Work, office: Office, lists: Mapping[int, int], then: Picture | None) -> None:
        self._work, self._session, self.office, self.lists, self._then = work, work.session, office, lists, then

    def entries(self) -> Iterator[OfficeEntry]:
        """Return everything the tables tell, in no order."""
        yield from (self._mail_out(m) for m in self.messages.values())
        yield from (self._mail_in(i) for i in self.incoming.values())
        yield from (self._return(r) for r in self.returns)
        yield from self._notes()
        yield from self._cases()
        yield from self._corrections()

    # --- mails out -----------------------------------------------------------------------------------------------------

    def _ask(self, query: Any, **values: Any) -> Any:
        return columns(self._session, query, values)

    @cached_property
    def messages(self) -> dict[int, Any]:
        """The mails about its lists and measures, to its mailbox and head, and the answers to what came back, by id."""
        wanted = {
            "about": list(self._of_lists),
            "places": [self.office.mailbox, self.office.head_email],
            "lists": list(self.lists),
            "office": self.office.id,
        }
        return {m.id: m for m in self._ask(_MESSAGES, rollout=self._work.rollout.id, **wanted)}

    @cached_property
    def _of_lists(self) -> dict[int, set[int]]:
        """Message → the lists of this office it is about."""
        found: dict[int, set[int]] = {}
        for message_id, list_id in self._ask(_OF_LISTS, lists=list(self.lists)):
            found.setdefault(message_id, set()).add(list_id)
        return found

    def _state(self, message: Any) -> MessageState:
        then = self._then.messages.get(message.id) if self._then else None
        return then or message.state

    def _mail_out(self, message: Any) -> OfficeEntry:
        state = self._state(message)
        why = f": {message.state_reason}" if message.state_reason and state is message.state else ""
        when = f" am {german.local_time(message.accepted_at)}" if state is MessageState.ACCEPTED and message.accepted_at else ""
        return OfficeEntry(
            at=message.created_at,
            kind=EntryKind.REMINDER if message.kind in REMINDER_KINDS else EntryKind.MAIL_OUT,
            text=f"{KIND_TITLES[message.kind]}: „{message.subject}“ – {MESSAGE_STATE_TITLES[state]}{when}{why}",
            by=self._who.get(("message", str(message.id)), ""),
            target=Target(kind=TargetKind.MAIL, id=str(message.id)),
            open=state in NEEDS_SOMEBODY,
        )

    @cached_property
    def _who(self) -> dict[tuple[str, str], str]:
        """Who queued which mail and who settled which case, as the audit log says."""
        wanted = {"mails": [str(number) for number in self.messages], "cases": [str(number) for number in self.cases]}
        return {(kind, number): by for kind, number, by in self._ask(_WHO, rollout=self._work.rollout.id, **wanted)}

    def reminders_of_lists(self) -> Counter[int]:
        """Count the reminders of each list that have gone out or are on their way."""
        reminders = {m.id for m in self.messages.values() if m.kind in REMINDER_KINDS and self._state(m) in REMINDED}
        return Counter(list_id for message_id in reminders for list_id in self._of_lists.get(message_id, ()))

    # --- mails in ------------------------------------------------------------------------------------------------------

    @cached_property
    def returns(self) -> list[Any]:
        """What came back, each with the number of its rows."""
        return list(self._ask(_RETURNS, lists=list(self.lists)))

    @cached_property
    def incoming(self) -> dict[int, Any]:
        """The mails that brought its lists, hold something to read about them, or come from its addresses, by id."""
        wanted = {
            "mails": list({r.incoming_id for r in self.returns}),
            "lists": list(self.lists),
            "places": [place.lower() for place in (self.office.mailbox, self.office.head_email) if place],
        }
        return {i.id: i for i in self._ask(_INCOMING, rollout=self._work.rollout.id, **wanted)}

    def _mail_in(self, incoming: Any) -> OfficeEntry:
        state = (self._then.incoming.get(incoming.id) if self._then else None) or incoming.state
        return OfficeEntry(
            at=incoming.received_at,
            kind=EntryKind.MAIL_IN,
            text=f"„{incoming.subject or 'ohne Betreff'}“ – {INCOMING_STATE_TITLES[state]}",
            by=incoming.sender,
            target=self._to_incoming(incoming.id),
            open=state in WAITING,
        )

    def _return(self, returned: Any) -> OfficeEntry:
        """A return is told when it came in, after its mail; when it was said stands beside it where that is another day."""
        incoming = self.incoming[returned.incoming_id]
        said = german.local_day(returned.received_at)
        parts = [
            f"Amtsliste Fassung {self.lists[returned.service_list_id]}",
            "Fehlanzeige" if returned.nil_return else "",
            german.count(returned.rows, "beantwortete Zeile", "beantwortete Zeilen"),
            german.count(returned.issue_count, "Hinweis", "Hinweise") if returned.issue_count else "",
            f"Datei {returned.file_name}" if returned.file_name else "",
            f"geschrieben am {german.short_date(said)}" if said != german.local_day(incoming.received_at) else "",
        ]
        return OfficeEntry(
            at=incoming.received_at,
            kind=EntryKind.RETURN,
            text=", ".join(part for part in parts if part),
            by=returned.sender,
            target=self._to_incoming(returned.incoming_id),
        )

    def _notes(self) -> Iterator[OfficeEntry]:
        """Return what was to be read in these mails, and that it was read; what is about a list of another office belongs to that one."""
        evening = german.evening(self._work.today)
        for note in self._ask(_NOTES, mails=list(self.incoming)):
            if note.service_list_id is None or note.service_list_id in self.lists:
                words, cleared = titled(note.kind, note.place), note.cleared_at
                target, at = self._to_incoming(note.incoming_id), self.incoming[note.incoming_id].received_at
                waits = cleared is None or cleared >= evening
                yield OfficeEntry(at=at, kind=EntryKind.NOTE, text=f"{words}: „{note.text}“", target=target, open=waits)
                if cleared:
                    remark = f": {note.remark}" if note.remark else ""
                    yield OfficeEntry(
                        at=cleared, kind=EntryKind.NOTE_READ, text=f"{words}{remark}", by=note.cleared_by, target=target
                    )

    @staticmethod
    def _to_incoming(number: int) -> Target:
        return Target(kind=TargetKind.INCOMING, id=str(number))

    # --- cases and corrections -----------------------------------------------------------------------------------------

    @cached_property
    def cases(self) -> dict[int, Any]:
        """The cases this office opened, and those that gave it a service, by id."""
        found = self._ask(_CASES, rollout=self._work.rollout.id, lists=list(self.lists), office=self.office.number)
        return {case.id: case for case in found}

    def _cases(self) -> Iterator[OfficeEntry]:
        for case_id, steps in steps_of(self._work, self.cases).items():
            case, (before, by, again) = self.cases[case_id], opened_again(case_id, steps)
            yield from before
            what, target = f"Fall {case.id}: „{case.service}“", Target(kind=TargetKind.CASE, id=str(case.id))
            if case.office == self.office.number:
                text = what + (f"; genannt: „{case.named}“" if case.named.strip() else "") + again
                waits = ((self._then and self._then.cases.get(case.id)) or case.state) is CaseState.OPEN
                yield OfficeEntry(at=case.opened_at, kind=EntryKind.CASE_OPENED, text=text, by=by, target=target, open=waits)
            if case.settled_at:
                holder = holder_words(case.settled_office, case.reason_code, case.settled_body)
                text = f"{what} ({office_words(case.office)}) hat jetzt {holder}. {case.reason}"
                by = self._who.get(("responsibility_case", str(case.id)), "")
                yield OfficeEntry(at=case.settled_at, kind=EntryKind.CASE_SETTLED, text=text, by=by, target=target)

    def _corrections(self) -> Iterator[OfficeEntry]:
        for found in self._ask(_CORRECTIONS, lists=list(self.lists)):
            yield OfficeEntry(
                at=found.at,
                kind=EntryKind.CORRECTION,
                text=f"„{found.name}“, {self._change(found)}{f' ({found.source})' if found.source else ''}",
                by=found.by,
                target=Target(kind=TargetKind.SERVICE, id=found.ref),
            )

    def _change(self, found: Any) -> str:
        """Say what a correction changed: `Fallzahl pro Jahr: 1.200 → 1.300`."""
        questionnaire = read_questionnaire(found.questionnaire)
        question, scale = questionnaire.get(found.question), scale_of(self._work, questionnaire)
        if question is None:
            return f"{found.question}: {found.replaced} → {found.value}"
        before, after = (label_of(question, scale, value) or "leer" for value in (found.replaced, found.value))
        return f"{question.heading}: {before} → {after}"
