"""Write the workbooks of all lists into a folder, for looking at them or handing them over by other ways."""

from pathlib import Path

from sqlalchemy import select

from ozg_workflow.database.models import Round, ServiceList
from ozg_workflow.domain.survey.service_list import RoundKind
from ozg_workflow.usecases.step.context import Context, StepResult
from ozg_workflow.usecases.step.files import write_if_changed
from ozg_workflow.usecases.step.rollout_access import Directory, config_of, find_rollout
from ozg_workflow.usecases.survey.rounds import workbook_of
from ozg_workflow.usecases.survey.send_lists import filling_guide


def export_lists(ctx: Context, folder: Path) -> StepResult:
    """Write every list of every round; the survey's Ausfüllhilfe beside them."""
    result = StepResult(title="Amtslisten ausgeben")
    with ctx.sessions() as session:
        rollout = find_rollout(ctx, session)
        config, directory = config_of(ctx, rollout), Directory(ctx, session, rollout)
        rounds = list(session.scalars(select(Round).where(Round.rollout_id == rollout.id).order_by(Round.id)))
        for round_ in rounds:
            target = folder / round_.key
            for item in session.scalars(select(ServiceList).where(ServiceList.round_id == round_.id).order_by(ServiceList.id)):
                book = workbook_of(ctx, config, directory, item)
                write_if_changed(target / book.name, book.content, result)
            if round_.kind is RoundKind.SURVEY:
                guide = filling_guide(config, round_)
                write_if_changed(target / guide.name, guide.content, result)
        if not rounds:
            result.say("Es gibt noch keine Listen; sie entstehen mit „ozg send-lists“.")
    return result
