"""Every kind of mail is one dataclass; what holds for a kind is asked from it."""

from dataclasses import FrozenInstanceError, dataclass, fields
from types import ModuleType
from typing import ClassVar

import pytest

from ozg_workflow.domain.plan.timeline import ReminderStep
from ozg_workflow.domain.post.intent import Mail, MailFacts, MailIntent
from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.domain.post.mails import announcements, answers, cases, reminders, results, routine, survey
from ozg_workflow.domain.post.mails.registry import (
    ANSWER_KINDS,
    KIND_TITLES,
    LIST_KINDS,
    MAILS,
    REMINDER_KINDS,
    REMINDERS,
    _mails_of,
)

THEMES = (announcements, survey, cases, reminders, answers, results, routine)


def test_every_kind_has_one_dataclass_in_the_order_of_the_kinds() -> None:
    assert [*MAILS] == [*MailKind]
    assert all(mail.facts.kind is kind for kind, mail in MAILS.items())


@pytest.mark.parametrize("themes", [THEMES[1:], (*THEMES, "a second reminder")], ids=["missing", "double"])
def test_a_kind_without_a_dataclass_or_with_two_is_noticed_at_import(themes: tuple[ModuleType, ...]) -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class SecondReminder(Mail):
        facts: ClassVar = MailFacts(kind=MailKind.REMINDER, title="Noch eine")

    second = ModuleType("second")
    second.SecondReminder = SecondReminder  # type: ignore[attr-defined]
    with pytest.raises(
        TypeError, match=r": (event_invitation, information_heads.*|measure_escalation, measure_reminder, reminder)$"
    ):
        _mails_of(second if isinstance(theme, str) else theme for theme in themes)


@pytest.mark.parametrize("mail", MAILS.values())
def test_a_mail_cannot_be_changed_and_carries_nothing_but_its_fields(mail: type[Mail]) -> None:
    sample = mail.sample()
    assert not hasattr(sample, "__dict__")
    with pytest.raises((FrozenInstanceError, TypeError, AttributeError)):
        setattr(sample, fields(sample)[0].name, "anders")
    assert hash(sample) == hash(mail.sample())


def test_every_kind_has_a_title_of_its_own() -> None:
    assert set(KIND_TITLES) == set(MailKind)
    assert len(set(KIND_TITLES.values())) == len(MailKind)


def test_answers_go_out_without_a_release_and_kinds_nobody_thought_of_wait_for_one() -> None:
    assert {kind for kind, mail in MAILS.items() if not mail.facts.mass_mailing} == {
        MailKind.ACKNOWLEDGEMENT,
        MailKind.RETURN_WITH_ERRORS,
        MailKind.SEVERAL_RETURNS,
        MailKind.RESPONSIBILITY_TAKEN_OVER,
        MailKind.RESPONSIBILITY_SETTLED,
        MailKind.LISTS_HANDED_OVER,
        MailKind.BOARD_DRAFT,
        MailKind.PRESENTATION,
        MailKind.FINAL_REPORT,
        MailKind.DAILY_DIGEST,
        MailKind.FAILURE_NOTICE,
        MailKind.ANSWERS_EXPORT,
        MailKind.WORKING_TABLE,
    }
    assert MailFacts(kind=MailKind.REMINDER, title="Neu").mass_mailing


def test_the_sets_of_kinds_follow_from_the_facts() -> None:
    carried = {MailKind.SERVICE_LISTS, MailKind.RESPONSIBILITY_TAKEN_OVER, MailKind.LISTS_HANDED_OVER, MailKind.PROGRESS_QUERY}
    assert carried == LIST_KINDS
    assert {MailKind.ACKNOWLEDGEMENT, MailKind.RETURN_WITH_ERRORS, MailKind.SEVERAL_RETURNS} == ANSWER_KINDS
    assert {MailKind.REMINDER, MailKind.RESPONSIBILITY_REMINDER, MailKind.ESCALATION} == REMINDER_KINDS
    assert ReminderStep(key="a", title="b", milestone="c", working_days=0).mail in REMINDERS


def test_an_intent_is_of_the_kind_of_its_mail() -> None:
    mail = reminders.EscalationMail.sample()
    assert MailIntent(mail=mail, to=(), recipient="", object_key="", occasion="").kind is MailKind.ESCALATION


def test_a_template_sees_rows_as_mappings_and_several_as_lists() -> None:
    values = results.ImplementationStartMail.sample().values()
    assert [*values] == ["department_title", "head_name", "waves", "target_level_title", "target_on", "repeated", "added"]
    waves = values["waves"]
    assert isinstance(waves, list)
    assert waves[1] | {"starts_on": None, "ends_on": None} == {
        "title": "Zweite Welle 2021",
        "starts_on": None,
        "ends_on": None,
        "measures": [
            {
                "rank": 17,
                "name": "Sportstätte Vergabe",
                "office": "Amt 52",
                "target_on": results.ImplementationStartMail.sample().waves[1].ends_on,
            }
        ],
    }
    assert survey.ServiceListsMail.sample().values()["repeated"] is None
