"""The Ausfüllhilfe as an accessible PDF."""

from dataclasses import asdict
from pathlib import Path
from typing import Final

from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.paper.typesetting import typeset
from ozg_workflow.workbook.guide.addresses import linked
from ozg_workflow.workbook.guide.guide_content import Guide, GuideFacts, guide_content

TEMPLATE: Final = Path(__file__).with_name("filling_guide.typ")


def filling_guide_pdf(questionnaire: Questionnaire, scale: MaturityScale, facts: GuideFacts) -> bytes:
    """Return the guide as PDF/UA-1; the same arguments give the same bytes."""
    guide = guide_content(questionnaire, scale, facts)
    return typeset(TEMPLATE, asdict(guide) | _with_links(guide))


def _with_links(guide: Guide) -> dict[str, object]:
    """Return the texts that may name an address, in pieces."""

    def parts(text: str) -> list[dict[str, str]]:
        return [asdict(part) for part in linked(text, guide.addresses)]

    return {
        "return_to": parts(guide.return_to),
        "contact": parts(guide.contact),
        "steps": [(title, parts(text)) for title, text in guide.steps],
        "sections": [{"title": s.title, "paragraphs": [parts(text) for text in s.paragraphs]} for s in guide.sections],
    }
