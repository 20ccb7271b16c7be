"""Everything that was said about one line, in order of time, and what of it counts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ozg_workflow.domain.survey.answer_line import HistoryEntry, Source
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
        told = _Telling(now=now, headings=headings, before=_counted(events[:place]))
        found += [told.correction(item)] if isinstance(item, Corrected) else [*told.answers(item), *told.refused(item)]
    return tuple(found)


def _counted(events: Iterable[Given | Corrected]) -> dict[str, Answer]:
    said = list(events)
    return counting(
        [item for item in said if isinstance(item, Given)], [item for item in said if isinstance(item, Corrected)]
    ).answers


@dataclass(frozen=True, slots=True, kw_only=True)
class _Telling:
    """What counts `now`, and what counted just `before` something was said."""

    now: Counting
    headings: Headings
    before: Mapping[str, Answer]

    def correction(self, item: Corrected) -> HistoryEntry:
        """Return the entry of a correction."""
        return self._entry(item.question, item.value, item.said.source, counts=self.now.over.get(item.question) is item)

    def answers(self, item: Given) -> Iterator[HistoryEntry]:
        """Yield the answers of a return."""
        for question, value in item.answers.items():
            counts = self.now.base is item and question not in self.now.over
            yield self._entry(question, value, item.source(question), counts=counts)

    def refused(self, item: Given) -> Iterator[HistoryEntry]:
        """Yield the cells that were not accepted; an empty one said nothing."""
        for issue in item.refused:
            question = issue["question"]
            if issue["value"] and question not in item.answers:
                why = f"{issue['reason']} {issue['remedy']}".strip()
                yield self._entry(question, issue["value"], item.source(question), issue=why)

    def _entry(
        self, question: str, value: Answer | None, source: Source, *, counts: bool = False, issue: str = ""
    ) -> HistoryEntry:
        return HistoryEntry(
            question=question,
            heading=self.headings.get(question, question),
            value=value,
            replaced=self.before.get(question),
            source=source,
            counts=counts,
            issue=issue,
        )
