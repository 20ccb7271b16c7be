"""Which round is meant, and which of its lists are not back."""

from datetime import date
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ozg_workflow.database.columns import columns, value
from ozg_workflow.database.models import Round, ServiceList
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.survey.service_list import FINAL_STATES, RoundKind
from ozg_workflow.usecases.step.work import Work

SURVEY_KEY: Final = "erhebung-1"  # the first survey; the others repeat it
_NEWEST_SURVEY: Final = (
    select(Round)
    .where(Round.rollout_id == bindparam("rollout"), Round.kind == RoundKind.SURVEY)
    .order_by(Round.id.desc())
    .limit(1)
)
_NEWEST_SURVEY_KEY: Final = _NEWEST_SURVEY.with_only_columns(Round.key)
_OPENED: Final = (
    select(Round.key, Round.kind)
    .where(Round.rollout_id == bindparam("rollout"), Round.opened_on <= bindparam("today"))
    .order_by(Round.id)
)
_ROUNDS: Final = select(Round).where(Round.rollout_id == bindparam("rollout")).order_by(Round.id)


def survey_round(work: Work) -> Round | None:
    """Return the survey of the rollout, None before the lists were sent."""
    return work.session.scalar(_NEWEST_SURVEY, {"rollout": work.rollout.id})


def newest_survey(work: Work) -> str:
    """Return the key of the survey, empty before the lists were sent."""
    return value(work.session, _NEWEST_SURVEY_KEY, {"rollout": work.rollout.id}) or ""


def current_rounds(work: Work, today: date) -> frozenset[str]:
    """Return the keys of the rounds the return rate is about: the newest survey of a day and all progress queries."""
    rounds = [(round_.key, round_.kind) for round_ in work.rounds if round_.opened_on <= today]
    surveys = [key for key, kind in rounds if kind is RoundKind.SURVEY]
    return frozenset(key for key, _ in rounds if key not in surveys[:-1])


def newest_round(work: Work, today: date) -> tuple[str, RoundKind]:
    """Return key and kind of the round that was opened last on a day or before it; an empty key before the first."""
    rounds = columns(work.session, _OPENED, {"rollout": work.rollout.id, "today": today})
    return (rounds[-1].key, rounds[-1].kind) if rounds else ("", RoundKind.SURVEY)


def find_round(work: Work, key: str | None) -> Round:
    """Return the round with this key, the newest survey without one. Raises InputError naming the choices."""
    if key is None:
        round_ = survey_round(work)
        if round_ is None:
            raise InputError("Es gibt noch keine Erhebungsrunde; sie beginnt mit „ozg send-lists“.")
        return round_
    rounds = {r.key: r for r in work.session.scalars(_ROUNDS, {"rollout": work.rollout.id})}
    if key not in rounds:
        raise InputError(f"Die Runde „{key}“ gibt es nicht. Vorhanden: {', '.join(rounds) or 'keine'}.")
    return rounds[key]


def missing_lists(session: Session, round_: Round) -> list[ServiceList]:
    """Return the lists of a round that are not back, by id; one whose mail is still held or waiting is not back either."""
    query = select(ServiceList).where(ServiceList.round_id == round_.id, ServiceList.state.not_in(FINAL_STATES))
    return list(session.scalars(query.order_by(ServiceList.id)))


def closed_remark(session: Session, round_: Round) -> tuple[str, ...]:
    """Return what the sender of a list of a closed round is told: it counts, but nobody may be counting any more."""
    if round_.closed_at is None:
        return ()
    since = german.local_time(round_.closed_at)[:10]
    later = select(Round).where(Round.rollout_id == round_.rollout_id, Round.kind == round_.kind, Round.id > round_.id)
    newer = session.scalar(later.order_by(Round.id.desc()).limit(1))
    if newer:
        return (
            (
                f"Diese Liste gehört zu „{round_.title}“, die seit dem {since} geschlossen ist. Ihre Angaben sind gespeichert; "
                f"ausgewertet wird inzwischen „{newer.title}“. Bitte senden Sie die Liste dieser Runde zurück."
            ),
        )
    return (
        (
            f"Die Erhebung ist seit dem {since} geschlossen. Ihre Angaben sind gespeichert; "
            "ob sie in die Auswertung noch einfließen, entscheidet die OZG-Koordination."
        ),
    )
