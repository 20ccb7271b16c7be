"""The desk of one office: what has come in, when it is answered, and the answer itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from email.message import EmailMessage
from enum import StrEnum
from random import Random
from typing import Final

from ozg_workflow.demo.characters import CHARACTERS, SOMEBODY, Manner
from ozg_workflow.demo.clerk import Clerk
from ozg_workflow.demo.letters import Letter, Writer, attach, cells_named, reply
from ozg_workflow.domain.organisation import Office
from ozg_workflow.domain.plan.calendar import WorkingCalendar

TO_MEND: Final = "Bitte ergänzen"
GREETING: Final = "Sehr geehrte Frau Lindner,\n\n{text}\n\nMit freundlichen Grüßen\n{office}\n"


class Errand(StrEnum):
    """What has to be done with a list."""

    FIRST = "first"
    SUPPLEMENT = "supplement"
    PROGRESS = "progress"
    CORRECTION = "correction"


TEXTS: Final = {
    Errand.FIRST: "anbei erhalten Sie unsere Amtsliste zurück.",
    Errand.SUPPLEMENT: "anbei der beantwortete Nachtrag.",
    Errand.PROGRESS: "anbei unser Stand der Umsetzung.",
    Errand.CORRECTION: "danke für den Hinweis. Die Angaben sind in der beigefügten Liste berichtigt und ergänzt.",
}


SUBJECTS: Final = {"Nachtrag": Errand.SUPPLEMENT, "Stand der OZG-Umsetzung": Errand.PROGRESS}
WORKING_DAYS: Final = {Errand.SUPPLEMENT: (2, 4), Errand.PROGRESS: (1, 5), Errand.CORRECTION: (2, 3)}  # from … to


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A list on the desk; `due` is the day of the answer, None while the office waits to be reminded."""

    errand: Errand
    letter: Letter
    file_name: str
    content: bytes
    due: date | None


class Desk:
    """An office that gets its lists from its Dezernat and answers by itself."""

    def __init__(self, office: Office, calendar: WorkingCalendar, *, seed: int) -> None:
        self.office, self._calendar, self._seed = office, calendar, seed
        self._clerk = Clerk(office.number, CHARACTERS.get(office.number, SOMEBODY), seed=seed)
        self._tasks: list[Task] = []

    @property
    def busy(self) -> bool:
        """Whether an answer is planned."""
        return any(task.due for task in self._tasks)

    def take(self, letter: Letter, file_name: str, content: bytes, day: date) -> None:
        """Take a list the Dezernat has forwarded."""
        errand = next((e for start, e in SUBJECTS.items() if letter.subject.startswith(start)), Errand.FIRST)
        due = self._first_due(day) if errand is Errand.FIRST else self._later(day, *WORKING_DAYS[errand])
        self._tasks.append(Task(errand=errand, letter=letter, file_name=file_name, content=content, due=due))

    def remind(self, letter: Letter, day: date) -> None:
        """Hear about a reminder or an escalation that names this office."""
        character = self._clerk.character
        if character.waits_for and letter.subject.startswith(character.waits_for):
            due = self._calendar.shift(day, 2)
            self._tasks = [_with_due(task, due) if task.due is None else task for task in self._tasks]

    def read(self, letter: Letter, day: date) -> None:
        """Read a mail to the office's own mailbox: only lists that came back with remarks need work."""
        if letter.subject.startswith(TO_MEND):
            name, content = letter.workbooks[0]
            due = self._later(day, *WORKING_DAYS[Errand.CORRECTION])
            self._tasks.append(Task(errand=Errand.CORRECTION, letter=letter, file_name=name, content=content, due=due))

    def answers(self, day: date) -> Iterator[EmailMessage]:
        """Yield the mails that go out today."""
        due = [task for task in self._tasks if task.due and task.due <= day]
        self._tasks = [task for task in self._tasks if task not in due]
        for number, task in enumerate(due):
            yield self._answer(task, day, number)

    def _answer(self, task: Task, day: date, number: int) -> EmailMessage:
        text = GREETING.format(text=TEXTS[task.errand], office=self.office.name)
        at = time(13 + number % 4, self._dice(day).randrange(60))
        author = Writer(name=self.office.name, address=self.office.mailbox)
        mail = reply(task.letter, author=author, day=day, at=at, text=text)
        attach(mail, self._file_name(task), self._filled(task, day))
        return mail

    def _filled(self, task: Task, day: date) -> bytes:
        if task.errand is Errand.CORRECTION:
            return self._clerk.corrected(task.content, cells_named(task.letter.text), day)
        if task.errand is Errand.PROGRESS:
            return self._clerk.progress(task.content, day)
        if task.errand is Errand.SUPPLEMENT:
            return self._clerk.supplement(task.content)
        return self._clerk.first_answer(task.content, day)

    def _file_name(self, task: Task) -> str:
        return f"Liste {self.office.name} fertig_FINAL (2).xlsx" if self._clerk.character.renames else task.file_name

    def _first_due(self, received: date) -> date | None:
        character = self._clerk.character
        if character.answers_on is None or character.manner is Manner.NEVER:
            return None
        days = self._calendar.on_or_after(character.answers_on + timedelta(days=self._dice(received).randrange(2)))
        return max(days, self._calendar.shift(received, 1))

    def _later(self, day: date, first: int, last: int) -> date:
        return self._calendar.shift(day, self._dice(day).randint(first, last))

    def _dice(self, day: date) -> Random:
        return Random(f"{self._seed}/{self.office.number}/{day}")  # noqa: S311 - a reproducible rehearsal, nothing secret


def _with_due(task: Task, due: date) -> Task:
    return Task(errand=task.errand, letter=task.letter, file_name=task.file_name, content=task.content, due=due)
