"""What a person has to read although everything else in its mail was recorded."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from ozg_workflow.domain import german


class ToReadKind(StrEnum):
    """What there is to read; those of a sheet have the values of `survey.returns.NoteKind`."""

    COVER_TEXT = "cover_text"
    ADDED_LINE = "added_line"
    COMMENT = "comment"
    STRUCK_OUT = "struck_out"
    BESIDE = "beside"
    CALENDAR_COMMENT = "calendar_comment"
    OTHER_TIME = "other_time"
    BLANK_LIST_TEXT = "blank_list_text"
    AFTER_MOVE = "after_move"
    OF_NOBODY = "of_nobody"
    NO_ANSWER = "no_answer"


TO_READ_TITLES: Final = {
    ToReadKind.COVER_TEXT: "Begleittext",
    ToReadKind.ADDED_LINE: "zusätzliche Zeile",
    ToReadKind.COMMENT: "Kommentar",
    ToReadKind.STRUCK_OUT: "durchgestrichene Angabe",
    ToReadKind.BESIDE: "Text neben der Liste",
    ToReadKind.CALENDAR_COMMENT: "Text in einer Terminantwort",
    ToReadKind.OTHER_TIME: "anderer Terminvorschlag",
    ToReadKind.BLANK_LIST_TEXT: "Text zu einer leeren Liste",
    ToReadKind.AFTER_MOVE: "neue Angabe zu einer abgegebenen Leistung",
    ToReadKind.OF_NOBODY: "Angaben zu entfallenen Leistungen",
    ToReadKind.NO_ANSWER: "Liste ohne Angabe zu ihren Leistungen",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ToRead:
    """One thing to read: of which kind, where it stands (`Amt 33, Zelle C7`, empty for the mail itself), and its text.

    Of an added line also the list it was written below, its `line` and, in `data`, `key`, `name` and `cells`.
    """

    kind: ToReadKind
    text: str
    place: str = ""
    list_id: int | None = None
    line: int | None = None
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What it is and where it stands, in words."""
        return titled(self.kind, self.place)


def titled(kind: ToReadKind, place: str) -> str:
    """Return what there is to read and where it stands: `Kommentar (Amt 33, Zelle C7)`."""
    return TO_READ_TITLES[kind] + (f" ({place})" if place else "")


def kinds_in_words(kinds: Iterable[ToReadKind]) -> str:
    """Return the kinds of what there is to read, each once: `Begleittext und Kommentar`."""
    return german.join([TO_READ_TITLES[kind] for kind in dict.fromkeys(kinds)])
