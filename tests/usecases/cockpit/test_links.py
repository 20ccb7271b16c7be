"""From a need to its form, filled in as far as it is known, and to the page that tells about it."""

from dataclasses import replace

import pytest

from ozg_workflow.database.models import Message
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.desk import Desk, Link, Way
from ozg_workflow.domain.needs import NEEDS, About, NeedKind, need
from ozg_workflow.usecases.cockpit.links import Options, need_links, remind_office, way
from ozg_workflow.usecases.cockpit.needs import needs
from ozg_workflow.usecases.setup.prepare import prepare
from ozg_workflow.usecases.timeline.announce import announce
from tests.usecases.town import Town, not_ours, town_data


def ways(town: Town) -> dict[NeedKind, Way]:
    with town.ctx().reading() as work:
        options = Options(work.session, work.rollout.key)
        return {found.kind: way(found, options) for found in needs(work)}


def test_a_case_leads_to_its_form_with_the_whole_option_and_to_the_page_of_its_service(asked: Town) -> None:
    asked.send_back("50", {2: not_ours()})
    asked.do("collect")
    assert ways(asked)[NeedKind.CASE] == Way(
        deployment=Deployment.SETTLE_RESPONSIBILITY,
        parameters={"cases": ["1 – Amt 50: Bildung und Teilhabe beantragen"]},
        page=("leistungen", "L8"),
    )


def test_a_mail_of_the_klaerungskorb_leads_to_its_form_and_its_page(asked: Town) -> None:
    asked.drop(asked.letter({}, sender="amt34@bielefeld.example", subject="Frage zur Liste"))
    asked.do("collect")
    found = ways(asked)[NeedKind.QUARANTINE]
    assert found.parameters == {"mail": "1 – 06.04.2020, Frage zur Liste"}
    assert found.page == ("eingang", "1")


def test_a_mail_to_be_released_and_a_milestone_lead_to_their_forms(town: Town) -> None:
    town.day("2020-03-17")
    announce(town.ctx(), "info-personalrat")
    town.change(Message, needs_release=True, state="held")
    found = ways(town)
    assert found[NeedKind.RELEASE].parameters["mails"] == "1"
    assert found[NeedKind.RELEASE].page == ("mails", "1")
    assert str(found[NeedKind.MILESTONE].parameters["milestone"]).startswith("konzept – 17.03.2020 · Abstimmung")
    assert found[NeedKind.MILESTONE].page == ("termine",)


def test_with_several_rollouts_the_option_names_its_own(town: Town) -> None:
    data = town_data()
    other = replace(data, config=replace(data.config, key="paderborn-2020"))
    prepare(town.app.context_for("paderborn-2020", today=town.clock.today, actor="test"), other)
    with town.ctx().reading() as work:
        found = remind_office("33", Options(work.session, work.rollout.key))
    assert found.parameters == {"office": "33 – Einwohner- und Meldeamt [bielefeld-2020]"}
    assert found.page == ("aemter", "33")


def test_what_the_form_does_not_offer_is_not_filled_in(town: Town) -> None:
    with town.ctx().reading() as work:
        found = remind_office("99", Options(work.session, work.rollout.key))
    assert found.parameters == {}


@pytest.mark.parametrize("kind", NeedKind)
def test_every_kind_of_need_has_a_way_of_its_form(town: Town, kind: NeedKind) -> None:
    with town.ctx().reading() as work:
        found = way(need(kind, "", About(number=7, office="33")), Options(work.session, work.rollout.key))
    assert found.deployment is NEEDS[kind].deployment
    assert found.page


def test_the_desk_gives_the_addresses_and_nothing_where_it_does_not_stand(town: Town) -> None:
    overdue = need(NeedKind.OVERDUE, "", About(number="33", office="33"))
    here = Desk(cockpit="http://c", reading_room="http://r", deployments={"24 Amt jetzt erinnern": "abc"})
    with town.ctx().reading() as work:
        (found,) = need_links(work, here, [overdue]).values()
        (nowhere,) = need_links(work, Desk(), [overdue]).values()
    assert found.form.startswith(
        "http://c/deployments/deployment/abc/run?parameters=%7B%22office%22%3A%2233%20%E2%80%93%20Einwohner"
    )
    assert found.page == "http://r/bielefeld-2020/aemter/33"
    assert nowhere == Link()
