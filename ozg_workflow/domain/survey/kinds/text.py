"""Free text and internet addresses."""

import re
from typing import Final

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.domain.survey.cells import Answer, Cell, shown
from ozg_workflow.domain.survey.kinds.asked import AskedQuestion, Refusal
from ozg_workflow.domain.survey.kinds.cell_rule import AS_TEXT
from ozg_workflow.domain.survey.question import Kind

LONGEST_TEXT: Final = 2000  # characters
_ADDRESS: Final = late(r"https?://[\w.-]+\.[a-zA-Z]{2,}(?::\d+)?(?:[/?#]\S*)?")
_FILE: Final = late(r"[^/?#]+\.(?:pdf|docx?|xlsx?|odt|ods|rtf|txt|html?|zip|jpe?g|png|msg|eml)", re.IGNORECASE)


class TextQuestion(AskedQuestion):
    """Text as it is, without the blanks around it."""

    kind = Kind.TEXT
    look = AS_TEXT
    stays_open = True
    free = True

    def allowed(self) -> str:
        """Say that there is no form."""
        return "freier Text"

    def _parse(self, cell: Cell) -> Answer | Refusal:
        text = shown(cell)
        if len(text) > LONGEST_TEXT:
            return Refusal(reason="Der Text ist zu lang.", remedy=f"Bitte auf höchstens {LONGEST_TEXT} Zeichen kürzen.")
        return self._accept(text)

    def _accept(self, text: str) -> Answer | Refusal:
        return text


class UrlQuestion(TextQuestion):
    """An internet address; `https://` is added where it has no scheme."""

    kind = Kind.URL
    none_words = frozenset(
        {"nein", "ohne", "kein", "keine", "keines", "keins", "keine vorhanden", "nicht vorhanden", "gibt es nicht", "noch nicht"}
    )
    stays_open = False
    free = False

    def allowed(self) -> str:
        """Name it."""
        return "Internetadresse"

    def _accept(self, text: str) -> Answer | Refusal:
        address = text if "://" in text else f"https://{text}"
        if _FILE.fullmatch(text) or not _ADDRESS.fullmatch(address):  # `Antrag.pdf` is a file of the office, no host
            return Refusal(reason="Das ist keine Internetadresse.", remedy=self.remedy())
        return address
