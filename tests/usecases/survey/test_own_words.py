"""What people wrote themselves, beside a decision that waits."""

from sqlalchemy import select

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import Incoming
from ozg_workflow.usecases.cockpit.statements.needs import CASES
from ozg_workflow.usecases.survey.own_words import LONGEST_WORDS, beginnings_of, quoted, remarks_of
from tests.usecases.town import Town, not_ours


def test_a_long_text_is_cut_at_a_word_and_stands_on_one_line() -> None:
    assert quoted("Macht  seit\nJanuar der Kreis.") == "„Macht seit Januar der Kreis.“"
    found = quoted("lang " * 100)
    assert found.endswith("lang …“")
    assert len(found) <= LONGEST_WORDS + 2


def remarks(town: Town, named: str, remark: str | None) -> list[str]:
    town.send_back("50", {2: not_ours(named) | {"Bemerkung": remark}})
    town.do("collect")
    with town.ctx().reading() as work:
        (case,) = columns(work.session, CASES.now, {"rollout": work.rollout.id})
        return list(remarks_of(case, work.questionnaires[0]))


def test_the_remark_stands_under_its_heading_and_the_named_office_is_none(asked: Town) -> None:
    assert remarks(asked, "weiß nicht", "Macht seit Januar der Kreis.") == ["Bemerkung: „Macht seit Januar der Kreis.“"]


def test_without_a_remark_there_is_nothing_to_quote(asked: Town) -> None:
    assert remarks(asked, "weiß nicht", None) == []


def test_a_mail_is_quoted_with_its_beginning_until_it_is_erased(asked: Town) -> None:
    asked.drop(asked.letter({}, sender="krueger@bielefeld.example", subject="Frage zur Liste"))
    asked.do("collect")
    with asked.session() as session:
        mail = session.scalars(select(Incoming)).one()
        assert beginnings_of(session, [mail]) == {mail.id: "„Anbei unsere Liste.“"}
        mail.erased = True
        assert beginnings_of(session, [mail]) == {}
