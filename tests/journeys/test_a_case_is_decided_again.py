"""A case of one morning: sent to the Standesamt, opened again, at last the Kreis has it; and the decisions of one day are one mail."""

import json
from dataclasses import replace

from ozg_workflow.usecases.survey.cases import list_cases
from ozg_workflow.usecases.survey.decide_cases import decide_cases, decide_elsewhere, reopen_cases
from tests.usecases.town import Letter, Town, not_ours

SERVICE = "Bildung und Teilhabe beantragen"
LINDNER = "Frau Kerstin Lindner"


def words(letter: Letter) -> str:
    return " ".join(letter.text.split())


def supplements(town: Town) -> list[Letter]:
    return [letter for letter in town.new_letters() if letter.subject.startswith("Nachtrag")]


def test_a_case_is_decided_opened_again_and_settled_with_nobody_here(asked: Town) -> None:
    asked.send_back("50", {2: not_ours("weiß nicht")})
    asked.run_day("2020-04-06")
    person = replace(asked.ctx(), actor=LINDNER)
    decide_cases(person, [1], "34", note="Rückfrage bei Herrn Voss")
    asked.new_letters()
    asked.do("deliver")
    (supplement,) = supplements(asked)
    assert f"Entscheidung der Koordination: Amt 34. Entschieden hat {LINDNER}. Amt 50 hat „nein“ geantwortet" in words(supplement)

    asked.day("2020-04-14")
    reopen_cases(replace(asked.ctx(), actor=LINDNER), [1], "Amt 34 sagt am Telefon, es sei der Kreis")
    asked.run_day("2020-04-14")
    told, digest = asked.new_letters()[-2:]
    assert "Wer zuständig ist, wird noch einmal geklärt." in words(told)
    assert f"Wieder geöffnet von {LINDNER}: Amt 34 sagt am Telefon, es sei der Kreis." in words(digest)

    decide_elsewhere(replace(asked.ctx(), actor=LINDNER), [1], "Kreis Herford")
    asked.do("deliver")
    (told,) = asked.new_letters()
    assert "AMT 50 – SOZIALAMT" in told.text
    assert "Zuständig ist keine Stelle dieser Stadt, sondern: Kreis Herford." in words(told)

    asked.clock.wait(hours=1)
    asked.send_back("34", version=2)
    asked.send_back("50", {2: not_ours("weiß nicht")})
    asked.run_day("2020-04-15")
    assert asked.status()["cases"] == {"open": 0, "settled": 1}
    (case,) = list_cases(asked.ctx())
    assert [(step.what, step.by) for step in case.history][-3:] == [
        ("case_settled", LINDNER),
        ("case_reopened", LINDNER),
        ("case_settled", LINDNER),
    ]
    asked.day("2020-06-02", "evaluate")
    report = json.loads((asked.home / "var/reports/bielefeld-2020/priorisierung.json").read_text(encoding="utf-8"))
    assert [item["reason"] for item in report["left_out"]] == ["keine Stelle dieser Stadt: Kreis Herford"]
    assert asked.findings() == []


def test_the_decisions_of_one_day_are_one_mail_and_the_next_day_adds_up(asked: Town) -> None:
    asked.send_back("33", {n: not_ours() for n in (1, 2, 3)})
    asked.send_back("50", {2: not_ours()})
    asked.run_day("2020-04-06")
    asked.new_letters()
    for case in (1, 2):
        decide_cases(asked.ctx(), [case], "34")
    asked.do("deliver")
    (first,) = supplements(asked)
    assert list(first.attachments) == ["OZG-Amtsliste_34_Standesamt_v2.xlsx"]
    for case in (3, 4):
        decide_cases(asked.ctx(), [case], "34")
    asked.do("send-lists", "deliver")
    assert supplements(asked) == [], "one a day"

    asked.run_day("2020-04-07")
    (second,) = supplements(asked)
    assert list(second.attachments) == ["OZG-Amtsliste_34_Standesamt_v3.xlsx"]
    lists = {item["version"]: item for item in asked.status()["lists"] if item["office"] == "34"}
    assert [lists[v]["state"] for v in (1, 2, 3)] == ["sent", "superseded", "sent"]
    assert lists[3]["rows"] == 4

    asked.clock.wait(hours=1)
    asked.send_back("34", version=2)
    asked.run_day("2020-04-08")
    assert asked.states("34", version=3) == ["answered", "answered", "open", "open"]
    asked.clock.wait(hours=1)
    asked.send_back("34", version=3)
    asked.run_day("2020-04-09")
    assert asked.list_state("34", version=3) == "returned"
    assert asked.findings() == []
