"""`timeline.yaml`: milestones, reminders, progress and days off."""

import re
from dataclasses import dataclass
from typing import Any

from ozg_workflow.domain.checks.course import course_findings
from ozg_workflow.domain.checks.timeline import timeline_findings
from ozg_workflow.domain.errors import Problem
from ozg_workflow.domain.plan.calendar import WorkingCalendar
from ozg_workflow.domain.plan.days import DayRule
from ozg_workflow.domain.plan.timeline import Milestone, Precision, ProgressPlan, ReminderPlan, Timeline
from ozg_workflow.workspace.documents import Document, parse


@dataclass(frozen=True, slots=True, kw_only=True)
class _TimelineFile:
    milestones: tuple[Milestone, ...]
    reminders: ReminderPlan
    progress: ProgressPlan = ProgressPlan()
    supplement_working_days: int = 10
    state: str = "NW"
    catholic: bool | None = None
    closed_days: tuple[DayRule, ...] = WorkingCalendar().closed_days
    open_days: tuple[DayRule, ...] = ()


def read_timeline(document: Document, problems: list[Problem], hints: list[Problem]) -> Timeline | None:
    """Return the plan in a document; what is wrong with it is added to `problems` and `hints`, None where it cannot be read."""
    problems += _complete_days(document)
    loaded = parse(document, _TimelineFile, problems)
    if loaded is None:
        return None
    timeline = Timeline(
        milestones=loaded.milestones,
        reminders=loaded.reminders,
        progress=loaded.progress,
        supplement_working_days=loaded.supplement_working_days,
        calendar=WorkingCalendar(
            state=loaded.state, catholic=loaded.catholic, closed_days=loaded.closed_days, open_days=loaded.open_days
        ),
    )
    before = len(problems)
    document.tell(timeline_findings(timeline), problems, hints)
    if len(problems) == before:
        document.tell(course_findings(timeline), problems, hints)
    return timeline


def _complete_days(document: Document) -> list[Problem]:
    """Turn a month such as `2020-07` into its first day and a day off such as `12-24` into a rule; tell of months that should be days."""
    problems = []
    data = document.data if isinstance(document.data, dict) else {}
    for n, entry in enumerate(_list(data, "milestones")):
        if isinstance(entry, dict) and re.fullmatch(r"\d{4}-\d{2}", str(entry.get("planned_on"))):
            if entry.get("precision") != Precision.MONTH:
                message = (
                    f"„{entry['planned_on']}“ nennt nur einen Monat; hier gehört ein Tag hin (JJJJ-MM-TT), oder precision: month."
                )
                problems.append(document.problem(("milestones", n, "planned_on"), message))
            entry["planned_on"] = f"{entry['planned_on']}-01"
    for name in ("closed_days", "open_days"):
        days = _list(data, name)
        days[:] = [{"day": day} if isinstance(day, str) else day for day in days]
    return problems


def _list(data: dict[str, Any], field: str) -> list[Any]:
    found = data.get(field)
    return found if isinstance(found, list) else []
