"""The measures with their waves, page by page."""

from datetime import date

import pytest

from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.usecases.cockpit.measures import MeasureFilter, measures
from tests.usecases.town import Town


def test_before_the_implementation_there_is_none(answered: Town) -> None:
    found = measures(answered.ctx(), MeasureFilter(), page=1, size=5)
    assert (found.waves, found.lines.total, found.lines.rows) == ((), 0, ())


@pytest.mark.both_databases
def test_the_waves_count_what_the_lines_show(started: Town) -> None:
    found = measures(started.ctx(), MeasureFilter(), page=1, size=50)
    assert sum(wave.measures for wave in found.waves) == found.lines.total == len(found.lines.rows)
    assert sum(wave.reached for wave in found.waves) == 1
    reached = [line for line in found.lines.rows if line.state is MeasureState.REACHED]
    assert [(line.ref, line.level, line.target_level, line.delay_words) for line in reached] == [("L3", 4, 4, "")]


def test_measures_are_found_by_wave_office_state_and_words(started: Town) -> None:
    def refs(**wanted: str) -> set[str]:
        return {line.ref for line in measures(started.ctx(), MeasureFilter(**wanted), page=1, size=50).lines.rows}

    everything = refs()
    waves = [wave.key for wave in measures(started.ctx(), MeasureFilter(), page=1, size=1).waves]
    assert set().union(*(refs(wave=key) for key in waves)) == everything
    assert refs(office="33") == {"L2", "L3", "L4"}
    assert refs(state=MeasureState.REACHED) == {"L3"}
    assert refs(text="wohngeld") == {"L7"}


def test_what_has_not_reached_its_target_in_time_is_late(started: Town) -> None:
    started.clock.set(date(2023, 1, 2))
    late = {line.ref: line.delay_words for line in measures(started.ctx(), MeasureFilter(), page=1, size=50).lines.rows}
    assert late["L3"] == ""
    assert late["L2"].startswith("verspätet seit")
