"""The Ausfüllhilfe as an accessible PDF."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Final

from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.workbook.guide.guide_content import GuideFacts, guide_content

TEMPLATE: Final = Path(__file__).with_name("filling_guide.typ")


def filling_guide_pdf(questionnaire: Questionnaire, scale: MaturityScale, facts: GuideFacts) -> bytes:
    """Return the guide as PDF/UA-1 (ISO 14289-1, accessible); the same arguments give the same bytes."""
    import typst

    guide = guide_content(questionnaire, scale, facts)
    # fonts of the machine would make the pages differ from one place to another
    compiler = typst.Compiler(
        TEMPLATE, ignore_system_fonts=True, sys_inputs={"guide": json.dumps(asdict(guide), ensure_ascii=False)}
    )
    pdf = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=0)
    assert isinstance(pdf, bytes)  # noqa: S101 - a list comes only from page images
    return pdf
