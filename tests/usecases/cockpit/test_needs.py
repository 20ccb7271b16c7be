"""What waits for a person, and how it is done."""

from datetime import date

import pytest
from sqlalchemy import text

from ozg_workflow.database.models import Message
from ozg_workflow.demo.bounce import bounce_for
from ozg_workflow.domain.needs import NEEDS, Need, NeedKind
from ozg_workflow.usecases.cockpit.needs import needs
from ozg_workflow.usecases.cockpit.overview import overview
from ozg_workflow.usecases.cockpit.statements.needs import INCOMING
from ozg_workflow.usecases.survey.decide_cases import decide_cases
from ozg_workflow.usecases.timeline.announce import announce
from ozg_workflow.usecases.timeline.milestones import tick_off
from tests.usecases.town import Town, not_ours


def test_a_need_is_told_until_it_is_settled_and_again_for_the_past(asked: Town) -> None:
    asked.send_back("50", {2: not_ours()})
    asked.drop(bounce_for(asked.content(1), "dez1@bielefeld.example", reporter="post.bielefeld.example"))
    asked.do("collect", "deliver")
    found = {n.kind: n.detail for n in overview(asked.ctx()).needs}
    assert found[NeedKind.CASE].startswith("Fall 1: „Bildung und Teilhabe beantragen“ (Amt 50 – Sozialamt)")
    assert "dez1@bielefeld.example" in found[NeedKind.BOUNCED]
    assert "dez1@bielefeld.example" in found[NeedKind.MAILBOX]
    asked.clock.set(date(2020, 4, 8))
    decide_cases(asked.ctx(), [1], "34")
    assert NeedKind.CASE not in {n.kind for n in overview(asked.ctx()).needs}
    then = {n.kind for n in overview(asked.ctx(), as_of=date(2020, 4, 6)).needs}
    assert {NeedKind.CASE, NeedKind.BOUNCED} <= then


def test_incoming_mail_that_waits_is_found_by_its_state_and_not_among_all_of_the_rollout(asked: Town) -> None:
    with asked.ctx().reading() as work:
        dialect = work.session.connection().dialect
        if dialect.name != "sqlite":
            pytest.skip("PostgreSQL decides by the number of rows")
        query = INCOMING.now.params(rollout=work.rollout.id).compile(dialect=dialect, compile_kwargs={"literal_binds": True})
        plan = [row.detail for row in work.session.execute(text(f"EXPLAIN QUERY PLAN {query}"))]
    assert any("(rollout_id=? AND state=?)" in step for step in plan), plan


def test_every_kind_of_need_has_its_words_in_the_cockpit() -> None:
    assert list(NEEDS) == list(NeedKind)


def kinds(town: Town) -> dict[NeedKind, Need]:
    with town.ctx().reading() as work:
        return {found.kind: found for found in needs(work)}


def test_what_people_do_themselves_is_named_on_its_day_until_it_is_ticked_off(town: Town) -> None:
    assert kinds(town) == {}
    town.day("2020-03-17")
    found = kinds(town)[NeedKind.MILESTONE]
    assert found.detail == "17.03.2020 · Abstimmung des Konzeptes in der Verwaltungsvorstands-Klausurtagung"
    assert found.how == "Abhaken, sobald er erreicht ist"
    tick_off(town.ctx(), "konzept")
    assert kinds(town) == {}


def test_what_the_workflow_does_itself_is_named_only_when_it_is_late(town: Town) -> None:
    tick_off(town.ctx(), "konzept")
    town.day("2020-03-18")
    assert kinds(town) == {}
    town.day("2020-03-19")
    assert kinds(town)[NeedKind.MILESTONE].detail == "18.03.2020 · Information der Leitungen der Organisationseinheiten"


def test_a_held_mail_waits_for_the_allow_list_or_for_a_release(town: Town) -> None:
    town.settings(recipients=())
    announce(town.ctx(), "info-personalrat")
    assert kinds(town)[NeedKind.HELD].how == "Die Liste der erlaubten Empfänger ergänzen lassen (OZG_RECIPIENTS), dann zustellen"
    town.change(Message, needs_release=True)
    found = kinds(town)
    assert set(found) == {NeedKind.RELEASE}
    assert found[NeedKind.RELEASE].how == "Die Empfänger ansehen, dann freigeben"


def test_a_letter_nobody_understands_waits_with_its_number(asked: Town) -> None:
    asked.drop(asked.letter({}, sender="krueger@bielefeld.example", subject="Frage zur Liste"))
    asked.do("collect")
    found = kinds(asked)[NeedKind.QUARANTINE]
    assert found.detail.startswith("Nr. 1 von krueger@bielefeld.example „Frage zur Liste“: Die Mail enthält keine Amtsliste")
    assert found.how == "Einem Amt zuordnen, erneut verarbeiten oder als erledigt vermerken"


def test_a_case_tells_what_the_office_wrote_beside_it(asked: Town) -> None:
    asked.send_back("50", {2: not_ours() | {"Bemerkung": "Macht seit Januar der Kreis."}})
    asked.do("collect")
    assert "· Bemerkung: „Macht seit Januar der Kreis.“" in kinds(asked)[NeedKind.CASE].detail


def test_a_waiting_mail_tells_its_subject_and_the_beginning_of_its_text(asked: Town) -> None:
    asked.drop(asked.letter({}, sender="krueger@bielefeld.example", subject="Frage zur Liste"))
    asked.do("collect")
    detail = kinds(asked)[NeedKind.QUARANTINE].detail
    assert "„Frage zur Liste“" in detail
    assert detail.endswith("„Anbei unsere Liste.“")
