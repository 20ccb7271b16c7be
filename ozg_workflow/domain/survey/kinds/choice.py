"""One of several values: the office picks it, and what it writes instead is understood where only one can be meant."""

import re
from functools import cached_property

from ozg_workflow.domain.german import normalise
from ozg_workflow.domain.survey.cells import NO_WORDS, YES_WORDS, Answer, Cell, shown
from ozg_workflow.domain.survey.kinds.asked import AskedQuestion, Refusal
from ozg_workflow.domain.survey.question import Choice, Kind


class ChoiceQuestion(AskedQuestion):
    """A choice from the values of the question; the value is stored as text."""

    kind = Kind.CHOICE
    picks_values = True

    def allowed(self) -> str:
        """Name all labels."""
        return "Auswahl: " + " · ".join(choice.label.replace(" – ", "\u00a0–\u00a0", 1) for choice in self.choices)

    def remedy(self) -> str:
        """Name all labels."""
        return "Bitte einen Wert aus der Auswahlliste wählen: " + ", ".join(c.label for c in self.choices) + "."

    def read(self, cell: Cell) -> Answer | Refusal:
        """Return the value that is meant: by its label, its number, the beginning of its label, or a word for yes or no."""
        chosen = self._exact.get(cell) if isinstance(cell, str) else None  # nearly every cell is picked from the drop-down
        return self._stored(chosen) if chosen else super().read(cell)

    def label(self, answer: Answer) -> str:
        """Return the label of the value; a value that the question no longer has, as it is."""
        return next((c.label for c in self.choices if c.value == str(answer)), str(answer))

    def cell(self, answer: Answer) -> Cell:
        """Return the label."""
        return self.label(answer)

    def _parse(self, cell: Cell) -> Answer | Refusal:
        text = shown(cell)
        found = self._exact.get(text) or self._match(normalise(text))
        if found is None:
            return Refusal(reason="Der Wert steht nicht in der Auswahlliste.", remedy=self.remedy())
        return self._stored(found)

    def _match(self, wanted: str) -> Choice | None:
        if found := self._normal.get(wanted):
            return found
        if wanted in YES_WORDS or wanted in NO_WORDS:
            return self._normal.get("ja" if wanted in YES_WORDS else "nein")
        number = re.fullmatch(r"(?:stufe )?(\d)(?:[ .:–-]\D*)?", wanted)  # a second number ("2-3") would be ambiguous
        if number:
            return next((c for c in self.choices if c.value == number[1]), None)
        starting = [c for c in self.choices if len(wanted) >= 4 and normalise(c.label).startswith(wanted)]
        return starting[0] if len(starting) == 1 else None

    def _stored(self, choice: Choice) -> Answer:
        return choice.value

    def _formula_remedy(self) -> str:
        return self.remedy()

    @cached_property
    def _exact(self) -> dict[str, Choice]:
        """The choices by what the drop-down writes."""
        return dict(self._texts())

    @cached_property
    def _normal(self) -> dict[str, Choice]:
        """The choices by any text that means the same."""
        return {normalise(text): choice for text, choice in self._texts()}

    def _texts(self) -> list[tuple[str, Choice]]:
        """Return every text of every choice in such an order that the first choice wins where two have the same text."""
        return [(text, choice) for choice in reversed(self.choices) for text in (choice.value, choice.label)]
