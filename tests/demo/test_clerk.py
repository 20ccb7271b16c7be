"""The clerks: what they send back is what their character says, in workbooks our reader understands."""

from datetime import date

import pytest

from ozg_workflow.demo.characters import CHARACTERS, WRONG_PROPOSALS, Manner
from ozg_workflow.demo.clerk import Clerk
from ozg_workflow.demo.facts import facts_about, progress_cells
from ozg_workflow.demo.filling import Form, FormRow
from ozg_workflow.workbook.write.edition import Edition
from ozg_workflow.workbook.write.writer import write_list

from .conftest import SENT, read_back

FIRST_YEAR = date(2020, 4, 20)


def _clerk(office: str, seed: int = 2020) -> Clerk:
    return Clerk(office, CHARACTERS[office], seed=seed)


@pytest.mark.parametrize("seed", [2020, 7])
def test_every_service_of_the_catalogue_is_answered_without_an_issue(rollout, document, seed: int) -> None:
    """Whatever the dice say, a filled list is complete and readable, and refuses just the wrongly proposed services."""
    config = rollout.config
    content = write_list(document("33", rollout.services), config.questionnaire, config.scale, Edition(created=SENT))
    returned, issues, answers = read_back(_clerk("33", seed).supplement(content), config.questionnaire, config)
    assert issues == []
    assert len(returned.rows) == len(rollout.services)
    assert sum(a["responsible"] == "nein" for a in answers) == len(WRONG_PROPOSALS)


def test_the_same_seed_gives_the_same_answers_and_another_seed_others() -> None:
    row = FormRow(line=5, number=1, key="99115005104001", name="Wohnsitz anmelden")
    assert facts_about(1, "33", row) == facts_about(1, "33", row)
    assert facts_about(1, "33", row) != facts_about(2, "33", row)
    assert facts_about(1, "33", row).volume >= 20_000


def test_a_half_filled_list_is_completed_from_the_copy_we_send_back(rollout, document, services_of, list_for) -> None:
    config = rollout.config
    clerk = _clerk("50")
    first = clerk.first_answer(list_for("50"), FIRST_YEAR)
    returned, issues, answers = read_back(first, config.questionnaire, config)
    assert issues == []
    assert sum(bool(a) for a in answers) == 7
    cells = {row.row_id: dict(row.cells) for row in returned.rows}
    copy = write_list(document("50", services_of("50")), config.questionnaire, config.scale, Edition(created=SENT, cells=cells))
    _, issues, answers = read_back(clerk.corrected(copy, [], date(2020, 4, 22)), config.questionnaire, config)
    assert issues == []
    assert all(answers)


@pytest.mark.parametrize("office", [n for n, c in CHARACTERS.items() if c.manner is Manner.CARELESS])
def test_a_careless_office_mends_exactly_the_cells_we_name(rollout, document, services_of, list_for, office: str) -> None:
    config = rollout.config
    clerk = _clerk(office)
    returned, issues, before = read_back(clerk.first_answer(list_for(office), FIRST_YEAR), config.questionnaire, config)
    assert {(i.number, i.issue.heading) for i in issues} == {(m.number, m.heading) for m in CHARACTERS[office].mistakes}
    cells = {row.row_id: dict(row.cells) for row in returned.rows}
    copy = write_list(
        document(office, services_of(office)),
        config.questionnaire,
        config.scale,
        Edition(created=SENT, cells=cells, issues=issues),
    )
    mended = clerk.corrected(copy, [i.cell for i in issues], date(2020, 4, 29))
    _, left, after = read_back(mended, config.questionnaire, config)
    assert left == []
    changed = {(n, key) for n, a in enumerate(after, 1) for key in a if before[n - 1].get(key) != a[key]}
    assert changed == {(i.number, i.issue.question) for i in issues}


def test_an_office_without_services_answers_fehlanzeige(rollout, list_for) -> None:
    returned, issues, _ = read_back(
        _clerk("13").first_answer(list_for("13"), FIRST_YEAR), rollout.config.questionnaire, rollout.config
    )
    assert returned.nil_return
    assert issues == []


def test_progress_rises_until_most_services_have_reached_the_target(rollout) -> None:
    days = [date(2021, 3, 1), date(2021, 9, 1), date(2022, 3, 1), date(2022, 10, 4)]
    reached = []
    for day in days:
        rows = [FormRow(line=n, number=n, key=s.key, name=s.name) for n, s in enumerate(rollout.services)]
        levels = [
            progress_cells(2020, s.office, row, days[0], day)["Stufe heute"]
            for s, row in zip(rollout.services, rows, strict=True)
        ]
        reached.append(sum(level >= 4 for level in levels) / len(levels))
    assert reached == sorted(reached)
    assert 0.7 < reached[-1] < 1


def test_a_progress_list_is_filled_and_reported_wrongly_just_once(rollout, document, services_of) -> None:
    config = rollout.config
    blank = write_list(document("51", services_of("51")), config.progress_questionnaire, config.scale, Edition(created=SENT))
    assert not Form(blank).asks_responsibility
    clerk = _clerk("51")
    counts = [
        len(read_back(clerk.progress(blank, day), config.progress_questionnaire, config)[1])
        for day in (date(2021, 3, 3), date(2021, 9, 3), date(2022, 3, 3))
    ]
    assert counts == [0, 1, 0]


def test_the_next_year_an_office_says_what_it_has_reached_since(rollout, document, services_of, list_for) -> None:
    """Levels never fall, some rise, and what was not asked about meanwhile stays as it was."""
    config = rollout.config
    clerk, services = _clerk("51"), services_of("51")
    _, _, before = read_back(clerk.first_answer(list_for("51"), FIRST_YEAR), config.questionnaire, config)
    asked = write_list(document("51", services[::2]), config.progress_questionnaire, config.scale, Edition(created=SENT))
    clerk.progress(asked, date(2020, 12, 1))
    _, issues, after = read_back(clerk.first_answer(list_for("51"), date(2021, 4, 13)), config.questionnaire, config)
    assert issues == []
    level = config.maturity_question
    risen = [n for n, (a, b) in enumerate(zip(before, after, strict=True)) if a.get(level) != b.get(level)]
    assert risen
    assert all(n % 2 == 0 and after[n][level] > before[n][level] for n in risen)
