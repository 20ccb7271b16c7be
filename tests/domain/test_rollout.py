"""`OZG_SENDER` replaces the address of the rollout's mailbox and nothing else."""

from dataclasses import replace

from ozg_workflow.domain.plan.timeline import ReminderPlan, Timeline
from ozg_workflow.domain.results.prioritisation import Prioritisation
from ozg_workflow.domain.rollout import Contact, Contacts, RolloutConfig, with_sender
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire

SENDER = Contact(name="OZG-Koordination", email="ozg@stadt.example", phone="0521 51-0")


def _config(questionnaire: Questionnaire, scale: MaturityScale) -> RolloutConfig:
    person = Contact(name="Frau Lindner", email="lindner@stadt.example")
    return RolloutConfig(
        key="stadt-2020",
        title="Umsetzung",
        city="Stadt",
        contacts=Contacts(
            sender=SENDER, coordinator=person, staff_council=person, intranet_editors=person, executive_board=person
        ),
        timeline=Timeline(milestones=(), reminders=ReminderPlan(steps=(), hard_stop_working_days=1)),
        questionnaire=questionnaire,
        progress_questionnaire=questionnaire,
        prioritisation=Prioritisation(version="1", agreed_by=(), criteria=(), blocking={}, waves=()),
        scale=scale,
    )


def test_an_empty_sender_changes_nothing(questionnaire: Questionnaire, scale: MaturityScale) -> None:
    config = _config(questionnaire, scale)
    assert with_sender(config, "") is config


def test_another_sender_keeps_name_phone_and_all_other_contacts(questionnaire: Questionnaire, scale: MaturityScale) -> None:
    config = _config(questionnaire, scale)
    changed = with_sender(config, "probe@stadt.example")
    assert changed.contacts.sender == replace(SENDER, email="probe@stadt.example")
    assert changed == replace(config, contacts=replace(config.contacts, sender=changed.contacts.sender))
