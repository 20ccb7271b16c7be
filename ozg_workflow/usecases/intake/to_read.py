"""What a person has to read beside what was recorded: it is kept with its mail, and waits until it is cleared."""

from collections.abc import Iterable, Iterator
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Incoming, IncomingNote
from ozg_workflow.domain.plain import plain
from ozg_workflow.domain.post.mail import IncomingState
from ozg_workflow.domain.post.to_read import ToRead, ToReadKind, kinds_in_words
from ozg_workflow.domain.survey.cells import is_blank, shown
from ozg_workflow.domain.survey.returns import AddedLine
from ozg_workflow.mail.read.calendar_replies import calendar_comments, proposed_time
from ozg_workflow.mail.read.parse import ParsedMail
from ozg_workflow.usecases.intake.cover_note import words_beside_appointment
from ozg_workflow.usecases.intake.match_return import Matched
from ozg_workflow.usecases.step.rollout_access import questionnaire_of
from ozg_workflow.usecases.step.work import Work

RECORDED = (IncomingState.RETURN, IncomingState.AUTOMATIC)
_NOTES: Final = select(IncomingNote).where(IncomingNote.incoming_id == bindparam("mail")).order_by(IncomingNote.id)


def beside_answers(item: Matched) -> Iterator[ToRead]:
    """Return what a sheet says beside its answers: added lines, comments, answers struck through."""
    office = item.service_list.office.title
    for line in item.returned.added:
        yield ToRead(
            kind=ToReadKind.ADDED_LINE,
            text=_line_in_words(item, line),
            place=f"{office}, Zeile {line.line}",
            list_id=item.service_list.id,
            line=line.line,
            data={"key": line.key, "name": line.name, "cells": plain(line.cells)},
        )
    for note in item.returned.notes:
        yield ToRead(
            kind=ToReadKind(note.kind), text=note.text, place=f"{office}, Zelle {note.cell}", list_id=item.service_list.id
        )


def _line_in_words(item: Matched, line: AddedLine) -> str:
    """Return a whole added line: nothing of what was filled in gets lost."""
    questions = {question.key: question.heading for question in questionnaire_of(item.service_list.round).questions}
    answers = [f"{questions.get(key, key)}: {shown(cell)}" for key, cell in line.cells.items() if not is_blank(cell)]
    service = line.name + (f" (LeiKa {line.key})" if line.key else "")
    return "; ".join([service, *answers])


def in_calendar_answer(work: Work, mail: ParsedMail) -> Iterator[ToRead]:
    """Return what an answer to an invitation says beside yes and no: another time, and words of a person."""
    if proposed := proposed_time(mail):
        yield ToRead(kind=ToReadKind.OTHER_TIME, text=f"Vorgeschlagen ist {proposed}.")
    yield from words_beside_appointment(work, mail, calendar_comments(mail))


def keep_to_read(work: Work, incoming: Incoming, found: Iterable[ToRead], *, again: bool) -> None:
    """Keep what there is to read; a mail that was recorded waits for a person with it.

    `again`: the mail was understood before; what a person has cleared stays cleared.
    """
    wanted = {(item.kind, item.place, item.text): item for item in found}
    if not wanted and not again:
        return
    for note in notes_of(work.session, incoming.id):
        same = wanted.pop((note.kind, note.place, note.text), None)
        if same is None and note.cleared_at is None:
            work.session.delete(note)
    work.session.add_all(_note(incoming, item) for item in wanted.values())
    work.session.flush()
    waiting = open_notes(work.session, incoming.id)
    if not waiting or incoming.state not in RECORDED:
        return
    words = kinds_in_words(note.kind for note in waiting)
    incoming.state, incoming.reason = IncomingState.TO_READ, f"{incoming.reason} Zu lesen: {words}."
    work.record("to_read", ("incoming", incoming.id), words)
    work.count("to_read")
    work.did(f"Zu lesen Nr. {incoming.id}: {incoming.sender or 'unbekannt'} „{incoming.subject}“ – {words}.")


def _note(incoming: Incoming, item: ToRead) -> IncomingNote:
    return IncomingNote(
        incoming_id=incoming.id,
        service_list_id=item.list_id,
        kind=item.kind,
        place=item.place,
        line=item.line,
        text=item.text,
        data=item.data,
    )


def notes_of(session: Session, incoming_id: int) -> list[IncomingNote]:
    """Return everything a mail holds to read, cleared or not."""
    return list(session.scalars(_NOTES, {"mail": incoming_id}))


def open_notes(session: Session, incoming_id: int) -> list[IncomingNote]:
    """Return what of a mail is still to be read."""
    return [note for note in notes_of(session, incoming_id) if note.cleared_at is None]


def clear(work: Work, notes: Iterable[IncomingNote], remark: str) -> None:
    """Note that a person has read something."""
    for note in notes:
        note.cleared_at, note.cleared_by, note.remark = work.now(), work.ctx.actor, remark
