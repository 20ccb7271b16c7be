"""Erasing the senders' data: late, shown first, and without losing a figure."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import Correction, Incoming, Measure, Milestone, Office, Return
from ozg_workflow.domain.results.terms import Field
from ozg_workflow.domain.rollout import RolloutData
from ozg_workflow.usecases.answers.correct import Wish, correct
from ozg_workflow.usecases.results.measure_admin.change import change_measure_of
from ozg_workflow.usecases.upkeep.purge import purge
from tests.usecases.changed_offices import followed, heir
from tests.usecases.town import Town, town_data

ACCEPTED = """BEGIN:VCALENDAR
METHOD:REPLY
BEGIN:VEVENT
UID:bielefeld-2020.infoveranstaltung-1@bielefeld.example
ATTENDEE;PARTSTAT=ACCEPTED:mailto:sandra.beispiel@bielefeld.example
COMMENT:Frau Sandra Beispiel kommt mit.
END:VEVENT
END:VCALENDAR
"""


def test_senders_are_erased_only_after_the_retention_period_and_when_confirmed(
    asked: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked.send_back("34", sender="sandra.beispiel@bielefeld.example", name="Sandra Beispiel.xlsx")
    asked.send_back("33")
    asked.send_back("50", sender="sandra.beispiel@privat.example", name="Sandra Beispiel 2.xlsx")
    invitation = asked.letter({}, sender="sandra.beispiel@bielefeld.example", subject="Zugesagt: Infoveranstaltung")
    invitation.add_alternative(ACCEPTED, subtype="calendar", params={"method": "REPLY"})
    asked.drop(invitation)
    asked.do("collect", "deliver")
    wish = Wish(office="34", service="L5", question="case_volume", value="900", source="Telefonat mit Sandra Beispiel")
    correct(asked.ctx(actor="Frau Lindner"), wish)
    assert purge(asked.ctx(), confirmed=True).lines == ["Der Rollout ist noch nicht abgeschlossen; es wird nichts gelöscht."]
    asked.clock.set(date(2022, 12, 30))
    asked.change(Milestone, Milestone.key == "abschluss", state="done", done_at=asked.clock())
    assert "es wird nichts gelöscht" in purge(asked.ctx(), confirmed=True).lines[0]

    asked.clock.wait(days=town_data().config.retention_days + 1)
    before = asked.dump()
    shown = purge(asked.ctx(), confirmed=False)
    assert (
        "4 eingegangene Mails, Absender von 2 Rückläufen, 1 Mail an Personen mit ihren Zustellversuchen, 1 Terminantwort, die Quelle von 1 Berichtigung"
        in shown.lines[0]
    )
    assert asked.dump() == before

    figures = asked.status()
    purge(asked.ctx(), confirmed=True)
    with asked.session() as session:
        assert {(i.sender, i.content) for i in session.scalars(select(Incoming))} == {("gelöscht", b"")}
        assert {r.sender for r in session.scalars(select(Return))} == {"gelöscht"}
        (correction,) = session.scalars(select(Correction))
        assert (correction.source, correction.value, correction.replaced, correction.by) == (
            "gelöscht",
            900,
            1200,
            "Frau Lindner",
        )
    everything = str(asked.dump())
    assert "sandra" not in everything.casefold(), "nor in the audit log, the answers of mail servers, or the reasons"
    assert "amt33@bielefeld.example" in everything, "functional mailboxes belong to nobody"
    assert asked.status() == figures
    monkeypatch.setattr("ozg_workflow.usecases.upkeep.privacy.forget.ERASED", "entfernt")
    assert purge(asked.ctx(), confirmed=True).lines == ["Es ist nichts mehr zu löschen."], "however erased data looks"


def test_who_works_on_a_measure_is_erased_too_and_what_is_agreed_stays(started: Town) -> None:
    given = {Field.CONTACT: "Sandra Beispiel", Field.NOTE: "Sandra Beispiel fragen", Field.EFFORT_DAYS: "12"}
    change_measure_of(started.ctx(), "L2", given)
    started.change(Milestone, Milestone.key == "abschluss", state="done", done_at=started.clock())
    started.clock.wait(days=town_data().config.retention_days + 1)
    assert "Ansprechperson und Notiz von 1 Maßnahme" in purge(started.ctx(), confirmed=False).lines[0]
    purge(started.ctx(), confirmed=True)
    assert "Sandra" not in str(started.dump())
    with started.session() as session:
        assert [m.effort_days for m in session.scalars(select(Measure)) if m.service.ref == "L2"] == [12]


def changed_heads() -> RolloutData:
    """The Standesamt goes over to the Urkundenstelle, the Meldeamt has another head and another mailbox."""
    data = followed(("34",), heir("36", "Urkundenstelle", "34"), places={})
    changed = {"head_name": "Herr Neu", "head_email": "neu@bielefeld.example", "mailbox": "buergeramt@bielefeld.example"}
    offices = tuple(replace(o, **changed) if o.number == "33" else o for o in data.organisation.offices)
    return replace(data, organisation=replace(data.organisation, offices=offices))


def test_heads_of_the_past_are_erased_and_those_of_today_stay(asked: Town) -> None:
    asked.send_back("33", sender="krueger@bielefeld.example")
    asked.do("collect", "deliver")
    asked.prepare(changed_heads())
    asked.clock.set(date(2022, 12, 30))
    asked.change(Milestone, Milestone.key == "abschluss", state="done", done_at=asked.clock())
    asked.clock.wait(days=town_data().config.retention_days)
    assert "es wird nichts gelöscht" in purge(asked.ctx(), confirmed=True).lines[0]
    assert "krueger" in str(offices(asked))

    asked.clock.wait(days=1)
    before = asked.dump()
    shown = purge(asked.ctx(), confirmed=False)
    assert "1 Mail an Personen mit ihren Zustellversuchen" in shown.lines[0], "she heads nothing any more"
    assert "2 Adressen früherer Leitungen" in shown.lines[0]
    assert asked.dump() == before

    assert purge(asked.ctx(), confirmed=True).figures["former_heads"] == 2
    known = offices(asked)
    assert known["33"] == ("Herr Neu", "neu@bielefeld.example", {"amt33@bielefeld.example": "mailbox"})
    assert known["34"] == ("", "", {}), "it is no more"
    assert known["36"] == ("Frau Neumann", "leitung36@bielefeld.example", {})
    with asked.ctx().reading() as work:
        assert not work.directory.knows("")
        assert not work.directory.knows("krueger@bielefeld.example")
        assert work.directory.address_today("amt33@bielefeld.example") == "buergeramt@bielefeld.example"
    assert purge(asked.ctx(), confirmed=True).lines == ["Es ist nichts mehr zu löschen."]
    assert not asked.prepare(changed_heads()).changed, "what was erased is no change of the files"
    assert asked.findings() == []


def test_mails_to_former_heads_lose_their_address_and_those_to_others_stay(town: Town) -> None:
    town.day("2020-03-18", "announce", "deliver")
    town.prepare(changed_heads())
    town.clock.set(date(2022, 12, 30))
    town.change(Milestone, Milestone.key == "abschluss", state="done", done_at=town.clock())
    town.clock.wait(days=town_data().config.retention_days + 1)
    before = {m.id: (m.sha256, m.state, m.accepted_at) for m in town.messages("information_heads")}
    assert "2 Mails an Personen mit ihren Zustellversuchen" in purge(town.ctx(), confirmed=True).lines[0]
    everything = str(town.dump())
    assert "krueger@" not in everything
    assert "sandmann@" not in everything
    assert "petersen@bielefeld.example" in everything, "she heads the Hauptamt today"
    after = town.messages("information_heads")
    assert {m.id: (m.sha256, m.state, m.accepted_at) for m in after} == before, "that it was sent is proof"
    assert sorted(len(town.content(m.id)) > 0 for m in after) == [False, False, True, True, True]
    assert town.findings() == []
    assert purge(town.ctx(), confirmed=True).lines == ["Es ist nichts mehr zu löschen."]


def offices(town: Town) -> dict[str, tuple[str, str, dict[str, str]]]:
    with town.session() as session:
        return {o.number: (o.head_name, o.head_email, o.former_addresses) for o in session.scalars(select(Office))}
