"""Which answers the address of a page asks for, and how they are sorted."""

from dataclasses import dataclass
from typing import Final

from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.survey.outside_view import FINDING_TITLES, Finding
from ozg_workflow.domain.survey.service_list import RoundKind, RowState
from ozg_workflow.usecases.answers.read import AnswerFilter, Sort, SortKey, questions_of
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.web.room import Visit

ALL: Final = "alle"
COLUMNS: Final = {"leistung": SortKey.SERVICE, "amt": SortKey.OFFICE, "stand": SortKey.STATE, "ozg": SortKey.OZG}
FIELDS: Final = ("runde", "dezernat", "amt", "themenfeld", "zustand", "frage", "wert", "text", "widerspruch", "aussensicht")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for: the filter, and what the fields of the form hold (`round` is empty for all rounds)."""

    chosen: AnswerFilter
    state: str

    def words(self) -> str:
        """Say what was left out, for the reader of a file; empty where nothing was."""
        found = self.chosen
        told = {
            "Dezernat": found.department,
            "Amt": found.office,
            "Themenfeld": found.theme,
            "Stand": self.state,
            "Frage": found.question,
            "Wert": found.value,
            "Text": found.text,
            "nur": "Widersprüche" if found.contradicted else "",
            "Außensicht": FINDING_TITLES[found.finding] if found.finding else "",
        }
        return ", ".join(f"{name} {value}" for name, value in told.items() if value)


def asked_answers(visit: Visit, work: Work) -> Asked:
    """Return what the address asks for; without a round the newest survey. Raises InputError for states and questions there are not."""
    state = visit.asked("zustand")
    if state and state not in set(RowState):
        raise InputError(f"Den Stand „{state[:40]}“ gibt es nicht. Vorhanden: {', '.join(RowState)}.")
    question = visit.asked("frage")
    if question and question not in questions_of(work):
        raise InputError(f"Die Frage „{question[:40]}“ gibt es nicht. Vorhanden: {', '.join(questions_of(work))}.")
    finding = visit.asked("aussensicht")
    if finding and finding not in set(Finding):
        raise InputError(f"Die Außensicht „{finding[:40]}“ gibt es nicht. Vorhanden: {', '.join(Finding)}.")
    return Asked(
        chosen=AnswerFilter(
            round=_round(visit, work),
            office=visit.asked("amt"),
            department=visit.asked("dezernat"),
            theme=visit.asked("themenfeld"),
            states=(RowState(state),) if state else (),
            question=question,
            value=visit.asked("wert") if question else "",
            text=visit.asked("text"),
            contradicted=visit.asked("widerspruch") == "1",
            finding=Finding(finding) if finding else None,
        ),
        state=state,
    )


def _round(visit: Visit, work: Work) -> str:
    wanted = visit.asked("runde")
    if wanted:
        return "" if wanted == ALL else wanted
    return next((round_.key for round_ in reversed(work.rounds) if round_.kind is RoundKind.SURVEY), "")


def asked_sort(visit: Visit, work: Work) -> Sort:
    """Return the order the address asks for: `sortierung` is a column or the key of a question, `richtung=ab` turns it round."""
    wanted, descending = visit.asked("sortierung"), visit.asked("richtung") == "ab"
    if not wanted:
        return Sort(descending=descending)
    if wanted in COLUMNS:
        return Sort(by=COLUMNS[wanted], descending=descending)
    if wanted in questions_of(work):
        return Sort(by=SortKey.QUESTION, question=wanted, descending=descending)
    raise InputError(f"Nach „{wanted[:40]}“ kann nicht sortiert werden. Möglich: {', '.join([*COLUMNS, *questions_of(work)])}.")
