"""What the Ausfüllhilfe says, once, for the sheet in the workbook and for the PDF."""

from dataclasses import dataclass
from datetime import date

from ozg_workflow.domain import german
from ozg_workflow.domain.survey.answers import validate_row
from ozg_workflow.domain.survey.cells import UNKNOWN_WORD, Cell
from ozg_workflow.domain.survey.kinds.registry import asked
from ozg_workflow.domain.survey.kinds.scale import level_label
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.question import Question
from ozg_workflow.domain.survey.questionnaire import Questionnaire, condition_text
from ozg_workflow.workbook.guide import guide_wording as wording
from ozg_workflow.workbook.guide.addresses import mail_addresses
from ozg_workflow.workbook.layout import FIXED_COLUMNS

EXAMPLE_SERVICE = "Wohnsitz anmelden"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnHelp:
    """Everything about one answer column, as readable text."""

    heading: str
    help: str
    allowed: str
    required: str
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleCell:
    """One cell of the worked example; `value` is empty where the cell stays empty, `note` says why."""

    heading: str
    value: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level of the maturity scale with a remark such as `Ziel der Umsetzung`."""

    label: str
    description: str
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with paragraphs."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """The whole Ausfüllhilfe. `short…` stand on top of the list itself; `steps` and `fixed` are (title, text).

    `document_title` tells this guide from all others; `addresses` are the mail addresses in it that are links.
    """

    city: str
    title: str
    document_title: str
    addresses: tuple[str, ...]
    intro: str
    short: str
    short_empty: str
    short_nil: str
    short_nil_empty: str
    due: str
    return_to: str
    contact: str
    steps: tuple[tuple[str, str], ...]
    fixed: tuple[tuple[str, str], ...]
    columns: tuple[ColumnHelp, ...]
    scale_title: str
    scale_source: str
    levels: tuple[Level, ...]
    example_service: str
    example: tuple[ExampleCell, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideFacts:
    """What a guide says beside the columns: whose it is, until when, and where to.

    `title` names the list, `round_title` the round it is sent in, `due_on` still counts in full. `responsibility_due_on` is the earlier day by which wrong responsibility
    should be reported, where the plan has one.
    """

    city: str
    title: str
    due_on: date
    return_to: str
    contact: str
    round_title: str = ""
    responsibility_due_on: date | None = None


def guide_content(questionnaire: Questionnaire, scale: MaturityScale, facts: GuideFacts) -> Guide:
    """Return the content of the Ausfüllhilfe; without a responsibility column nothing is said about being responsible."""
    due = german.long_date(facts.due_on)
    until = german.long_date(facts.responsibility_due_on) if facts.responsibility_due_on else None
    return Guide(
        city=facts.city,
        title=facts.title,
        document_title=_document_title(facts),
        addresses=mail_addresses(facts.return_to, facts.contact),
        intro=wording.intro(questionnaire, facts.city),
        short=wording.short(questionnaire),
        short_empty=wording.short_empty(),
        short_nil=wording.short_nil(questionnaire),
        short_nil_empty=wording.short_nil_empty(),
        due=due,
        return_to=facts.return_to,
        contact=facts.contact,
        steps=wording.steps(questionnaire, due, facts.return_to),
        fixed=tuple((column.heading, column.help) for column in FIXED_COLUMNS),
        columns=tuple(_column(questionnaire, scale, question) for question in questionnaire.questions),
        scale_title=scale.title,
        scale_source=scale.source,
        levels=tuple(_level(scale, level.value) for level in scale.levels),
        example_service=EXAMPLE_SERVICE,
        example=_example(questionnaire, scale),
        sections=(
            *_about_responsibility(questionnaire, until),
            Section(title="Fehlanzeige", paragraphs=(wording.nil_return(questionnaire),)),
            Section(title="Eine Leistung fehlt in der Liste?", paragraphs=(wording.missing_service(),)),
            Section(title="Bis wann und wohin?", paragraphs=wording.returning(due, facts.return_to)),
            Section(title="Fragen?", paragraphs=(f"Wir helfen gern: {facts.contact}",)),
        ),
    )


def _document_title(facts: GuideFacts) -> str:
    """Return what a window or a list of files calls this guide: no other one of any round or city has the same."""
    round_title = f" ({facts.round_title})" if facts.round_title else ""
    until = f"Rücksendung bis {german.short_date(facts.due_on)}"
    return f"Ausfüllhilfe zur {facts.title}{round_title} – {facts.city}, {until}"


def _column(questionnaire: Questionnaire, scale: MaturityScale, question: Question) -> ColumnHelp:
    column = asked(question, scale)
    return ColumnHelp(
        heading=question.heading,
        help=question.help,
        allowed=f"{column.allowed()} · „{UNKNOWN_WORD}“" if column.may_be_unknown else column.allowed(),
        required=condition_text(questionnaire, question, scale),
        example=question.example,
    )


def _level(scale: MaturityScale, value: int) -> Level:
    level = scale.level(value)
    marks = ((scale.compliant_level, "gilt als OZG-konform"), (scale.target_level, "Ziel der Umsetzung"))
    return Level(
        label=level_label(level) if level else str(value),
        description=level.description if level else "",
        remark=", ".join(text for marked, text in marks if marked == value),
    )


def _about_responsibility(questionnaire: Questionnaire, until: str | None) -> tuple[Section, ...]:
    if not questionnaire.responsibility:
        return ()
    return (Section(title="Ihr Amt ist nicht zuständig?", paragraphs=wording.not_responsible(questionnaire, until)),)


def _example(questionnaire: Questionnaire, scale: MaturityScale) -> tuple[ExampleCell, ...]:
    raw: dict[str, Cell] = {question.key: question.example for question in questionnaire.questions}
    answers: dict[str, object] = dict(validate_row(questionnaire, scale, raw).answers)
    return tuple(_example_cell(questionnaire, scale, question, answers) for question in questionnaire.questions)


def _example_cell(
    questionnaire: Questionnaire, scale: MaturityScale, question: Question, answers: dict[str, object]
) -> ExampleCell:
    note = condition_text(questionnaire, question, scale)
    refused = answers.get(questionnaire.responsibility or "") == "nein"
    if question.key == questionnaire.proposed_office and not refused:
        return ExampleCell(heading=question.heading, value="", note="bleibt leer, weil das Amt zuständig ist")
    if question.required_when and not questionnaire.is_required(question, answers):
        return ExampleCell(heading=question.heading, value="", note=f"bleibt hier leer ({note})")
    return ExampleCell(heading=question.heading, value=question.example, note=note)
