"""Several people about one service: offices that share it, colleagues who contradict each other, answers to invitations."""

import json
from datetime import date

from ozg_workflow.usecases.survey.cases import list_cases
from ozg_workflow.usecases.survey.conflicts import list_conflicts
from ozg_workflow.usecases.timeline.calendar_replies import reply_counts
from tests.usecases.town import Town

SHARED = {"Zuständig?": "teilweise", "Zuständiges Amt": "Amt 34"}


def test_a_shared_service_stays_and_goes_to_the_other_office_too_and_its_cases_add_up(asked: Town) -> None:
    asked.send_back("50", {2: SHARED})
    asked.do("collect", "deliver")
    assert asked.states("50") == ["answered", "answered"]
    (case,) = list_cases(asked.ctx())
    assert (case.state, case.settled_office) == ("settled", "34")
    asked.send_back("34", {1: {"Fallzahl pro Jahr": 300}}, version=2)
    asked.do("collect", "evaluate")
    report = asked.home / "var" / "reports" / "bielefeld-2020" / "priorisierung.json"
    services = {s["ref"]: s for s in json.loads(report.read_text(encoding="utf-8"))["services"]}
    assert services["L8"]["office"] == "50"
    assert services["L8"]["rank"] is not None
    assert [row.answers["case_volume"] for row in (asked.rows("50")[2], asked.rows("34", version=2)[1])] == [1200, 300]


def test_colleagues_who_contradict_each_other_on_one_day_are_shown_until_a_later_answer(asked: Town) -> None:
    asked.send_back("34")
    asked.send_back("34", {1: {"Fallzahl pro Jahr": 7}}, sender="sandmann@bielefeld.example")
    asked.do("collect")
    (conflict,) = list_conflicts(asked.ctx())
    assert (conflict.office, conflict.number, conflict.day) == ("34", 1, date(2020, 4, 6))
    assert conflict.senders == ("amt34@bielefeld.example", "sandmann@bielefeld.example")
    assert asked.rows("34")[1].answers["case_volume"] == 7, "the newest counts for now"
    asked.do("digest", "deliver")
    assert "Widersprüchliche Angaben" in asked.letters()[-1].text
    asked.day("2020-04-07")
    asked.send_back("34", {1: {"Fallzahl pro Jahr": 8}})
    asked.do("collect")
    assert list_conflicts(asked.ctx()) == ()


def test_the_newest_answer_to_an_invitation_is_kept(asked: Town) -> None:
    asked.clock.set(date(2020, 3, 26))
    asked.do("announce", "deliver")
    invitation = next(letter for letter in asked.letters() if "einladung.ics" in letter.attachments)
    calendar = bytes(invitation.attachments["einladung.ics"]).decode().replace("\r\n ", "")
    for answer in ("ACCEPTED", "DECLINED"):
        reply = calendar.replace("METHOD:REQUEST", "METHOD:REPLY").replace("PARTSTAT=NEEDS-ACTION", f"PARTSTAT={answer}")
        mail = asked.letter({}, sender="dez1@bielefeld.example", subject=f"{answer}: Infoveranstaltung", answers=invitation)
        mail.add_alternative(reply, subtype="calendar", params={"method": "REPLY"})
        asked.drop(mail)
        asked.do("collect")
    with asked.ctx().reading() as work:
        counts = reply_counts(work)
    assert counts == {"infoveranstaltung-1": {"accepted": 0, "declined": 1, "tentative": 0}}
    assert asked.status()["inbox"]["automatic"] == 2
