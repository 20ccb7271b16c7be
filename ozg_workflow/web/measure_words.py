"""What is agreed about a measure, in words."""

from ozg_workflow.domain.cockpit.results import MeasureLine
from ozg_workflow.domain.results.routes import ROUTE_TITLES
from ozg_workflow.domain.results.terms import FIELD_TITLES, Field


def agreed_words(line: MeasureLine) -> dict[str, str]:
    """Return title → text of what the line of a measure does not show elsewhere; the text is empty where nothing is agreed."""
    texts = {
        Field.ROUTE: ROUTE_TITLES[line.route] if line.route else "",
        Field.CONTACT: line.contact,
        Field.EFFORT_DAYS: "" if line.effort_days is None else str(line.effort_days),
        Field.DEPENDS_ON: "" if line.depends_on is None else str(line.depends_on),
        Field.NOTE: line.note,
    }
    return {"Nr.": str(line.id)} | {FIELD_TITLES[field]: text for field, text in texts.items()}
