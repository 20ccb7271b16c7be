"""The Standesamt forgets its list: it is reminded, its Dezernent is written to, it answers, and then there is peace."""

from datetime import date

from tests.usecases.town import Town, not_ours


def test_an_office_that_answers_late_is_reminded_escalated_and_then_left_alone(asked: Town) -> None:
    for office in ("10", "20", "33", "50"):
        asked.send_back(office, nil="ja" if office == "10" else None)
    asked.run_day("2020-04-06")
    asked.new_letters()

    heard: dict[str, list[tuple[str, ...]]] = {}
    calendar = [date(2020, 5, day) for day in (4, 5, 6, 12, 13, 14, 15, 18, 19, 20, 22, 25, 26)]
    for day in calendar:
        asked.run_day(day)
        mails = [letter for letter in asked.new_letters() if letter.to != ("kerstin.lindner@bielefeld.example",)]
        if mails:
            heard[day.isoformat()] = [letter.to for letter in mails]
            assert all("Standesamt" in letter.text for letter in mails)
    assert heard == {
        "2020-05-05": [("dez2@bielefeld.example",)],
        "2020-05-13": [("dez2@bielefeld.example",)],
        "2020-05-19": [("dez2@bielefeld.example",)],
        "2020-05-25": [("brandes@bielefeld.example",)],
    }
    assert asked.milestone("frist-ruecksendung") == "done"
    assert asked.milestone("erhebung") == "running"

    asked.clock.set(date(2020, 5, 27))
    asked.send_back("34", {2: not_ours("Amt 33")})
    asked.run_day("2020-05-27")
    letters = asked.new_letters()
    assert [letter.to[0].partition("@")[0] for letter in letters] == ["amt34", "dez2", "kerstin.lindner"]
    assert "vollständig eingegangen" in letters[0].text
    assert list(letters[1].attachments) == ["OZG-Amtsliste_33_Einwohner- und Meldeamt_v2.xlsx"]

    asked.run_day("2020-05-28")
    assert asked.new_letters() == []
    asked.run_day("2020-05-29")
    reminder, digest = asked.new_letters()
    assert reminder.subject.startswith("Erinnerung vor der Frist: Amtslisten bis 12.0"), "for the Nachtrag"
    assert "wurde 1 Mail zugestellt: - Erinnerung: 1" in " ".join(digest.text.split()), "and the coordinator knows of it"
    standesamt = next(item for item in asked.status()["lists"] if item["office"] == "34")
    assert (standesamt["state"], standesamt["reminders"]) == ("returned", 4)
