"""One question: a column of the Amtsliste as questionnaire.yaml describes it. What its kind makes of it stands in `kinds`."""

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a cell of a column may hold; the class of each kind stands in `kinds`."""

    CHOICE = "choice"
    SCALE = "scale"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    URL = "url"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One allowed value: `value` is stored, `label` is what people read and pick."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One column. It is required always (`required`) or where all of `required_when` hold (question → stored values).

    `unknown`: "unbekannt" is an answer; not given, it is one to questions for estimates.
    """

    key: str
    heading: str
    kind: Kind
    help: str
    example: str
    values: tuple[Choice, ...] = ()
    required: bool = False
    required_when: dict[str, tuple[str, ...]] = field(default_factory=dict)
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    unknown: bool | None = None
    width: int = 16
