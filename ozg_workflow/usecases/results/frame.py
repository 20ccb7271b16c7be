"""What the waves of a plan have to fit into: the target, and the measures of earlier surveys that go on."""

from ozg_workflow.domain.results.board.proposed import Earlier, Frame
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.domain.results.prioritisation import Prioritisation
from ozg_workflow.usecases.results.measures import all_measures, is_open
from ozg_workflow.usecases.results.targets import target_of
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.questions.rounds import newest_survey


def earlier_measures(work: Work) -> tuple[Earlier, ...]:
    """Return the measures of earlier surveys that are still to be done: until the new decision they go on as agreed."""
    newest = newest_survey(work)
    return tuple(
        Earlier(
            service_id=m.service_id,
            name=m.service.name,
            office=m.office.number,
            rank=m.rank,
            wave=m.wave,
            starts_on=m.starts_on,
            target_on=m.target_on,
            begun=m.state is MeasureState.STARTED,
        )
        for m in all_measures(work)
        if m.round_key != newest and is_open(m)
    )


def frame_of(work: Work, plan: Prioritisation) -> Frame:
    """Return what the waves of a plan have to fit into today."""
    return Frame(agreed=plan, target=target_of(work.config), today=work.today, earlier=earlier_measures(work))
