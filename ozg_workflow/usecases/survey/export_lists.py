"""Write the workbooks of all lists into a folder, for looking at them or handing them over by other ways."""

from pathlib import Path

from sqlalchemy import select

from ozg_workflow.database.models import Round, ServiceList
from ozg_workflow.domain.survey.service_list import RoundKind
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.files import write_if_changed
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.survey.rounds import workbook_of
from ozg_workflow.usecases.survey.send_lists import filling_guide


def export_lists(ctx: Context, folder: Path) -> StepResult:
    """Write every list of every round; the survey's Ausfüllhilfe beside them."""
    with ctx.reading("Amtslisten ausgeben") as work:
        work.config, work.directory = work.config, work.directory
        rounds = list(work.session.scalars(select(Round).where(Round.rollout_id == work.rollout.id).order_by(Round.id)))
        for round_ in rounds:
            target = folder / round_.key
            for item in work.session.scalars(
                select(ServiceList).where(ServiceList.round_id == round_.id).order_by(ServiceList.id)
            ):
                book = workbook_of(work, item)
                write_if_changed(work, target / book.name, book.content)
            if round_.kind is RoundKind.SURVEY:
                guide = filling_guide(work.config, round_)
                write_if_changed(work, target / guide.name, guide.content)
        if not rounds:
            work.say("Es gibt noch keine Listen; sie entstehen mit „ozg send-lists“.")
    return work.result
