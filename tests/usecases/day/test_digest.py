"""The coordinator's daily digest."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from ozg_workflow.database.models import Message, Relay
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.desk import Desk
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.domain.post.reasons import StateReason
from ozg_workflow.workspace.desk_file import write_desk
from tests.usecases.town import Town, not_ours, read_letter, town_data


def test_the_coordinator_hears_once_a_day_what_happened(asked: Town) -> None:
    asked.send_back("34")
    asked.do("collect", "digest", "deliver")
    letter = asked.letters()[-1]
    assert letter.to == ("kerstin.lindner@bielefeld.example",)
    text = " ".join(letter.text.split())
    assert "Zurück ist 1 von 5 Amtslisten, voraussichtlich " in text
    assert "Rücklauf: Amt 34 – Standesamt: 2 Zeilen, 0 Hinweise" in text
    asked.send_back("20")
    asked.clock.wait(hours=5)
    asked.do("collect", "digest", "deliver")
    assert len(asked.messages("daily_digest")) == 1
    asked.day("2020-04-07", "digest", "deliver")
    second = asked.letters()[-1].text
    assert "Kämmerei" in second, "what came after the digest of the day before is told the next day"
    assert "Standesamt: 2 Zeilen" not in " ".join(second.split())


def test_a_day_on_which_nothing_happened_has_no_digest(asked: Town) -> None:
    asked.do("digest")
    result = asked.day("2020-04-07", "digest")
    assert result is not None
    assert result.lines == ["Seit der letzten Tagesübersicht ist nichts geschehen."]
    assert len(asked.messages("daily_digest")) == 1


def test_everything_that_needs_a_person_is_listed_with_its_form_and_no_command(asked: Town) -> None:
    asked.send_back("50", {2: not_ours()})
    asked.drop(asked.letter({}, sender="krueger@bielefeld.example", subject="Frage"))
    asked.do("collect")
    asked.change(Message, Message.id == 1, state="unknown")
    asked.change(Message, Message.id == 2, state="bounced", state_reason="Unzustellbar: dez2@bielefeld.example")
    asked.do("digest", "deliver")
    text = " ".join(asked.letters()[-1].text.split())
    for form in ("06 Zuständigkeit entscheiden", "13 Klärungskorb bearbeiten", "19 Mail klären"):
        assert f"Formular „{form}“" in text
    assert "ozg " not in text
    assert "Abstimmung des Konzeptes" in text, "a milestone people tick off is late"


def test_a_delivery_that_pauses_is_told_with_the_way_to_go_on(asked: Town) -> None:
    rest = asked.clock() + timedelta(minutes=30)
    with asked.session() as session:
        session.add(Relay(name=asked.ctx().relay, failures_in_a_row=5, paused_until=rest, reason="451 voll"))
        session.commit()
    asked.send_back("34")
    asked.do("collect", "digest")
    text = " ".join(read_letter(asked.content(asked.messages("daily_digest")[-1].id)).text.split())
    assert f"Der Mailserver {asked.ctx().relay} hat 5 Zustellungen nacheinander nicht angenommen" in text
    assert "Sie geht von selbst weiter, sobald der Mailserver wieder bereit ist" in text


def test_a_mail_whose_copy_is_missing_is_proposed_for_sending_again(asked: Town) -> None:
    asked.change(
        Message, Message.id == 1, state="unknown", state_reason="Kopie fehlt.", state_reason_code=StateReason.COPY_MISSING
    )
    asked.send_back("34")
    asked.do("collect", "digest", "deliver")
    text = " ".join(asked.letters()[-1].text.split())
    assert "Kopie fehlt." in text
    assert "Wahrscheinlich ging sie nie hinaus: erneut senden" in text


def test_of_many_mails_that_wait_only_the_first_are_listed(asked: Town) -> None:
    data = town_data()
    asked.prepare(replace(data, config=replace(data.config, require_release=True)))
    for number in range(14):
        with asked.session() as session:
            first = session.get_one(Message, 1)
            same = {c.name: getattr(first, c.name) for c in Message.__table__.columns if c.name != "id"}
            changed = {"recipient": f"r{number}", "header_id": f"<{number}@x>", "state": "held", "needs_release": True}
            session.add(Message(**(same | changed)))
            session.commit()
    asked.send_back("34")
    asked.do("collect", "digest")
    (digest,) = asked.messages("daily_digest")
    text = " ".join(read_letter(asked.content(digest.id)).text.split())
    assert text.count("Mail freizugeben") == 11
    assert "… und 4 weitere" in text


AWAY = {"Auto-Submitted": "auto-replied"}


def test_automatic_mails_are_counted_and_the_unusual_ones_named(asked: Town) -> None:
    letter = asked.book("34")[2]
    asked.drop(asked.letter({}, sender="amt34@bielefeld.example", answers=letter, subject="Abwesend", headers=AWAY))
    asked.drop(
        asked.letter({"Scan.pdf": b"%PDF-1.4"}, sender="amt50@bielefeld.example", subject="Abwesend, siehe Scan", headers=AWAY)
    )
    result = asked.do("collect")
    strange = "Nr. 2 von amt50@bielefeld.example „Abwesend, siehe Scan“ (mit Anhang, ohne Bezug zu einer Mail von hier)"
    assert f"Ungewöhnlich: {strange}" in result.lines
    assert "2 automatische Mails, davon 1 ungewöhnlich („ozg inbox list --all“)." in result.lines
    assert (result.figures["automatic"], result.figures["unusual"]) == (2, 1)
    asked.do("digest", "deliver")
    text = " ".join(asked.letters()[-1].text.split())
    assert "Eingang: 2 automatische Mails, davon 1 ungewöhnlich" in text
    assert strange in text
    asked.day("2020-04-07", "digest", "deliver")
    assert len(asked.messages("daily_digest")) == 1, "what was told is not told again"


def test_of_many_unusual_mails_those_with_more_to_them_are_named(asked: Town) -> None:
    for number in range(12):
        asked.drop(asked.letter({}, sender=f"a{number}@fremd.example", subject=f"Abwesend {number}", headers=AWAY))
    asked.drop(asked.letter({"Scan.pdf": b"%PDF-1.4"}, sender="amt50@bielefeld.example", subject="Weg", headers=AWAY))
    asked.do("collect", "digest", "deliver")
    text = " ".join(asked.letters()[-1].text.split())
    assert "Eingang: 13 automatische Mails, davon 13 ungewöhnlich" in text
    assert "Nr. 13 von amt50@bielefeld.example „Weg“" in text
    assert "… und 3 weitere ungewöhnliche Mails" in text


def test_for_an_absence_note_alone_there_is_no_digest(asked: Town) -> None:
    asked.do("digest")
    asked.day("2020-04-07")
    asked.drop(asked.letter({}, sender="amt34@bielefeld.example", answers=asked.book("34")[2], subject="Weg", headers=AWAY))
    asked.do("collect", "digest")
    assert len(asked.messages("daily_digest")) == 1


def needs_of(town: Town) -> list[str]:
    """The lines of the digest about what waits, as they are read."""
    text = town.letters()[-1].text.partition("BRAUCHT")[2].partition("WAS HINAUSGEGANGEN")[0]
    return [" ".join(part.split()) for part in re.split(r"\n(?=\d+\. )", text) if part.strip()]


def test_what_waits_longest_stands_first_with_its_subject_its_age_and_its_form(asked: Town) -> None:
    asked.drop(asked.letter({}, sender="krueger@bielefeld.example", subject="Frage zur Liste"))
    asked.do("collect", "digest", "deliver")
    asked.day("2020-04-08")
    asked.send_back("50", {2: not_ours()})
    asked.do("collect", "digest", "deliver")
    found = needs_of(asked)
    first, second = (next(n for n, line in enumerate(found) if word in line) for word in ("Klärungskorb", "Zuständigkeit offen"))
    assert first < second, "the mail is two days older"
    assert "Klärungskorb (wartet seit 2 Arbeitstagen) Nr. 1 von krueger@bielefeld.example „Frage zur Liste“" in found[first]
    assert "Formular „13 Klärungskorb bearbeiten“" in found[first]
    assert "Zuständigkeit offen (wartet seit heute) Fall 1" in found[second]
    assert "So geht es: Dem Vorschlag folgen oder das zuständige Amt wählen" in found[second]
    assert "Formular „06 Zuständigkeit entscheiden“" in found[second]


@pytest.mark.parametrize(
    ("day", "age"),
    [
        ("2020-04-06", "seit heute"),
        ("2020-04-07", "seit 1 Arbeitstag"),
        ("2020-04-14", "seit 4 Arbeitstagen"),
        ("2020-04-15", "seit 5 Arbeitstagen"),
    ],
)
def test_an_unknown_mail_ages_from_the_day_on_which_it_became_unknown(asked: Town, day: str, age: str) -> None:
    """Easter 2020: from 10.04. to 13.04. nobody works."""
    with asked.ctx().work("Probe") as work:
        work.session.get_one(Message, 1).state = MessageState.UNKNOWN
        work.record("unknown", ("message", 1), "abgebrochen")
    asked.day(day)
    asked.send_back("34")
    asked.do("collect", "digest", "deliver")
    assert any(f"Mail ungeklärt (wartet {age}) Nr. 1" in line for line in needs_of(asked)), needs_of(asked)


def test_every_form_in_the_digest_is_one_of_the_cockpit(asked: Town) -> None:
    asked.drop(asked.letter({}, sender="krueger@bielefeld.example", subject="Frage"))
    asked.change(Message, Message.id == 2, state="bounced", state_reason="Unzustellbar: dez2@bielefeld.example")
    asked.do("collect", "digest", "deliver")
    letter = asked.letters()[-1]
    forms = re.findall(r"Formular „(.+?)“", " ".join(letter.text.split()))
    assert set(forms) <= {str(form) for form in Deployment}
    assert len(forms) >= 3
    assert all(form in letter.html for form in forms)


def test_where_addresses_are_set_that_others_reach_each_decision_leads_to_its_form_and_its_page(asked: Town) -> None:
    numbers = {"13 Klärungskorb bearbeiten": "nr-13"}
    write_desk(asked.home, Desk(cockpit="http://127.0.0.1:4200", reading_room="http://127.0.0.1:4201", deployments=numbers))
    asked.drop(asked.letter({}, sender="krueger@bielefeld.example", subject="Frage zur Liste"))
    asked.do("collect", "digest", "deliver")
    assert "127.0.0.1" not in asked.letters()[-1].text, "nobody else reaches that"
    asked.settings(ui_url="https://ozg.bielefeld.example", reading_url="https://lesen.bielefeld.example")
    asked.day("2020-04-07")
    asked.drop(asked.letter({}, sender="krueger@bielefeld.example", subject="Noch eine Frage"))
    asked.do("collect", "digest", "deliver")
    letter = asked.letters()[-1]
    form = "https://ozg.bielefeld.example/deployments/deployment/nr-13/run?parameters=%7B%22mail%22"
    page = "https://lesen.bielefeld.example/bielefeld-2020/eingang/1"
    for text in (letter.text, letter.html):
        assert form in text
        assert page in text


def test_during_the_implementation_it_counts_the_lists_of_the_newest_progress_query(started: Town) -> None:
    started.day("2021-03-01", "track", "deliver")
    started.send_back("50", good={"Stufe heute": "Formular-Assistent (2)"})
    started.day("2021-03-02", "collect", "digest", "deliver")
    assert "Zurück ist 1 von 3 Listen zum Umsetzungsstand" in " ".join(started.letters()[-1].text.split())
