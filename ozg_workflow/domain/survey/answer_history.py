"""Everything that was said about one line, in order of time, and what of it counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ozg_workflow.domain.survey.answer_line import HistoryEntry
from ozg_workflow.domain.survey.cells import Answer
from ozg_workflow.domain.survey.counting import Corrected, Counting, Given, counting

Headings = Mapping[str, str]  # question → heading


def answer_history(given: Sequence[Given], corrected: Sequence[Corrected], headings: Headings) -> tuple[HistoryEntry, ...]:
    """Return an entry for each answer, each refused cell and each correction, in the order in which they were said.

    `replaced` is what counted just before; a question without a heading keeps its key.
    """
    now = counting(given, corrected)
    events: list[Given | Corrected] = sorted(
        (*given, *corrected), key=lambda item: (item.at, isinstance(item, Corrected), item.order)
    )
    found: list[HistoryEntry] = []
    for place, item in enumerate(events):
        before = _counted(events[:place])
        entries = _correction(item, now) if isinstance(item, Corrected) else (*_answers(item, now), *_refused(item))
        found += [
            replace(entry, heading=headings.get(entry.question, entry.question), replaced=before.get(entry.question))
            for entry in entries
        ]
    return tuple(found)


def _counted(events: Iterable[Given | Corrected]) -> dict[str, Answer]:
    said = list(events)
    return counting(
        [item for item in said if isinstance(item, Given)], [item for item in said if isinstance(item, Corrected)]
    ).answers


def _correction(item: Corrected, now: Counting) -> list[HistoryEntry]:
    counts = now.over.get(item.question) is item
    return [
        HistoryEntry(question=item.question, heading="", value=item.value, replaced=None, source=item.said.source, counts=counts)
    ]


def _answers(item: Given, now: Counting) -> list[HistoryEntry]:
    return [
        HistoryEntry(
            question=question,
            heading="",
            value=value,
            replaced=None,
            source=item.source(question),
            counts=now.base is item and question not in now.over,
        )
        for question, value in item.answers.items()
    ]


def _refused(item: Given) -> list[HistoryEntry]:
    """Return the cells that were not accepted; an empty one said nothing."""
    return [
        HistoryEntry(
            question=issue["question"],
            heading="",
            value=issue["value"],
            replaced=None,
            source=item.source(issue["question"]),
            counts=False,
            issue=f"{issue['reason']} {issue['remedy']}".strip(),
        )
        for issue in item.refused
        if issue["value"] and issue["question"] not in item.answers
    ]
