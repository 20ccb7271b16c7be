"""Other weights are compared with the agreed ones, and the database knows nothing of it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import Base
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.results.prioritisation import Prioritisation
from ozg_workflow.usecases.results.papers import paper_to_decide
from ozg_workflow.usecases.results.proposals import proposals_of
from ozg_workflow.usecases.results.weights.try_weights import try_weights_file, try_weights_form
from tests.usecases.town import Town, new_workspace, town_data


def everything(town: Town) -> dict[str, list[Any]]:
    """Every row of every table."""
    with town.session() as session:
        return {t.name: list(session.execute(select(t).order_by(*t.primary_key))) for t in Base.metadata.sorted_tables}


def weights(town: Town) -> Path:
    if not (town.home / "config").exists():
        new_workspace(town.home)
    return town.home / "config" / "bielefeld-2020" / "prioritisation.yaml"


def entwurf(town: Town, *changes: tuple[str, str]) -> Path:
    text = weights(town).read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    file = town.home / "config" / "bielefeld-2020" / "entwurf.yaml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.both_databases
def test_nothing_is_stored_and_no_report_changes(answered: Town) -> None:
    answered.do("evaluate")
    reports = answered.home / "var" / "reports"
    before = everything(answered), {p: p.read_bytes() for p in reports.rglob("*") if p.is_file()}
    file = entwurf(answered, ("legal_barrier: [excluded]", "legal_barrier: []"), ("capacity: 12", "capacity: 1"))
    trial, hints = try_weights_file(answered.ctx(), file)
    assert hints == ()
    assert (everything(answered), {p: p.read_bytes() for p in reports.rglob("*") if p.is_file()}) == before
    (freed,) = (s for s in trial.shifts if s.ref == "L5")
    assert freed.changes_block
    waves = [s.after.wave for s in trial.shifts if s.after.rank is not None]
    assert waves.count("Erste Verfahren 2020") == 1
    reached = ""  # what is at its target gets no wave
    assert {s.before.wave for s in trial.shifts if s.before.rank is not None} == {"Erste Verfahren 2020", reached}


def load(town: Town, plan: Prioritisation) -> None:
    data = town_data()
    town.prepare(replace(data, config=replace(data.config, prioritisation=plan)))


def proposed_waves(town: Town) -> dict[str, str]:
    """Ref → title of the wave that is proposed to the board."""
    town.draft_paper("2020-07-01")
    with town.ctx().reading() as work:
        titles = {wave.key: wave.title for wave in work.config.prioritisation.waves}
        return {proposal.ref: titles[proposal.wave] for proposal in proposals_of(*paper_to_decide(work))}


def test_the_waves_of_a_trial_are_those_that_would_come_with_the_capacity_of_the_offices(answered: Town) -> None:
    with answered.ctx().reading() as work:
        agreed = work.config.prioritisation
    load(answered, replace(agreed, version="1.1", capacity_per_office=1))
    file = entwurf(
        answered, ('version: "1.0"', 'version: "1.2"\ncapacity_per_office: 1\noffice_capacities: [{office: "33", measures: 3}]')
    )
    trial, _ = try_weights_file(answered.ctx(), file)
    before, after = (
        {s.ref: getattr(s, when).wave for s in trial.shifts if getattr(s, when).wave} for when in ("before", "after")
    )
    assert before.items() <= proposed_waves(answered).items()
    load(answered, trial.tried)
    assert after.items() <= proposed_waves(answered).items()
    assert set(before.values()) == set(after.values()) == {"Erste Verfahren 2020", "Zweite Welle 2021"}
    assert {s.ref for s in trial.changed} == {ref for ref in before if before[ref] != after[ref]} != set()


def test_the_agreed_weights_change_nothing_and_need_no_evaluation(answered: Town) -> None:
    trial, _ = try_weights_file(answered.ctx(), weights(answered))
    assert trial.changed == ()
    assert len(trial.shifts) == 8


def test_a_form_takes_single_weights_and_a_file_of_the_rollout(answered: Town) -> None:
    entwurf(answered, ("capacity: 12", "capacity: 1"))
    trial, _ = try_weights_form(answered.ctx(), "entwurf.yaml", "personaleinsatz: 90")
    assert {c.key: c.weight for c in trial.tried.criteria}["personaleinsatz"] == 90
    assert trial.tried.waves[0].capacity == 1
    alone, _ = try_weights_form(answered.ctx(), "", "Personaleinsatz: 90")
    assert alone.tried.waves == alone.agreed.waves


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("", "Bitte eine Datei nennen oder einzelne Gewichte angeben."),
        (
            "../../secret.yaml",
            "Die Datei „../../secret.yaml“ liegt nicht im Ordner des Rollouts. Dort liegen: prioritisation.yaml.",
        ),
        ("rollout.yaml", "Die Datei „rollout.yaml“ liegt nicht im Ordner des Rollouts. Dort liegen: prioritisation.yaml."),
    ],
)
def test_a_form_reaches_no_other_file(answered: Town, file: str, words: str) -> None:
    weights(answered)
    with pytest.raises(InputError) as error:
        try_weights_form(answered.ctx(), file, "")
    assert str(error.value) == words


def test_before_the_survey_there_is_nothing_to_compare(town: Town) -> None:
    with pytest.raises(InputError, match="noch keine Amtsliste verschickt"):
        try_weights_file(town.ctx(), weights(town))
