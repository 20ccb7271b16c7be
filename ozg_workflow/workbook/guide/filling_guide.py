"""The Ausfüllhilfe as an accessible PDF."""

from dataclasses import asdict
from pathlib import Path
from typing import Final

from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.paper.typesetting import typeset
from ozg_workflow.workbook.guide.guide_content import GuideFacts, guide_content

TEMPLATE: Final = Path(__file__).with_name("filling_guide.typ")


def filling_guide_pdf(questionnaire: Questionnaire, scale: MaturityScale, facts: GuideFacts) -> bytes:
    """Return the guide as PDF/UA-1; the same arguments give the same bytes."""
    return typeset(TEMPLATE, asdict(guide_content(questionnaire, scale, facts)))
