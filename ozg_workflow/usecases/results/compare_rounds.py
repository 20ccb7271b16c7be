"""Compare the newest survey with the one it repeats."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Office, Round, ServiceList
from ozg_workflow.domain.results.comparison import Beside, Comparison, OfficeChange, RankedRound, ReturnRate, compare
from ozg_workflow.domain.results.evaluating import rank
from ozg_workflow.domain.results.prioritisation import Candidate, Score
from ozg_workflow.domain.rollout import RolloutConfig
from ozg_workflow.domain.survey.service_list import BACK, ListState
from ozg_workflow.usecases.results.candidates import additive_questions, candidates
from ozg_workflow.usecases.results.cycles.measures_compared import measures_compared
from ozg_workflow.usecases.results.weights.ruled import with_rules
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.questions.rounds import survey_round


def comparison(work: Work, round_: Round, found: Sequence[Candidate], scores: Sequence[Score]) -> Comparison | None:
    """Return the comparison, None for a first round. The earlier answers are ranked anew: same services, same weights."""
    if round_.previous_id is None:
        return None
    earlier = work.session.get_one(Round, round_.previous_id)
    known = with_rules(work, candidates(work, earlier, additive_questions(work.config)), work.config.prioritisation)
    ranked = rank(work.config.prioritisation, known)
    return compare(
        _ranked(work, earlier, known, ranked),
        _ranked(work, round_, found, scores),
        Beside(
            offices=_offices(work, earlier, round_),
            headings={question.key: question.heading for question in work.config.questionnaire.questions},
            measures=measures_compared(work, earlier, round_),
        ),
    )


def years_compared(work: Work, scores: Sequence[Score]) -> Comparison | None:
    """Return the newest survey beside the one it repeats; None for the first."""
    round_ = survey_round(work)
    if round_ is None or round_.previous_id is None:
        return None
    return comparison(work, round_, candidates(work, round_, additive_questions(work.config)), scores)


def _ranked(work: Work, round_: Round, found: Sequence[Candidate], scores: Sequence[Score]) -> RankedRound:
    answers = {candidate.service_id: candidate.answers for candidate in found}
    return RankedRound(title=round_.title, scores=scores, levels=_levels(work.config, found), answers=answers)


def _levels(config: RolloutConfig, found: Sequence[Candidate]) -> dict[int, int]:
    levels = ((c.service_id, c.answers.get(config.maturity_question)) for c in found)
    return {service_id: level for service_id, level in levels if isinstance(level, int)}


def _offices(work: Work, *rounds: Round) -> list[OfficeChange]:
    before, after = (_rates(work.session, round_) for round_ in rounds)
    numbers = work.session.scalars(select(Office.number).where(Office.rollout_id == work.rollout.id).order_by(Office.id))
    return [
        OfficeChange(office=number, before=before.get(number, ReturnRate()), after=after.get(number, ReturnRate()))
        for number in numbers
        if number in before or number in after
    ]


def _rates(session: Session, round_: Round) -> dict[str, ReturnRate]:
    query = (
        select(Office.number, ServiceList.state, func.count())
        .join(ServiceList, ServiceList.office_id == Office.id)
        .where(ServiceList.round_id == round_.id, ServiceList.state != ListState.SUPERSEDED)
        .group_by(Office.number, ServiceList.state)
    )
    states: dict[str, Counter[ListState]] = {}
    for number, state, count in session.execute(query):
        states.setdefault(number, Counter())[state] = count
    return {n: ReturnRate(lists=c.total(), returned=sum(c[state] for state in BACK)) for n, c in states.items()}
