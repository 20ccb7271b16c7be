"""What counts in a row: the newest valid return, and over it the corrections that people wrote down for the office."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ozg_workflow.domain import german
from ozg_workflow.domain.survey.answer_line import Contradiction, Said, Source, SourceKind
from ozg_workflow.domain.survey.cells import Answer
from ozg_workflow.domain.survey.returns import Submission, newest_valid


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What one return says about one row, and where it stands: its mail, its file, the cell of each question.

    `refused` are the issues as they are stored, those about accepted cells included. `adopted` names the office and the list where
    another office said it (`Amt 66, Fassung 1`), empty for what the office of the row said itself.
    """

    at: datetime
    order: int
    answers: Mapping[str, Answer]
    refused: Sequence[Mapping[str, Any]]
    sender: str
    incoming: int
    file: str
    cells: Mapping[str, str]
    adopted: str = ""

    @property
    def submission(self) -> Submission:
        """The same for the rule that chooses; what was accepted in doubt is no issue."""
        issues = sum(issue["question"] not in self.answers for issue in self.refused)
        return Submission(received_at=self.at, order=self.order, answers=dict(self.answers), issues=issues)

    def source(self, question: str) -> Source:
        """Where an answer of it stands; a Fehlanzeige has a mail and a file and no cell."""
        cell = self.cells.get(question, "")
        return Source(SourceKind.MAIL, self.at, self.incoming, self.file, cell, self.sender, office=self.adopted)

    def said(self, question: str) -> Said:
        """What it says about a question."""
        return Said(value=self.answers.get(question), source=self.source(question))


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """One correction: the value is None where the cell was emptied; `order` breaks ties of the same moment."""

    question: str
    value: Answer | None
    at: datetime
    order: int
    by: str
    note: str

    @property
    def said(self) -> Said:
        """The same as a value with its source."""
        return Said(value=self.value, source=Source(kind=SourceKind.PERSON, at=self.at, by=self.by, note=self.note))


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """What counts in a row: `base` is the return that does (None: no return yet), `over` the corrections over it, by question.

    `against` are the corrections that a newer return says otherwise about.
    """

    base: Given | None
    over: Mapping[str, Corrected]
    against: Mapping[str, Corrected]

    def source(self, question: str) -> Source | None:
        """Where the answer that counts comes from; None where nobody said it."""
        if question in self.over:
            return self.over[question].said.source
        return self.base.source(question) if self.base else None

    @property
    def doubt(self) -> str:
        """Why a person should decide although an answer of the office was accepted (German), mostly nothing."""
        accepted = (issue for issue in (self.base.refused if self.base else ()) if issue["question"] in self.answers)
        return next((str(issue["reason"]) for issue in accepted if issue["question"] not in self.over), "")

    @property
    def answers(self) -> dict[str, Answer]:
        """The answers that count."""
        merged = dict(self.base.answers) if self.base else {}
        for question, corrected in self.over.items():
            if corrected.value is None:
                merged.pop(question, None)
            else:
                merged[question] = corrected.value
        return merged


class Sources(Mapping[str, Source]):
    """Where the answers to some questions come from, without those nobody said; a source is made when somebody asks for it."""

    def __init__(self, state: Counting, questions: Iterable[str]) -> None:
        self._state = state
        self._questions = dict.fromkeys(questions if state.base else (q for q in questions if q in state.over))

    def __getitem__(self, question: str) -> Source:
        """Return the source of an answer."""
        found = self._state.source(question) if question in self._questions else None
        if found is None:
            raise KeyError(question)
        return found

    def __iter__(self) -> Iterator[str]:
        """Go through the questions."""
        return iter(self._questions)

    def __len__(self) -> int:
        """Return how many answers have a source."""
        return len(self._questions)

    def places(self) -> tuple[Source, ...]:
        """Return every return and every correction that answers come from, each once, by the first of its answers."""
        over = self._state.over
        returned = next((question for question in self._questions if question not in over), None)
        if not over:
            return (self[returned],) if returned else ()
        return tuple(self[q] for q in self._questions if q == returned or q in over)


def counting(given: Sequence[Given], corrected: Iterable[Corrected]) -> Counting:
    """Tell what counts in a row.

    A correction counts until a newer return that counts says something else; one that leaves its cell blank says nothing, and
    one that says the same confirms it: from then on it is an answer of the office like any other.
    """
    given = own_words(given)
    base = chosen(given)
    over: dict[str, Corrected] = {}
    against: dict[str, Corrected] = {}
    for question, newest in newest_corrections(corrected).items():
        if base is None or newest.at >= base.at or question not in base.answers:
            over[question] = newest
        elif base.answers[question] != newest.value and not _confirmed(given, newest):
            against[question] = newest
    return Counting(base=base, over=over, against=against)


def own_words(given: Sequence[Given]) -> Sequence[Given]:
    """Return what the office of a row said itself; only where that is nothing, what was adopted for it from another office."""
    own = [item for item in given if not item.adopted]
    return own if any(item.answers for item in own) else given


def _confirmed(given: Iterable[Given], corrected: Corrected) -> bool:
    """Tell whether the office has once sent the corrected value itself: what it says after that is its own change of mind."""
    return any(item.at >= corrected.at and item.answers.get(corrected.question) == corrected.value for item in given)


def chosen(given: Sequence[Given]) -> Given | None:
    """Return the return that counts in a row (`returns.newest_valid`)."""
    if len(given) <= 1:
        return given[0] if given and given[0].answers else None
    best = newest_valid(item.submission for item in given)
    return next((item for item in given if best and item.order == best.order), None)


def newest_corrections(corrected: Iterable[Corrected]) -> dict[str, Corrected]:
    """Return the newest correction of each question."""
    return {item.question: item for item in sorted(corrected, key=lambda item: (item.at, item.order))}


def contradictions(given: Sequence[Given], corrected: Sequence[Corrected]) -> tuple[Contradiction, ...]:
    """Return what is said against each other about a row and nobody has settled: the office against a correction, colleagues of one day."""
    given = own_words(given)
    if not corrected and len(given) <= 1:
        return ()
    state = counting(given, corrected)
    found = {question: item.said for question, item in state.against.items()}
    for question, other in _colleagues(given, state.base).items():
        last = newest_corrections(corrected).get(question)
        if last is None or last.at < _last(given):
            found.setdefault(question, other)
    base = state.base
    return tuple(Contradiction(question=q, counts=base.said(q), other=other) for q, other in found.items()) if base else ()


def _last(given: Sequence[Given]) -> datetime:
    return max(item.at for item in given)


def _colleagues(given: Sequence[Given], base: Given | None) -> dict[str, Said]:
    """Return what colleagues said otherwise than `base` on the day of the newest return; who corrects himself contradicts nobody."""
    if base is None or len(given) <= 1:
        return {}
    ordered = sorted(given, key=lambda item: (item.at, item.order))
    day = _day(ordered[-1])
    last = {item.sender: item for item in ordered if item.sender and _day(item) == day and item.answers}
    if _day(base) != day or base.sender not in last:
        return {}
    others = [item for sender, item in last.items() if sender != base.sender]
    return {
        question: item.said(question)
        for item in others
        for question in (*base.answers, *(q for q in item.answers if q not in base.answers))
        if item.answers.get(question) != base.answers.get(question)
    }


def _day(item: Given) -> date:
    return german.local_day(item.at)
