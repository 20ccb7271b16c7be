"""The simulated city: the Dezernate read their mailboxes and forward, the offices answer in the afternoon."""

import asyncio
from collections.abc import Iterable, Iterator
from datetime import date
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import Final

from ozg_workflow.demo.everyday import absence_note, acceptance, question
from ozg_workflow.demo.letters import Letter, Writer, office_of_file, offices_named, read_letter
from ozg_workflow.demo.maildirs import mailbox_of, take_new
from ozg_workflow.demo.offices import Desk
from ozg_workflow.domain.organisation import Department, Organisation
from ozg_workflow.domain.plan.calendar import WorkingCalendar

ABSENT_IN, ACCEPTING = "3", "1"  # Dezernate
QUESTION_ON: Final = date(2020, 4, 8)
LISTS, INVITATION = "Amtslisten zur OZG-Umsetzung", "Einladung"


class Town:
    """All mailboxes and desks. `return_to` is the mailbox of the rollout, `post` the folder of the Maildirs."""

    def __init__(
        self,
        organisation: Organisation,
        calendar: WorkingCalendar,
        *,
        post: Path,
        server: tuple[str, int],
        return_to: str,
        seed: int,
    ) -> None:
        self._departments = organisation.departments
        self._desks = {o.number: Desk(o, calendar, seed=seed) for o in organisation.offices}
        self._post, self._server, self._return_to = post, server, return_to
        self._accepted = self._absent = False
        self.answers_waiting = self.has_read = False

    @property
    def busy(self) -> bool:
        """Whether answers are planned or have not been collected yet."""
        return self.answers_waiting or any(desk.busy for desk in self._desks.values())

    def afternoon(self, day: date) -> None:
        """Read and answer the mail of the day.

        Afterwards `has_read` tells whether any had come, `answers_waiting` whether there is something to collect.
        """
        self.has_read = False
        letters = [*self._read_departments(day)]
        self._read_offices(day)
        letters += [mail for _, desk in sorted(self._desks.items()) for mail in desk.answers(day)]
        if day == QUESTION_ON:
            letters.append(question(self._return_to, day))
        if letters:
            asyncio.run(self._send(letters))
        self.answers_waiting = bool(letters)

    def _new_letters(self, address: str) -> list[Letter]:
        mailbox = mailbox_of(self._post, address)
        letters = [read_letter(content) for content in take_new(mailbox)] if mailbox else []
        self.has_read = self.has_read or bool(letters)
        return letters

    def _read_departments(self, day: date) -> Iterator[EmailMessage]:
        for department in self._departments:
            for letter in self._new_letters(department.mailbox):
                self._forward(letter, day)
                yield from self._automatic(department, letter, day)

    def _forward(self, letter: Letter, day: date) -> None:
        """Pass lists and reminders on; a reply to an office has reached it already and comes here as a copy."""
        if letter.references:
            return
        for name, content in letter.workbooks:
            if number := office_of_file(name):  # the table of the measures is for the Dezernat itself
                self._desks[number].take(letter, name, content, day)
        if not letter.workbooks:
            for number in offices_named(letter.text):
                self._desks[number].remind(letter, day)

    def _automatic(self, department: Department, letter: Letter, day: date) -> Iterator[EmailMessage]:
        if department.number == ABSENT_IN and letter.subject.startswith(LISTS) and not self._absent:
            self._absent = True
            yield absence_note(letter, day)
        if department.number == ACCEPTING and letter.invitation and not self._accepted:
            self._accepted = True
            yield acceptance(letter, Writer(name=department.title, address=department.mailbox), day)

    def _read_offices(self, day: date) -> None:
        for desk in self._desks.values():
            for letter in self._new_letters(desk.office.mailbox):
                desk.read(letter, day)

    async def _send(self, mails: Iterable[EmailMessage]) -> None:
        import aiosmtplib

        host, port = self._server
        async with aiosmtplib.SMTP(hostname=host, port=port) as client:
            for mail in mails:
                # automatic answers have no sender on the envelope, so that nobody answers them (RFC 3834)
                sender = "" if mail["X-Auto-Response-Suppress"] else parseaddr(str(mail["From"]))[1]
                await client.sendmail(sender, [self._return_to], mail.as_bytes())
