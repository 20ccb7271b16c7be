"""What the audit log tells about the history of an office beside the tables: decisions, troubles of a mail, moved deadlines, and who did it."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final

from sqlalchemy import bindparam, or_, select

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import Event
from ozg_workflow.domain import german
from ozg_workflow.domain.cockpit.office import EntryKind, OfficeEntry, Target, TargetKind
from ozg_workflow.usecases.cockpit.office_history import OfficeHistory
from ozg_workflow.usecases.step.work import Work

# what is told, by the type of its object; everything else stands in the tables
MAIL_VERBS: Final = {
    "released": "freigegeben",
    "held": "angehalten",
    "refused": "abgelehnt",
    "unknown": "Zustellung ungeklärt",
    "settled": "Zustellung geklärt",
    "bounced": "unzustellbar",
    "copy_bounced": "Kopie unzustellbar",
    "copy_missing": "Archivkopie fehlt",
    "recipient_refused": "einzelne Empfänger abgelehnt",
    "delayed": "Zustellung verzögert",
    "cancelled": "zurückgezogen",
    "expired": "verfallen",
    "message_queued": "von Hand erneut in den Postausgang gelegt",
    "message_readdressed": "Adresse berichtigt",
    "message_cancelled": "von Hand storniert",
    "message_accepted": "von Hand als zugestellt geklärt",
}
INBOX_VERBS: Final = {
    "quarantined": "in den Klärungskorb",
    "mail_assigned": "zugeordnet",
    "mail_retried": "erneut gelesen",
    "mail_dismissed": "erledigt",
}
HANDED_ON: Final = ("answers_handed_on", "answers_received")
MOVES: Final = ("deadlines_moved", "milestone_moved")
# type of object → what is told about it
VERBS: Final = {
    "service_list": ("list_prepared", "deadline_extended", *HANDED_ON),
    "message": tuple(MAIL_VERBS),
    "incoming": tuple(INBOX_VERBS),
    "return": ("reply_withheld",),
}

_EVENTS: Final = (
    select(Event.at, Event.actor, Event.verb, Event.object_type, Event.object_id, Event.text, Event.data)
    .where(Event.rollout_id == bindparam("rollout"))
    .order_by(Event.id)
)
_ABOUT_OBJECTS: Final = _EVENTS.where(
    or_(
        *(
            (Event.object_type == kind) & Event.object_id.in_(bindparam(kind, expanding=True)) & Event.verb.in_(verbs)
            for kind, verbs in VERBS.items()
        )
    )
)
_ABOUT_EVERYBODY: Final = _EVENTS.where(Event.verb.in_((*MOVES, "not_asked", "office_succeeded")))


def logged(work: Work, history: OfficeHistory) -> Iterator[OfficeEntry]:
    """Return what the audit log adds, in no order."""
    yield from (entry for event in _about_objects(work, history) if (entry := _entry(history, event)))
    yield from _about_everybody(work, history)


def _about_objects(work: Work, history: OfficeHistory) -> Iterable[Any]:
    """Return the lines about the lists, mails and returns of the office."""
    objects: dict[str, Iterable[int]] = {
        "service_list": history.lists,
        "message": history.messages,
        "incoming": history.incoming,
        "return": {r.id for r in history.returns},
    }
    ids = {kind: [str(number) for number in own] for kind, own in objects.items()}
    return columns(work.session, _ABOUT_OBJECTS, {"rollout": work.rollout.id, **ids})


def _entry(history: OfficeHistory, event: Any) -> OfficeEntry | None:
    match event.object_type:
        case "message":
            return _of(event, EntryKind.MAIL_EVENT, f"Nr. {event.object_id} {MAIL_VERBS[event.verb]}", TargetKind.MAIL)
        case "incoming":
            return _of(event, EntryKind.INBOX_EVENT, f"Nr. {event.object_id} {INBOX_VERBS[event.verb]}", TargetKind.INCOMING)
        case "return":
            returned = next(r for r in history.returns if str(r.id) == event.object_id)
            target = Target(kind=TargetKind.INCOMING, id=str(returned.incoming_id))
            text = f"Antwort zurückgehalten: {event.text}"
            return OfficeEntry(at=event.at, kind=EntryKind.INBOX_EVENT, text=text, by=event.actor, target=target)
    if event.verb in HANDED_ON:
        return OfficeEntry(at=event.at, kind=EntryKind.HANDED_ON, text=event.text, by=event.actor)
    version = f"Fassung {history.lists[int(event.object_id)]}"
    if event.verb == "list_prepared":
        return OfficeEntry(at=event.at, kind=EntryKind.LIST_PREPARED, text=version, by=event.actor)
    return OfficeEntry(at=event.at, kind=EntryKind.DEADLINE, text=_moved(event.data, event.data.get("note", "")), by=event.actor)


def _of(event: Any, kind: EntryKind, what: str, to: TargetKind) -> OfficeEntry:
    text = f"{what}: {event.text}" if event.text else what
    return OfficeEntry(at=event.at, kind=kind, text=text, by=event.actor, target=Target(kind=to, id=event.object_id))


def _about_everybody(work: Work, history: OfficeHistory) -> Iterator[OfficeEntry]:
    """Return what a line about the whole plan or a round says about this office."""
    for event in columns(work.session, _ABOUT_EVERYBODY, {"rollout": work.rollout.id}):
        if event.verb == "office_succeeded" and history.office.number in (event.data["old"], *event.data["new"]):
            yield OfficeEntry(at=event.at, kind=EntryKind.SUCCESSION, text=event.text, by=event.actor)
        if event.verb == "not_asked" and event.data.get("office") == history.office.id:
            yield OfficeEntry(at=event.at, kind=EntryKind.NOT_ASKED, text=f"Runde „{event.object_id}“", by=event.actor)
        for moved in event.data.get("lists", ()):
            if moved["list"] in history.lists:
                yield OfficeEntry(
                    at=event.at, kind=EntryKind.DEADLINE, text=_moved(moved, event.data.get("note", "")), by=event.actor
                )


def _moved(data: dict[str, Any], note: str) -> str:
    """Return `Fassung 1: 29.05.2020 statt 15.05.2020 (Urlaub)`."""
    old, new = (german.short_date(date.fromisoformat(data[name])) for name in ("from", "to"))
    return f"Fassung {data['version']}: {new} statt {old}" + (f" ({note})" if note else "")
