"""The coordinator's daily digest."""

from ozg_workflow.database.models import Message
from tests.usecases.town import Town, not_ours


def test_the_coordinator_hears_once_a_day_what_happened(asked: Town) -> None:
    asked.send_back("34")
    asked.do("collect", "digest", "deliver")
    letter = asked.letters()[-1]
    assert letter.to == ("kerstin.lindner@bielefeld.example",)
    text = " ".join(letter.text.split())
    assert "Zurück ist 1 von 5 Amtslisten." in text
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


def test_everything_that_needs_a_person_is_listed_with_the_command(asked: Town) -> None:
    asked.send_back("50", {2: not_ours()})
    asked.drop(asked.letter({}, sender="krueger@bielefeld.example", subject="Frage"))
    asked.do("collect")
    asked.change(Message, Message.id == 1, state="unknown")
    asked.change(Message, Message.id == 2, state="bounced", state_reason="Unzustellbar: dez2@bielefeld.example")
    asked.do("digest", "deliver")
    text = " ".join(asked.letters()[-1].text.split())
    for command in ("ozg case decide 1 --office NR", "ozg inbox show 2", "ozg mail settle 1 --sent", "ozg mail retry 2"):
        assert command in text
    assert "ozg milestone done konzept" in text, "a milestone people tick off is late"
