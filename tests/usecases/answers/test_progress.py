"""A reported level moves the measure of its service."""

from dataclasses import replace
from datetime import date

from sqlalchemy import select

from ozg_workflow.database.models import Measure, Service
from ozg_workflow.usecases.answers.chosen import AnswerFilter
from ozg_workflow.usecases.answers.correct import Wish, correct
from ozg_workflow.usecases.answers.find import find_service
from ozg_workflow.usecases.answers.progress import note_progress
from ozg_workflow.usecases.answers.read import answer_lines
from ozg_workflow.usecases.survey.levels import last_levels
from ozg_workflow.usecases.survey.manage_rounds import close_round
from ozg_workflow.usecases.survey.open_round import open_round
from tests.usecases.town import GOOD, Town


def measures(town: Town) -> dict[str, str]:
    with town.session() as session:
        return {m.service.ref: str(m.state) for m in session.scalars(select(Measure))}


def test_a_level_below_the_target_takes_back_what_was_reached(started: Town) -> None:
    assert measures(started)["L3"] == "reached"
    with started.ctx().work() as work:
        ids = dict(work.session.execute(select(Service.ref, Service.id)).all())
        note_progress(work, ids["L3"], 3)
        note_progress(work, ids["L2"], 5)
        note_progress(work, ids["L1"], 4)  # not ranked, so it has no measure
    assert measures(started) == {**dict.fromkeys(("L3", "L4", "L6", "L7", "L8"), "started"), "L2": "reached"}
    with started.session() as session:
        moments = {m.service.ref: m.reached_at for m in session.scalars(select(Measure))}
    assert [ref for ref, moment in moments.items() if moment] == ["L2"]


def test_a_survey_that_is_answered_late_or_corrected_counts_too(started: Town) -> None:
    wish = Wish(office="33", service="L2", question="maturity_level", value="4", source="Telefonat")
    correct(started.ctx(), wish)
    assert measures(started)["L2"] == "reached"
    correct(started.ctx(), replace(wish, value="2"))
    assert measures(started)["L2"] == "started"
    started.send_back("50", good=GOOD | {"Stufe heute": 4, "Internetadresse": "https://stadt.example"})
    started.do("collect")
    assert (measures(started)["L7"], measures(started)["L8"]) == ("reached", "reached")


def test_a_level_in_a_line_that_does_not_count_is_not_the_level_of_the_service(started: Town) -> None:
    started.send_back("50", good={"Stufe heute": 4})  # the rest of the line is missing, so what was said before counts
    started.do("collect")
    assert measures(started)["L7"] == "started"
    with started.ctx().reading() as work:
        (line,), service = answer_lines(work, AnswerFilter(service="L7")), find_service(work, "L7")
        assert (line.answers["maturity_level"], last_levels(work)[service.id]) == (2, 2)


def test_a_repeated_survey_tells_what_is_reached_and_takes_nothing_back(started: Town) -> None:
    close_round(started.ctx())
    open_round(started.ctx(), date(2020, 11, 30))
    started.do("deliver")
    before = measures(started)
    assert (before["L2"], before["L3"]) == ("started", "reached")
    wish = Wish(office="33", service="L2", question="maturity_level", value="5", source="Telefonat")
    correct(started.ctx(), wish)
    correct(started.ctx(), replace(wish, service="L3", value="1"))
    assert measures(started) == {**before, "L2": "reached"}


def test_the_same_level_again_is_no_change(started: Town) -> None:
    before = started.dump()
    with started.ctx().work() as work:
        note_progress(work, work.session.scalars(select(Service.id).where(Service.ref == "L2")).one(), 2)
    assert started.dump() == before
