"""A repeated survey renews ranking, decision and measures; what was before stays readable."""

from datetime import date

import pytest

from ozg_workflow.database.models import BoardPaper, Evaluation, Measure, PastMeasure
from ozg_workflow.demo.board import alike
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.usecases.results.cycles.repeated import due_for_cycle
from ozg_workflow.usecases.results.decide import accept_paper
from ozg_workflow.usecases.results.papers import decided_paper, last_decided_paper
from ozg_workflow.usecases.results.release import release_paper
from ozg_workflow.usecases.survey.manage_rounds import close_round
from ozg_workflow.usecases.survey.open_round import open_round
from tests.report.conftest import pdf_text
from tests.usecases.results.measure_admin.test_plan_waves import with_capacity
from tests.usecases.town import Town

DUE = date(2021, 5, 14)


@pytest.fixture
def again(started: Town) -> Town:
    """The implementation has begun, and on 01.03.2021 the survey is repeated."""
    started.clock.set(date(2021, 3, 1))
    close_round(started.ctx())
    open_round(started.ctx(), DUE, title="Erhebung 2021")
    started.do("deliver")
    return started


def all_return(town: Town, level: int = 2) -> None:
    for office in ("33", "34", "50"):
        town.send_back(office, good={"Stufe heute": level, "Fallzahl pro Jahr": 77})
    town.send_back("10", nil="ja")
    town.day("2021-03-03", "collect", "deliver")


def decided_again(town: Town, day: str = "2021-06-08") -> None:
    """The second survey is over, evaluated, presented and accepted."""
    all_return(town)
    close_round(town.ctx())
    town.day("2021-06-07", "evaluate", "present", "deliver")
    town.clock.set(date.fromisoformat(day))
    release_paper(town.ctx(), confirmed=True)
    accept_paper(town.ctx())


def steps_due(town: Town) -> list[str]:
    with town.ctx().reading() as work:
        found = due_for_cycle(work)
        return [str(step) for step in found[1]] if found else []


def measures(town: Town) -> dict[int, Measure]:
    with town.session() as session:
        return {m.service_id: m for m in session.query(Measure)}


def test_the_first_survey_has_its_steps_from_the_plan(started: Town) -> None:
    assert steps_due(started) == []
    with started.session() as session:
        assert {e.round_key for e in session.query(Evaluation)} == {"erhebung-1"}
        assert {p.round_key for p in session.query(BoardPaper)} == {"erhebung-1"}
    assert {m.round_key for m in measures(started).values()} == {"erhebung-1"}


def test_the_old_decision_decides_nothing_about_the_new_survey(again: Town) -> None:
    with again.ctx().reading() as work:
        assert decided_paper(work) is None
        assert last_decided_paper(work) is not None
    with pytest.raises(InputError, match="„Erhebung 2021“ ist noch nicht ausgewertet"):
        again.do("start-implementation")
    with pytest.raises(InputError, match="noch keine Vorlage"):
        accept_paper(again.ctx())
    all_return(again)
    again.do("evaluate")
    with pytest.raises(InputError, match="Beschluss"):
        again.do("start-implementation")


def test_when_the_repeated_survey_is_over_the_day_evaluates_and_drafts_and_later_renews(again: Town) -> None:
    assert steps_due(again) == []
    all_return(again)
    again.day("2021-05-20")
    assert steps_due(again) == [], "the Kämmerei has not answered, and reminders go on"
    close_round(again.ctx())
    assert steps_due(again) == ["evaluate", "present"]
    _, errors = again.run_day("2021-06-07")
    assert errors == []
    assert steps_due(again) == []
    with again.session() as session:
        draft = session.query(BoardPaper).filter_by(round_key="erhebung-2").one()
        assert draft.released_at is None
    drafts = [letter for letter in again.letters() if "entscheidung.xlsx" in letter.attachments]
    assert drafts[-1].to == ("kerstin.lindner@bielefeld.example",), "only the coordinator gets the draft"
    again.clock.set(date(2021, 6, 8))
    release_paper(again.ctx(), confirmed=True)
    assert steps_due(again) == [], "nothing begins without a decision"
    accept_paper(again.ctx())
    assert steps_due(again) == ["start-implementation"]
    _, errors = again.run_day("2021-06-09")
    assert errors == []
    assert steps_due(again) == []
    assert "erhebung-2" in {m.round_key for m in measures(again).values()}


def test_a_measure_that_gets_its_wave_anew_forgets_why_it_was_shifted(again: Town) -> None:
    planned = {"state": MeasureState.PLANNED, "wave": "3", "starts_on": date(2022, 1, 3)}
    again.change(Measure, Measure.state == MeasureState.STARTED, shift="Welle 3 statt 1, weil …", **planned)
    decided_again(again)
    again.do("start-implementation")
    renewed = [m for m in measures(again).values() if m.round_key == "erhebung-2"]
    assert renewed
    assert {m.shift for m in renewed} == {""}


@pytest.mark.both_databases
def test_measures_under_way_go_on_and_what_they_were_is_kept(again: Town) -> None:
    again.change(Measure, Measure.id == 1, contact="Frau Muster")
    before = measures(again)
    decided_again(again)
    again.do("start-implementation", "deliver")
    after = measures(again)
    assert after.keys() >= before.keys(), "nothing is lost"
    renewed = {service for service, m in after.items() if m.round_key == "erhebung-2"}
    assert renewed
    for service in renewed & before.keys():
        if before[service].state is MeasureState.STARTED:
            assert (after[service].starts_on, after[service].target_on) == (before[service].starts_on, before[service].target_on)
        assert after[service].id == before[service].id
    assert "Frau Muster" in {m.contact for m in after.values()}
    with again.session() as session:
        past = {p.service_id: p for p in session.query(PastMeasure)}
    assert past.keys() == before.keys()
    assert {(s, p.rank, p.wave, p.state) for s, p in past.items()} == {(s, m.rank, m.wave, m.state) for s, m in before.items()}
    again.do("start-implementation")
    assert len(measures(again)) == len(after)
    with again.session() as session:
        assert session.query(PastMeasure).count() == len(past), "once"


def test_each_dezernat_hears_of_its_renewed_measures_once(again: Town) -> None:
    decided_again(again)
    again.new_letters()
    again.do("start-implementation", "deliver")
    letters = [letter for letter in again.new_letters() if "Maßnahmen" in letter.subject]
    assert letters
    assert all("nach „Erhebung 2021“ sind Rangfolge und Maßnahmen" in " ".join(letter.text.split()) for letter in letters)
    again.do("start-implementation", "deliver")
    assert again.new_letters() == []


def test_a_measure_that_has_not_begun_gets_the_wave_of_the_new_decision(again: Town) -> None:
    again.change(Measure, Measure.state == MeasureState.STARTED, state=MeasureState.PLANNED, wave="3", starts_on=date(2022, 1, 3))
    planned = {service for service, m in measures(again).items() if m.state is MeasureState.PLANNED}
    decided_again(again)
    again.do("start-implementation")
    renewed = {s: m for s, m in measures(again).items() if s in planned and m.round_key == "erhebung-2"}
    assert renewed
    assert {m.wave for m in renewed.values()} == {"1"}


def test_the_paper_and_the_final_report_compare_the_years(again: Town) -> None:
    decided_again(again)
    again.do("start-implementation", "deliver")
    folder = again.home / "var" / "reports" / "bielefeld-2020"
    paper = " ".join(pdf_text((folder / "vorlage.pdf").read_bytes()).split())
    assert "andere Angaben als zuvor, am häufigsten: " in paper
    assert "Fallzahl pro Jahr (" in paper
    assert "noch nicht neu beschlossen" in paper
    again.day("2022-12-30", "report-completion")
    report = " ".join(pdf_text((folder / "abschlussbericht.pdf").read_bytes()).split())
    assert "Vergleich der Erhebungen" in report
    assert "Maßnahmen: geht weiter" in report
    assert "Anders beantwortet: Fallzahl pro Jahr" in report


def test_the_demo_ends_well_only_where_the_second_year_has_got_further(started: Town) -> None:
    assert list(alike(started.ctx())) == [
        "Die Erhebung ist nicht wiederholt worden; der Abschlussbericht vergleicht keine Jahre."
    ]
    started.clock.set(date(2021, 3, 1))
    close_round(started.ctx())
    open_round(started.ctx(), DUE, title="Erhebung 2021")
    started.do("deliver")
    all_return(started, level=0)
    started.do("evaluate")
    assert "hat im zweiten Jahr eine höhere Stufe" in " ".join(alike(started.ctx()))
    all_return(started, level=4)
    started.do("evaluate")
    assert list(alike(started.ctx())) == []


def test_the_paper_of_a_repeated_survey_names_the_present_month(again: Town) -> None:
    decided_again(again)
    again.do("deliver")
    folder = again.home / "var" / "reports" / "bielefeld-2020"
    assert "Juni 2021" in pdf_text((folder / "vorlage.pdf").read_bytes())
    presented = [letter for letter in again.letters() if letter.to == ("verwaltungsvorstand@bielefeld.example",)]
    assert len(presented) == 2, "the board gets the second paper, too"


def test_what_is_still_to_be_done_binds_its_office_in_the_new_plan_and_the_sentence_says_so(again: Town) -> None:
    with_capacity(again, 1)
    with again.session() as session:
        own = sorted((m.rank, m.id, m.service.name) for m in session.query(Measure) if m.office.number == "50")
    assert len(own) == 2
    (_, running, _), (_, waiting, name) = own
    again.change(Measure, Measure.id == running, target_on=date(2020, 12, 30))
    again.change(Measure, Measure.id == waiting, state=MeasureState.PLANNED, wave="1", starts_on=date(2022, 1, 3))
    all_return(again)
    close_round(again.ctx())
    again.clock.set(date(2021, 6, 7))
    told = again.do("evaluate", "present").lines
    (shifted,) = (line for line in told if line.startswith(f"{name}: Welle 2 statt 1"))
    assert "weil Amt 50 im 4. Quartal 2020 schon 1 Maßnahme hat, davon 1 aus einer früheren Erhebung" in shifted
    release_paper(again.ctx(), confirmed=True)
    accept_paper(again.ctx())
    again.clock.set(date(2021, 6, 8))
    assert not [line for line in again.do("start-implementation").lines if "statt" in line], (
        "the board decided what can be carried"
    )
    with again.session() as session:
        placed = session.get_one(Measure, waiting)
        assert placed.wave == "2"
        assert session.get_one(Measure, running).target_on == date(2020, 12, 30)
