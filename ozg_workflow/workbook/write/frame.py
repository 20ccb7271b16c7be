"""What all lists of a round have in common: the questionnaire, the scale and the guide as a workbook can hold them, and the sheet `Ausfüllhilfe`."""

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ozg_workflow.domain.characters import each_text, xml_text
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.service_list import ListDocument
from ozg_workflow.workbook.guide.guide_content import Guide, GuideFacts, guide_content

if TYPE_CHECKING:
    from ozg_workflow.workbook.write.kept_sheet import WrittenSheet
    from ozg_workflow.workbook.write.pattern import Pattern

_Key = tuple[Questionnaire, MaturityScale, GuideFacts]


@dataclass(slots=True, kw_only=True)
class Frame:
    """All texts without characters that no XML file may hold; `guide_sheet` and `pattern` are there once a list was written."""

    made_of: _Key
    questionnaire: Questionnaire
    scale: MaturityScale
    guide: Guide
    guide_sheet: "WrittenSheet | None" = None
    pattern: "Pattern | None" = None


kept: Final[deque[Frame]] = deque(maxlen=8)  # those of the rounds that are written just now


def frame_of(document: ListDocument, questionnaire: Questionnaire, scale: MaturityScale) -> Frame:
    """Return the frame of a list, made once and kept."""
    made_of = questionnaire, scale, _facts(document, questionnaire)
    found = next((frame for frame in tuple(kept) if frame.made_of == made_of), None)
    if found is None:
        found = _made(made_of)
        kept.append(found)
    return found


def _made(made_of: _Key) -> Frame:
    questionnaire, scale, facts = made_of
    questionnaire, scale = each_text(questionnaire, xml_text), each_text(scale, xml_text)
    guide = each_text(guide_content(questionnaire, scale, facts), xml_text)
    return Frame(made_of=made_of, questionnaire=questionnaire, scale=scale, guide=guide)


def _facts(document: ListDocument, questionnaire: Questionnaire) -> GuideFacts:
    return GuideFacts(
        city=document.city,
        title=questionnaire.title,
        due_on=document.due_on,
        return_to=document.return_to,
        contact=document.contact,
        responsibility_due_on=document.responsibility_due_on,
    )
