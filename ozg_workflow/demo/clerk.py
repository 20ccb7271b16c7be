"""A clerk fills in a list: what the office knows, with its habits and its mistakes."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from ozg_workflow.demo.characters import (
    PROGRESS_MISTAKE,
    PROGRESS_MISTAKE_FROM,
    PROGRESS_MISTAKE_OFFICE,
    WRONG_PROPOSALS,
    Character,
    Manner,
    Mistake,
)
from ozg_workflow.demo.facts import facts_about, progress_cells, survey_cells
from ozg_workflow.demo.filling import Form, FormRow, Value

REFUSAL: Final[dict[str, Value]] = {"Zuständig?": "nein"}


class Clerk:
    """Fills in all lists of one office; remembers since when a service is asked about its progress."""

    def __init__(self, office: str, character: Character, *, seed: int) -> None:
        self.office, self.character, self._seed = office, character, seed
        self._first_asked: dict[str, date] = {}
        self._blundered = False

    def first_answer(self, content: bytes, day: date) -> bytes:
        """Fill in the Amtsliste as this office does it at first; a repeated one with the levels reached since."""
        form = Form(content)
        if self.character.manner is Manner.NIL:
            form.declare_nil()
            return form.saved()
        half = self.character.manner is Manner.HALF
        for row in form.rows[: (len(form.rows) + 1) // 2] if half else form.rows:
            form.fill(row, self._known_on(row, day))
        if self.character.manner is Manner.CARELESS:
            _blunder(form, self.character.mistakes)
        return form.saved()

    def supplement(self, content: bytes) -> bytes:
        """Fill in a Nachtrag."""
        form = Form(content)
        for row in form.rows:
            form.fill(row, self.known_about(row))
        return form.saved()

    def progress(self, content: bytes, day: date) -> bytes:
        """Fill in the question about the progress."""
        form = Form(content)
        for row in form.rows:
            form.fill(row, self._progress_of(row, day))
        if self.office == PROGRESS_MISTAKE_OFFICE and day >= PROGRESS_MISTAKE_FROM and not self._blundered:
            self._blundered = True
            _blunder(form, (PROGRESS_MISTAKE,))
        return form.saved()

    def corrected(self, content: bytes, cells: list[str], day: date) -> bytes:
        """Mend exactly the cells that were named, and complete the rows that are still blank."""
        form = Form(content)
        for address in cells:
            row, heading = form.row_at(address)
            form.fill(row, {heading: self._meant(form, row, heading, day)})
        for row in form.rows:
            if form.is_blank(row):
                form.fill(row, self._cells(form, row, day))
        return form.saved()

    def known_about(self, row: FormRow) -> Mapping[str, Value]:
        """Return the answers of the Amtsliste for one service."""
        wrong = WRONG_PROPOSALS.get(row.key)
        if wrong and wrong.office != self.office:
            return REFUSAL | ({"Zuständiges Amt": wrong.written} if wrong.written else {})
        return survey_cells(facts_about(self._seed, self.office, row), row.name)

    def _known_on(self, row: FormRow, day: date) -> Mapping[str, Value]:
        """Return the same once the service may have got further: at its level of the day."""
        known = self.known_about(row)
        if row.service not in self._first_asked:
            return known
        now = self._progress_of(row, day)
        return {**known, **{heading: now[heading] for heading in ("Stufe heute", "Internetadresse") if heading in now}}

    def _progress_of(self, row: FormRow, day: date) -> Mapping[str, Value]:
        asked = self._first_asked.setdefault(row.service, day)
        return progress_cells(self._seed, self.office, row, asked, day)

    def _cells(self, form: Form, row: FormRow, day: date) -> Mapping[str, Value]:
        return self._known_on(row, day) if form.asks_responsibility else self._progress_of(row, day)

    def _meant(self, form: Form, row: FormRow, heading: str, day: date) -> Value:
        known = {(m.number, m.heading): m.meant for m in self.character.mistakes if form.asks_responsibility}
        meant = known.get((row.number, heading))
        return meant if meant is not None else self._cells(form, row, day)[heading]


def _blunder(form: Form, mistakes: tuple[Mistake, ...]) -> None:
    rows = {row.number: row for row in form.rows}
    for mistake in mistakes:
        if row := rows.get(mistake.number):
            form.fill(row, dict(mistake.given))
            form.write(row, mistake.heading, mistake.value)
