"""Who gets an answer by a program: a person's address, never nobody's, a list's or our own."""

import pytest

from ozg_workflow.mail.read.answering import list_addresses, may_be_answered
from ozg_workflow.mail.read.parse import ParsedMail, parse_mail

OWN = "ozg@bielefeld.example"
OFFICE = "amt33@bielefeld.example"


def mail(head: str = "", sender: str = OFFICE) -> ParsedMail:
    return parse_mail(f"From: {sender}\nTo: {OWN}\nSubject: AW: Amtsliste\n{head}\nAnbei.\n".encode())


@pytest.mark.parametrize(
    "head",
    [
        "",
        "Auto-Submitted: no\n",
        "Return-Path: <>\n",  # a rule of a colleague passed it on
        "X-MS-Exchange-Inbox-Rules-Loop: dez2@bielefeld.example\n",
        "X-Auto-Response-Suppress: All\n",
        "Precedence: list\nList-Id: <amtsleitungen.bielefeld.example>\n",  # its author gets the answer, not the list
    ],
)
def test_a_person_is_answered(head: str) -> None:
    assert may_be_answered(mail(head), OFFICE, own_address=OWN)


@pytest.mark.parametrize(
    "head",
    [
        "Auto-Submitted: auto-replied\n",
        "Auto-Submitted: auto-generated\n",
        "X-Autoreply: yes\n",
        "Precedence: bulk\n",
        "Precedence: junk\n",
        "Precedence: auto-reply\n",
    ],
)
def test_a_machine_is_not_answered(head: str) -> None:
    assert not may_be_answered(mail(head), OFFICE, own_address=OWN)


@pytest.mark.parametrize(
    "address",
    [
        "",
        OWN,
        "OZG@Bielefeld.example",
        "noreply@bielefeld.example",
        "no-reply@bielefeld.example",
        "no.reply+4711@ticket.example",
        "ticket-noreply@bielefeld.example",
        "do-not-reply@bielefeld.example",
        "nicht-antworten@bielefeld.example",
        "scanner.noreply@bielefeld.example",
        "MAILER-DAEMON@mx.bielefeld.example",
        "bounces+ozg=1@liste.example",
    ],
)
def test_nobodys_address_is_not_answered(address: str) -> None:
    assert not may_be_answered(mail(sender=address or "Unbekannt"), address, own_address=OWN)


@pytest.mark.parametrize("address", ["noreplay@bielefeld.example", "reply@bielefeld.example", "antworten@bielefeld.example"])
def test_an_address_that_only_looks_similar_is_answered(address: str) -> None:
    assert may_be_answered(mail(sender=address), address, own_address=OWN)


@pytest.mark.parametrize(
    "head",
    [
        "List-Id: Amtsleitungen <amtsleitungen.bielefeld.example>\n",
        "List-Post: <mailto:amtsleitungen@bielefeld.example>\n",
        "X-Mailing-List: amtsleitungen@bielefeld.example\n",
    ],
)
def test_a_list_is_not_answered(head: str) -> None:
    found = mail(head, sender="Amtsleitungen@bielefeld.example")
    assert list_addresses(found) == {"amtsleitungen@bielefeld.example"}
    assert not may_be_answered(found, "Amtsleitungen@bielefeld.example", own_address=OWN)
    assert may_be_answered(found, "krueger@bielefeld.example", own_address=OWN)
