"""What the paper for the board is made of, and that a city may say it in its own words."""

import shutil
import subprocess

import pytest

from ozg_workflow.database.models import Measure
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.results.implementation import MeasureState, plan_measures
from ozg_workflow.report.board.data import BoardPaper
from ozg_workflow.usecases.results.board.collect import Ranked, board_paper
from ozg_workflow.usecases.results.evaluate import scores_of
from ozg_workflow.usecases.results.papers import paper_of as stored_paper
from ozg_workflow.usecases.results.present import evaluation_or_fail
from ozg_workflow.usecases.results.targets import target_of
from ozg_workflow.usecases.survey.levels import last_levels
from tests.usecases.town import Town


def paper_of(town: Town) -> BoardPaper:
    with town.ctx().reading() as work:
        evaluation, levels = evaluation_or_fail(work), last_levels(work)
        scores = scores_of(evaluation)
        plans = plan_measures(scores, work.config.prioritisation.waves, levels, target_of(work.config), work.today)
        return board_paper(work, Ranked(evaluation=evaluation, scores=scores, plans=plans, levels=levels), ())


def test_the_plan_of_the_paper_is_the_one_the_board_decides_on(answered: Town) -> None:
    answered.draft_paper("2020-07-01")
    paper = paper_of(answered)
    with answered.ctx().reading() as work:
        stored = stored_paper(work, evaluation_or_fail(work))
        assert stored is not None
        assert stored.proposed == {str(service): wave for service, wave in paper.wave_of.items()}
    todo = [plan for plan in paper.proposed.measures if plan.state is not MeasureState.REACHED]
    assert sum(sum(row.measures) for row in paper.proposed.departments) == paper.proposed.total.measures == len(todo) > 0
    assert sum(effort.days for effort in paper.proposed.efforts) == paper.proposed.total.days
    assert paper.proposed.total.staff_known > 0


def test_agreed_days_and_dependencies_of_measures_are_known(started: Town) -> None:
    started.change(Measure, Measure.id == 1, effort_days=3, depends_on=2, state=MeasureState.PLANNED)
    paper = paper_of(started)
    assert paper.proposed.total.agreed <= 1
    assert paper.proposed.risks.waiting == 1


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_a_city_says_it_in_its_own_words(answered: Town) -> None:
    folder = answered.home / "templates" / "paper"
    folder.mkdir(parents=True)
    (folder / "vorlage.md.j2").write_text(
        "# Bitte um Zustimmung\n\nDie {{ city }} bittet um **Zustimmung**.\n\n[[Dezernate]]\n", encoding="utf-8"
    )
    answered.draft_paper("2020-07-01")
    pdf = answered.home / "var" / "reports" / "bielefeld-2020" / "vorlage.pdf"
    text = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True).stdout.decode()
    assert "Die Stadt Bielefeld bittet um Zustimmung." in text
    assert "Beschlussvorschlag" not in text


def test_a_mistake_in_a_text_is_named_and_nothing_is_changed(answered: Town) -> None:
    answered.do("evaluate")
    folder = answered.home / "templates" / "paper"
    folder.mkdir(parents=True)
    (folder / "folien.md.j2").write_text("# {{ title }}\n\n# Zweite\n\n{{ stadt }}\n", encoding="utf-8")
    answered.day("2020-07-01")
    before = answered.dump()
    with pytest.raises(InputError, match=r"Textvorlage paper/folien\.md\.j2:5: Der Wert „stadt“ fehlt\."):
        answered.do("present")
    assert answered.dump() == before
    assert not (answered.home / "var" / "reports" / "bielefeld-2020" / "vorlage.pdf").exists()
