"""One of several values: the office picks it, and what it writes instead is understood where only one can be meant."""

import re
from collections import Counter
from datetime import date
from functools import cached_property
from typing import Final

from ozg_workflow.domain.german import normalise
from ozg_workflow.domain.late_pattern import late
from ozg_workflow.domain.survey.cells import NO_WORDS, YES_WORDS, Answer, Cell, shown
from ozg_workflow.domain.survey.kinds.asked import AskedQuestion, Refusal, Silence, Understood
from ozg_workflow.domain.survey.question import Choice, Kind

NOT_OFFERED: Final = "Der Wert steht nicht in der Auswahlliste."
CONTRADICTION: Final = "Zahl und Text gehören nicht zum selben Wert der Auswahlliste."
_NUMBER_FIRST: Final = late(r"(?:(?:stufe|reifegrad|level):? ?)?\(?([0-9]+)\)?\.? ?[:=,/–-]? ?(\D*)")
_END: Final = late(r"(?:!+|(?<!\.)\.)$")  # of a sentence; several dots leave something open
_NUMBER_LAST: Final = late(r"(\D*[^\W\d])[ –-]*\(?(?:stufe )?([0-9]+)\)?")


class ChoiceQuestion(AskedQuestion):
    """A choice from the values of the question; the value is stored as text."""

    kind = Kind.CHOICE
    picks_values = True

    def allowed(self) -> str:
        """Name all labels."""
        return "Auswahl: " + " · ".join(_unbroken(choice.label) for choice in self.choices)

    def remedy(self) -> str:
        """Name all labels."""
        return "Bitte einen Wert aus der Auswahlliste wählen: " + ", ".join(c.label for c in self.choices) + "."

    def read(self, cell: Cell) -> Answer | Refusal | Understood | Silence:
        """Return the value that is meant: by its label, its number, the words of its label, or a word for yes or no.

        Words beside a number must be those of its label: `1 – Offline` was counted up by dragging `0 – Offline` down.
        """
        chosen = self._exact.get(cell) if isinstance(cell, str) else None  # nearly every cell is picked from the drop-down
        return self._stored(chosen) if chosen else super().read(cell)

    def label(self, answer: Answer) -> str:
        """Return the label of the value; a value that the question no longer has, as it is."""
        return next((c.label for c in self.choices if c.value == str(answer)), str(answer))

    def cell(self, answer: Answer) -> Cell:
        """Return the label."""
        return self.label(answer)

    def _parse(self, cell: Cell) -> Answer | Refusal | Understood:
        if isinstance(cell, date):  # a spreadsheet made it of `2-3`
            return Refusal(reason="In der Zelle steht ein Datum.", remedy=self.remedy())
        text = shown(cell)
        found = self._exact.get(text) or self._match(_END.sub("", normalise(text)))
        return self._stored(found) if isinstance(found, Choice) else Refusal(reason=found, remedy=self.remedy())

    def _match(self, wanted: str) -> Choice | str:
        """Return the choice that a text means, or why there is none (German)."""
        if found := self._normal.get(wanted):
            return found
        if wanted in YES_WORDS or wanted in NO_WORDS:
            return self._normal.get("ja" if wanted in YES_WORDS else "nein") or NOT_OFFERED
        if found := self._by_words.get(_compact(wanted)):
            return found
        number, words = _number_and_words(wanted)
        numbered = next((c for c in self.choices if c.value == number), None) if number else None
        if numbered is None:
            return NOT_OFFERED
        return numbered if not words or words in _words_of(numbered) else CONTRADICTION

    def _stored(self, choice: Choice) -> Answer:
        return choice.value

    def _silence(self, cell: Cell) -> Silence | None:
        silence = super()._silence(cell)
        return None if silence and isinstance(self._match(normalise(shown(cell))), Choice) else silence  # a label may say so

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

    @cached_property
    def _by_words(self) -> dict[str, Choice]:
        """The choices by the words of their labels, where only one has them."""
        texts = [(words, choice) for choice in self.choices for words in _words_of(choice)]
        counts = Counter(words for words, _ in texts)
        return {words: choice for words, choice in texts if words and counts[words] == 1}

    def _texts(self) -> list[tuple[str, Choice]]:
        """Return every text of every choice in such an order that the first choice wins where two have the same text."""
        return [(text, choice) for choice in reversed(self.choices) for text in (choice.value, choice.label)]


def _number_and_words(text: str) -> tuple[str, str]:
    """Return the one number at the edge of a text and the compact words beside it; both are empty where there is no such number."""
    if found := _NUMBER_FIRST.fullmatch(text):
        words = found[2].strip()
        return found[1], _compact(words[1:-1] if words.startswith("(") and words.endswith(")") else words)
    if found := _NUMBER_LAST.fullmatch(text):
        return found[2], _compact(found[1])
    return "", ""


def _words_of(choice: Choice) -> tuple[str, ...]:
    """Return the words of a label for comparing: without its number, and also without what it adds in brackets."""
    label, number = normalise(choice.label), re.escape(normalise(choice.value))
    words = re.sub(rf"^{number} ?[–.:)-] ?|^{number} (?=\w)| ?\({number}\)$", "", label)
    return tuple(dict.fromkeys(filter(None, (_compact(words), _compact(re.sub(r" ?\([^()]*\)$", "", words))))))


def _compact(text: str) -> str:
    """Return words without what is lost when they are retyped: blanks, hyphens and strokes between them."""
    return re.sub(r"[ –/-]+", "", text)


def _unbroken(label: str) -> str:
    """Return a label whose number is never alone on a line."""
    return re.sub(r" (?=\([0-9]+\)$)", "\u00a0", label.replace(" – ", "\u00a0–\u00a0", 1))
