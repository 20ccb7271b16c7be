"""The secretary of a Dezernat collects the lists of its offices and sends them back in one mail."""

from datetime import date

from tests.usecases.town import Town, fill


def test_every_list_in_a_mail_counts_and_one_mail_answers_them_all(asked: Town) -> None:
    files = {}
    for office in ("33", "34", "50"):
        name, content, letter = asked.book(office)
        files[name] = fill(content, {1: {"Fallzahl pro Jahr": "viele"}} if office == "50" else {})
    asked.drop(asked.letter(files, sender="dez2@bielefeld.example", answers=letter))
    asked.new_letters()
    asked.run_day("2020-04-06")
    replies = [item for item in asked.new_letters() if "in-reply-to" in item.headers]
    (answer,) = replies
    assert answer.to == ("dez2@bielefeld.example",)
    assert [name.split("_")[1] for name in answer.attachments] == ["50"], "what is asked again, and nothing else"
    assert all(f"AMT {office}" in answer.text for office in ("33", "34", "50"))
    assert [asked.list_state(office) for office in ("33", "34", "50")] == ["returned", "returned", "partly_returned"]
    assert asked.status()["departments"][1] == {"number": "2", "name": "Bürger und Soziales", "lists": 3, "returned": 2}
    asked.clock.set(date(2020, 5, 13))
    asked.do("remind", "deliver")
    reminder = asked.new_letters()[-1]
    assert "Sozialamt" in reminder.text
    assert "Standesamt" not in reminder.text
