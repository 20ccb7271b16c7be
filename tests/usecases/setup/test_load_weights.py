"""A version of the weights means one thing: changed values need a new one, and an earlier one comes back with its papers."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.results.prioritisation import Prioritisation
from ozg_workflow.domain.rollout import RolloutData
from ozg_workflow.usecases.setup.prepare import prepare
from tests.usecases.town import Town, town_data

pytestmark = pytest.mark.both_databases


def weights(version: str, heavy: float | None = None, **values: Any) -> RolloutData:
    """The data of the town with another version; `heavy` is the weight of its first criterion."""
    data = town_data()
    plan: Prioritisation = replace(data.config.prioritisation, version=version, **values)
    if heavy is not None:
        plan = replace(plan, criteria=(replace(plan.criteria[0], weight=heavy), *plan.criteria[1:]))
    return replace(data, config=replace(data.config, prioritisation=plan))


def load(town: Town, data: RolloutData) -> list[str]:
    return prepare(town.ctx(), data).lines


def papers(town: Town) -> dict[str, bytes]:
    reports = town.home / "var" / "reports" / "bielefeld-2020"
    return {path.name: path.read_bytes() for path in reports.glob("*.*")}


def test_changed_weights_under_the_same_version_are_refused_and_change_nothing(town: Town) -> None:
    before = town.status()
    with pytest.raises(InputError, match=r"Die Version „1\.0“ ist mit anderen Werten bekannt .*, weight: 40 statt 25"):
        load(town, weights("1.0", heavy=40))
    waves = town_data().config.prioritisation.waves
    with pytest.raises(InputError, match="Welle „1“, capacity: 3 statt 12"):
        load(town, weights("1.0", waves=(replace(waves[0], capacity=3), *waves[1:])))
    assert town.status() == before
    assert "Die Datenbank entspricht bereits der Konfiguration, nichts geändert." in load(town, town_data())


def test_a_version_keeps_its_meaning_when_others_have_come_between(town: Town) -> None:
    load(town, weights("2.0", heavy=40))
    with pytest.raises(InputError, match=r"Die Version „1\.0“"):
        load(town, weights("1.0", heavy=30))
    load(town, weights("1.0"))
    with pytest.raises(InputError, match=r"Die Version „2\.0“"):
        load(town, weights("2.0", heavy=41))


def test_words_may_be_put_better_under_the_same_version(town: Town) -> None:
    assert "Rollout: 0 neu, 1 geändert, 0 entfallen" in load(town, weights("1.0", agreed_by=("Verwaltungsvorstand",)))
    assert "Die Datenbank entspricht bereits der Konfiguration, nichts geändert." in load(
        town, weights("1.0", agreed_by=("Verwaltungsvorstand",))
    )


def test_an_earlier_version_brings_back_its_ranking_and_its_papers(answered: Town) -> None:
    answered.do("evaluate")
    answered.day("2020-07-01", "present", "deliver")
    first, status = papers(answered), answered.status()["prioritisation"]
    assert sorted(first) == ["entscheidung.xlsx", "priorisierung.json", "priorisierung.xlsx", "vorlage.pdf", "vorlage.pptx"]
    assert status["version"] == "1.0"
    assert json.loads(first["priorisierung.json"])["version"] == "1.0"

    hint = load(answered, weights("2.0", heavy=90))
    assert any("Es gelten die Gewichte Version 2.0; die letzte Auswertung hat Version 1.0." in line for line in hint)
    with pytest.raises(InputError, match=r"Es gelten die Gewichte Version 2\.0; die letzte Auswertung hat Version 1\.0"):
        answered.do("present")
    answered.day("2020-07-02", "evaluate", "present", "deliver")
    second = papers(answered)
    assert all(second[name] != first[name] for name in first)
    assert answered.status()["prioritisation"]["version"] == "2.0"

    load(answered, weights("1.0"))
    lines = answered.do("evaluate").lines
    assert any("mit den Gewichten Version 1.0 gilt wieder." in line for line in lines)
    answered.day("2020-07-03", "present", "deliver")
    assert papers(answered) == first
    assert answered.status()["prioritisation"] == status
    assert len(answered.messages("board_draft")) == 2, "nobody gets the same paper twice"

    load(answered, weights("2.0", heavy=90))
    answered.day("2020-07-06", "evaluate", "present")
    assert papers(answered) == second


def test_the_papers_of_every_version_are_kept_side_by_side(answered: Town) -> None:
    for version, heavy in (("1.0", None), ("2.0", 90.0)):
        load(answered, weights(version, heavy))
        answered.do("evaluate")
        answered.do("present")
    kept: Path = answered.home / "var" / "reports" / "bielefeld-2020" / "vorlagen"
    assert sorted(folder.name.rpartition("-")[0] for folder in kept.iterdir()) == ["1.0", "2.0"]
    assert all(
        sorted(p.name for p in folder.iterdir()) == ["entscheidung.xlsx", "vorlage.pdf", "vorlage.pptx"]
        for folder in kept.iterdir()
    )
