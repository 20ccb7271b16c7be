"""Find the rollout of a step and its configuration."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sqlalchemy import Row, Text, bindparam, cast, or_, select
from sqlalchemy.orm import Session, object_session, sessionmaker

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import Milestone, Rollout, Round
from ozg_workflow.domain.errors import InputError, NotPreparedError
from ozg_workflow.usecases.step.stored_values import stored

if TYPE_CHECKING:
    from ozg_workflow.domain.plan.calendar import WorkingCalendar
    from ozg_workflow.domain.plan.timeline import Change
    from ozg_workflow.domain.rollout import RolloutConfig
    from ozg_workflow.domain.survey.maturity import MaturityScale
    from ozg_workflow.domain.survey.questionnaire import Questionnaire
    from ozg_workflow.usecases.step.work import Work

MOST_KEPT: Final = 64  # configurations and questionnaires of a process
K = TypeVar("K")
V = TypeVar("V")
# made once: SQLAlchemy takes longer to put a small question together than SQLite to answer it
_ROLLOUT: Final = select(Rollout).where(Rollout.key == bindparam("key"))
_LOCKED: Final = _ROLLOUT.with_for_update(key_share=True)
_CHANGES: Final = select(Milestone.key, Milestone.moved_to, Milestone.sequence).where(
    Milestone.rollout_id == bindparam("rollout"), or_(Milestone.moved_to.is_not(None), Milestone.sequence != 0)
)
_ROUNDS: Final[Any] = (
    select(
        Round.id,
        Round.key,
        Round.title,
        Round.kind,
        Round.opened_on,
        Round.closed_at,
        cast(Round.questionnaire, Text).label("questionnaire"),
    )
    .where(Round.rollout_id == bindparam("rollout"))
    .order_by(Round.id)
)


def find_rollout(session: Session, key: str, *, lock: bool = False) -> Rollout:
    """Return the rollout with this key; `lock` serialises steps that change it. Raises NotPreparedError.

    The lock leaves the key alone: rows that refer to the rollout can be stored meanwhile, so a delivery waits for nobody.
    """
    rollout = session.scalar(_LOCKED, {"key": key}) if lock else known_rollout(session, key)
    if rollout is None:
        raise NotPreparedError(f"Der Rollout „{key}“ ist noch nicht geladen.")
    return rollout


def known_rollout(session: Session, key: str) -> Rollout | None:
    """Return the rollout with this key, the one the session has read already; None where there is none."""
    known = next((item for item in session.identity_map.values() if isinstance(item, Rollout) and item.key == key), None)
    return known or session.scalar(_ROLLOUT, {"key": key})


def rollout_keys(sessions: sessionmaker[Session]) -> tuple[str, ...]:
    """Return the keys of all rollouts in the database."""
    with sessions() as session:
        return tuple(session.scalars(select(Rollout.key).order_by(Rollout.key)))


def only_rollout_key(session: Session, wanted: str | None) -> str:
    """Return `wanted` or the key of the only rollout. Raises InputError naming the choices."""
    keys = list(session.scalars(select(Rollout.key).order_by(Rollout.key)))
    if not keys:
        raise NotPreparedError
    if wanted is None and len(keys) == 1:
        return keys[0]
    if wanted in keys:
        return str(wanted)
    names = ", ".join(keys)
    if wanted is None:
        raise InputError(f"Es gibt mehrere Rollouts ({names}); bitte einen mit --rollout wählen.")
    raise InputError(f"Den Rollout „{wanted}“ gibt es nicht. Vorhanden: {names}.")


def meant_rollouts(sessions: sessionmaker[Session], wanted: str | None) -> tuple[str, ...]:
    """Return the key of the rollout that is wanted, all where none is named. Raises NotPreparedError, InputError naming the choices."""
    if wanted is None:
        keys = rollout_keys(sessions)
        if not keys:
            raise NotPreparedError
        return keys
    with sessions() as session:
        return (only_rollout_key(session, wanted),)


@lru_cache(maxsize=1)
def _adapters() -> tuple[Any, Any]:
    from pydantic import TypeAdapter

    from ozg_workflow.domain.rollout import RolloutConfig
    from ozg_workflow.domain.survey.questionnaire import Questionnaire

    return TypeAdapter(RolloutConfig), TypeAdapter(Questionnaire)


_configs: "dict[str, RolloutConfig]" = {}


def config_of(rollout: Rollout, sender: str = "") -> "RolloutConfig":
    """Return the configuration the rollout was prepared with, its timeline as it is in force; `sender` replaces its own.

    Everybody who asks for a date gets it here: a moved milestone lies on its new day for all of them. Raises InputError where what is
    stored does not fit this version.
    """
    from ozg_workflow.domain.plan.timeline import in_force
    from ozg_workflow.domain.rollout import with_sender

    config = stored_config(rollout)
    timeline = in_force(config.timeline, changes_of(_moved(rollout)))
    return with_sender(replace(config, timeline=timeline), sender)


def _keep(known: dict[K, V], key: K, value: V) -> None:
    """Remember what was read, and forget what has been known longest: a process that goes through hundreds of rollouts stays small."""
    if len(known) >= MOST_KEPT:
        known.pop(next(iter(known)))
    known[key] = value


def stored_config(rollout: Rollout) -> "RolloutConfig":
    """Return the configuration as it was when the rollout was prepared: not for dates, which may have moved. Raises InputError as above."""
    from ozg_workflow.domain.rollout import RolloutConfig

    if rollout.config_hash not in _configs:
        try:
            _keep(_configs, rollout.config_hash, stored(RolloutConfig, rollout.config))
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise InputError(
                f"Die gespeicherte Konfiguration von „{rollout.key}“ passt nicht zu dieser Version ({type(error).__name__}). "
                "Bitte „ozg prepare“ ausführen."
            ) from error
    return _configs[rollout.config_hash]


def changes_of(milestones: "Iterable[Milestone | Row[Any]]") -> "dict[str, Change]":
    """Return what has become of the milestones since timeline.yaml."""
    from ozg_workflow.domain.plan.timeline import Change

    return {m.key: Change(moved_to=m.moved_to, sequence=m.sequence) for m in milestones if m.moved_to or m.sequence}


def _moved(rollout: Rollout) -> "Iterable[Row[Any]]":
    session = object_session(rollout)
    changes: Any = _CHANGES
    return columns(session, changes, {"rollout": rollout.id}) if session else ()


def dump_config(config: "RolloutConfig") -> dict[str, Any]:
    """Return the configuration as JSON data."""
    data: dict[str, Any] = _adapters()[0].dump_python(config, mode="json")
    return data


def dump_questionnaire(questionnaire: "Questionnaire") -> dict[str, Any]:
    """Return a questionnaire as JSON data."""
    data: dict[str, Any] = _adapters()[1].dump_python(questionnaire, mode="json")
    return data


_questionnaires: "dict[int, tuple[dict[str, Any], Questionnaire]]" = {}


def questionnaire_of(round_: Round) -> "Questionnaire":
    """Return the questionnaire a round was sent with; read once and kept while the round has the same one."""
    from ozg_workflow.domain.survey.questionnaire import Questionnaire

    known = _questionnaires.get(round_.id)
    if known is None or known[0] != round_.questionnaire:
        known = (round_.questionnaire, stored(Questionnaire, round_.questionnaire))
        _keep(_questionnaires, round_.id, known)
    return known[1]


def scale_of(work: "Work", questionnaire: "Questionnaire") -> "MaturityScale":
    """Return the scale on which the levels of a questionnaire are given; that of the rollout where the round is older than scales of rounds."""
    return questionnaire.scale or work.prepared.scale


def scales_of(work: "Work") -> "dict[str, MaturityScale]":
    """Return round key → the scale on which its levels are given: after a change of scale an old answer keeps the words of its own."""
    return {round_.key: scale_of(work, read_questionnaire(round_.questionnaire)) for round_ in work.rounds}


def rounds_of(session: Session, rollout_id: int) -> Sequence[Row[Any]]:
    """Return id, key, title, kind, opened_on, closed_at and questionnaire (its JSON text) of all rounds, the oldest first."""
    return columns(session, _ROUNDS, {"rollout": rollout_id})


def questionnaires_of(session: Session, rollout_id: int) -> "tuple[Questionnaire, ...]":
    """Return the questionnaires of all rounds, the oldest first; what was read once is kept."""
    return tuple(read_questionnaire(round_.questionnaire) for round_ in rounds_of(session, rollout_id))


@lru_cache(maxsize=32)
def read_questionnaire(text: str) -> "Questionnaire":
    """Return the questionnaire that is stored as this JSON text; read once for each text."""
    from ozg_workflow.domain.survey.questionnaire import Questionnaire

    found: Questionnaire = stored(Questionnaire, json.loads(text))
    return found


def calendar_of(rollout: Rollout) -> "WorkingCalendar":
    """Return the working days of the town hall."""
    from ozg_workflow.domain.plan.calendar import WorkingCalendar

    calendar: WorkingCalendar = stored(WorkingCalendar, rollout.config["timeline"]["calendar"])
    return calendar
