"""A new kind of mail is a line in `MailKind`, a dataclass and a template: queueing, sending and showing it know nothing of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import ClassVar, Self

import pytest

from ozg_workflow.domain.post.intent import Mail, MailFacts, MailIntent
from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.domain.post.mails import registry
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.mail.write.templates import Templates
from ozg_workflow.usecases.outbox.preview_mail import preview_mail
from ozg_workflow.usecases.outbox.queue_mail import queue_mail
from ozg_workflow.usecases.outbox.release_mail import waiting
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.workspace.places import template_folders
from tests.usecases.town import Town, read_letter, town_data

TEXT = """{% extends "_base/frame.txt.j2" %}
{% block content %}
bitte nennen Sie uns bis {{ due_on|datum_lang }}, wen wir fragen dürfen:
{% for line in lines %}
- {{ line.office_title }}: {{ line.services|anzahl('Leistung', 'Leistungen') }}
{% endfor %}
{% endblock %}
{% block reason %}
Ihr Dezernat setzt Maßnahmen um.
{% endblock %}
"""


def new_member(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> MailKind:
    """Return what one more line in `MailKind` makes."""
    member = str.__new__(MailKind, value)
    member._name_, member._value_ = name, value
    monkeypatch.setitem(MailKind._value2member_map_, value, member)
    monkeypatch.setitem(MailKind._member_map_, name, member)
    monkeypatch.setattr(MailKind, "_member_names_", [*MailKind._member_names_, name])
    return member


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    office_title: str
    services: int


@pytest.fixture
def contact_query(monkeypatch: pytest.MonkeyPatch) -> type[Mail]:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class ContactQueryMail(Mail):
        facts: ClassVar = MailFacts(
            kind=new_member("CONTACT_QUERY", "contact_query", monkeypatch), title="Frage nach Ansprechpersonen"
        )

        lines: tuple[PersonLine, ...]
        due_on: date

        @classmethod
        def sample(cls) -> Self:
            return cls(lines=(PersonLine(office_title="Amt 33", services=1203),), due_on=date(2020, 9, 15))

    # what the import of the registry finds by itself
    monkeypatch.setitem(registry.MAILS, ContactQueryMail.facts.kind, ContactQueryMail)
    monkeypatch.setitem(registry.KIND_TITLES, ContactQueryMail.facts.kind, ContactQueryMail.facts.title)
    return ContactQueryMail


@pytest.fixture
def templates(town: Town) -> Iterator[Templates]:
    folder: Path = town.home / "templates" / "email" / "contact_query"
    folder.mkdir(parents=True)
    (folder / "subject.txt.j2").write_text("Ansprechpersonen bis {{ due_on|datum }} [{{ reference }}]", encoding="utf-8")
    (folder / "body.txt.j2").write_text(TEXT, encoding="utf-8")
    (folder / "body.html.j2").write_text('{% extends "_base/frame.html.j2" %}', encoding="utf-8")
    return Templates(template_folders(town.home))


def queue(town: Town, mail: Mail, templates: Templates) -> StepResult:
    intent = MailIntent(
        mail=mail,
        to=("dezernat2@bielefeld.example",),
        recipient="2",
        object_key="umsetzung",
        occasion="ansprechpersonen",
    )
    with town.ctx(templates=lambda: templates).work("Probe") as work:
        queue_mail(work, intent)
    return work.result


def test_a_new_kind_is_queued_once_and_sent(town: Town, contact_query: type[Mail], templates: Templates) -> None:
    results = [queue(town, contact_query.sample(), templates) for _ in range(2)]
    assert [result.lines[0] for result in results] == [
        "Frage nach Ansprechpersonen an dezernat2@bielefeld.example",
        "Frage nach Ansprechpersonen an dezernat2@bielefeld.example: bereits verschickt oder im Postausgang.",
    ]
    (message,) = town.messages()
    assert message.kind is MailKind("contact_query")
    letter = read_letter(town.content(message.id))
    assert letter.subject.startswith("Ansprechpersonen bis 15.09.2020 [OZG-")
    assert "bis Dienstag, 15. September 2020" in letter.text
    assert "- Amt 33: 1.203 Leistungen" in letter.text
    town.do("deliver")
    assert [sent.header_id for sent in town.letters()] == [message.header_id]


def test_a_new_kind_can_be_previewed(town: Town, contact_query: type[Mail], templates: Templates) -> None:
    shown = preview_mail(town.ctx(templates=lambda: templates), "contact_query")
    assert shown.subject == "Ansprechpersonen bis 15.09.2020 [OZG-Muster]"


def test_a_new_mass_mailing_waits_for_its_release(town: Town, contact_query: type[Mail], templates: Templates) -> None:
    data = town_data()
    town.prepare(replace(data, config=replace(data.config, require_release=True)))
    queue(town, contact_query.sample(), templates)
    (message,) = town.messages()
    assert (message.state, message.needs_release) == (MessageState.HELD, True)
    assert [mail.kind for mail in waiting(town.ctx())] == ["Frage nach Ansprechpersonen"]
