"""A mailbox that gives mail back is known to be bad until something proves that it works."""

from dataclasses import replace
from datetime import date

import pytest

from ozg_workflow.demo.bounce import bounce_for
from ozg_workflow.domain.cockpit.status import MailboxStatus
from ozg_workflow.usecases.cockpit.status import status
from ozg_workflow.usecases.step.result import StepResult
from tests.usecases.town import Town, town_data

BAD = {"address": "dez1@bielefeld.example", "owner": "Dezernat 1 – Zentrale Dienste", "since": "2020-04-06", "message": 1}


@pytest.fixture
def bounced(asked: Town) -> Town:
    """The mail to Dezernat 1 came back on 06.04.2020."""
    asked.drop(bounce_for(asked.content(1), "dez1@bielefeld.example", reporter="post.bielefeld.example"))
    asked.do("collect")
    return asked


def test_the_status_and_the_digest_name_the_mailbox_and_the_mail(bounced: Town) -> None:
    assert bounced.status()["mailboxes"] == [BAD]
    bounced.do("digest", "deliver")
    text = " ".join(bounced.letters()[-1].text.split())
    assert "dez1@bielefeld.example (Dezernat 1 – Zentrale Dienste) ist seit 06.04.2020 unzustellbar (Mail Nr. 1)" in text


def test_who_writes_to_it_again_is_warned_before(bounced: Town) -> None:
    result = bounced.day("2020-05-13", "remind")
    assert isinstance(result, StepResult)
    (warning,) = [line for line in result.lines if line.startswith("Achtung")]
    assert "dez1@bielefeld.example" in warning
    assert warning.endswith("bitte die Adresse in organisation.csv prüfen.")


def test_a_mail_from_it_clears_it(bounced: Town) -> None:
    bounced.day("2020-04-07")
    bounced.send_back("10", sender="dez1@bielefeld.example", nil="ja")
    bounced.do("collect")
    assert bounced.status()["mailboxes"] == []


def test_a_later_mail_clears_it_when_no_notice_has_come_by_the_next_day(bounced: Town) -> None:
    bounced.day("2020-05-13", "remind", "deliver")
    assert bounced.status()["mailboxes"] == [BAD]
    bounced.day("2020-05-14")
    assert bounced.status()["mailboxes"] == []


def test_another_address_in_the_organisation_clears_it(bounced: Town) -> None:
    bounced.day("2020-04-08")
    data = town_data()
    departments = data.organisation.departments
    moved = tuple(replace(d, mailbox="dezernat1@bielefeld.example") if d.number == "1" else d for d in departments)
    bounced.prepare(replace(data, organisation=replace(data.organisation, departments=moved)))
    assert bounced.status()["mailboxes"] == []


def test_the_evening_before_the_notice_knew_nothing_of_it(bounced: Town) -> None:
    bounced.day("2020-04-08")
    assert status(bounced.ctx(), as_of=date(2020, 4, 5)).mailboxes == ()
    assert status(bounced.ctx(), as_of=date(2020, 4, 6)).mailboxes == (MailboxStatus(**BAD | {"since": date(2020, 4, 6)}),)


def test_two_notices_about_one_mail_mark_both_addresses(asked: Town) -> None:
    asked.send_back("34", sender="sandmann@bielefeld.example")
    asked.do("collect", "deliver")
    (message,) = asked.messages("acknowledgement")
    for recipient in message.recipients:
        asked.drop(bounce_for(asked.content(message.id), recipient.address, reporter="post.bielefeld.example"))
        asked.do("collect")
    assert {bad["address"] for bad in asked.status()["mailboxes"]} == {r.address for r in message.recipients}
