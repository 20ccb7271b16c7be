"""The server is off for a week, twice: what was missed is made up for where it still makes sense, and nothing is sent twice."""

from tests.usecases.town import Town


def test_lists_that_should_have_gone_out_during_a_downtime_go_out_after_it(town: Town) -> None:
    town.run_day("2020-03-24")
    assert {m.kind for m in town.messages()} == {
        "information_heads",
        "information_staff_council",
        "information_staff",
        "daily_digest",
    }
    town.new_letters()
    _, failures = town.run_day("2020-04-01")
    assert failures == []
    subjects = [(letter.to[0].partition("@")[0], letter.subject) for letter in town.new_letters()]
    assert [who for who, subject in subjects if subject.startswith("Amtslisten zur OZG-Umsetzung")] == ["dez1", "dez2"]
    assert [who for who, subject in subjects if "2. Termin" in subject] == ["dez1", "dez2"]
    assert not any("1. Termin" in subject for _, subject in subjects), "the first event is over"
    assert town.milestone("infoveranstaltung-1") == "late"
    digest = town.letters()[-1]
    told = " ".join(digest.text.split())
    assert "31.03.2020 · Infoveranstaltung für das Ausfüllen der Amtsliste (1. Termin)" in told, (
        "the coordinator is told that nobody was invited"
    )
    town.run_day("2020-04-02")
    assert town.milestone("erhebung") == "running"
    assert [letter.to for letter in town.new_letters()] == [("kerstin.lindner@bielefeld.example",)], "nothing goes out twice"


def test_after_a_downtime_over_three_reminders_each_dezernat_gets_one(asked: Town) -> None:
    asked.run_day("2020-05-04")
    asked.new_letters()
    asked.run_day("2020-05-19")
    reminders = [letter for letter in asked.new_letters() if "Lindner" not in letter.to[0] and "lindner" not in letter.to[0]]
    assert [letter.to for letter in reminders] == [("dez1@bielefeld.example",), ("dez2@bielefeld.example",)]
    assert [m.occasion.partition("@")[0] for m in asked.messages("reminder")] == ["ueberfaellig", "ueberfaellig"]


def test_mail_that_waited_for_the_relay_during_a_downtime_leaves_when_it_is_back(town: Town) -> None:
    working = town.app.settings.smtp_url
    town.settings(smtp_url="smtp://127.0.0.1:1")
    _, failures = town.run_day("2020-03-25")
    assert [failure.exit_status for failure in failures] == [3]
    town.settings(smtp_url=working)
    town.run_day("2020-03-31")
    expired = [m.kind for m in town.messages() if m.state != "accepted"]
    assert expired == ["daily_digest"], "a digest of the week before is of no use to anybody"
    assert {item["state"] for item in town.status()["lists"]} == {"sent"}
