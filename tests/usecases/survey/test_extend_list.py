"""More time for one office."""

from datetime import date

import pytest

from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.survey.extend_list import extend_list
from ozg_workflow.usecases.survey.manage_rounds import close_round
from tests.usecases.town import Town


def test_more_time_is_refused_for_a_list_that_is_back_and_for_yesterday(asked: Town) -> None:
    asked.send_back("33")
    asked.run_day("2020-04-06")
    for office, day, reason in (
        ("33", date(2020, 5, 29), "fehlt nichts mehr"),
        ("34", date(2020, 4, 3), "liegt in der Vergangenheit"),
        ("99", date(2020, 5, 29), "nicht bekannt"),
    ):
        with pytest.raises(InputError, match=reason):
            extend_list(asked.ctx(), office, day)


def test_only_the_lists_of_this_office_get_the_new_day_once(asked: Town) -> None:
    result = extend_list(asked.ctx(), "Standesamt", date(2020, 5, 29))
    assert result.lines[0] == "Amt 34 – Standesamt, Fassung 1: 29.05.2020 statt 15.05.2020."
    assert [mail.recipients for mail in result.mails] == [("dez2@bielefeld.example",)]
    due = {item["office"]: item["due_on"] for item in asked.status()["lists"]}
    assert due == dict.fromkeys(("10", "20", "33", "50"), "2020-05-15") | {"34": "2020-05-29"}
    again = extend_list(asked.ctx(), "34", date(2020, 5, 29))
    assert (again.changed, again.lines) == (
        False,
        ["Amt 34 – Standesamt, Fassung 1: Die Frist ist bereits der 29.05.2020."],
    )


def test_a_version_that_does_not_exist_and_a_closed_round_are_refused(asked: Town) -> None:
    with pytest.raises(InputError, match="hat in der Runde „erhebung-1“ keine Liste der Fassung 7"):
        extend_list(asked.ctx(), "34", date(2020, 5, 29), version=7)
    close_round(asked.ctx())
    with pytest.raises(InputError, match="„erhebung-1“ ist geschlossen; zuerst „ozg round reopen erhebung-1“"):
        extend_list(asked.ctx(), "34", date(2020, 5, 29))


def test_a_day_that_is_earlier_or_off_is_taken_with_a_hint(asked: Town) -> None:
    sooner = extend_list(asked.ctx(), "34", date(2020, 5, 10))
    assert sooner.lines[0] == "Amt 34 – Standesamt, Fassung 1: 10.05.2020 statt 15.05.2020."
    assert [line for line in sooner.lines if line.startswith("Hinweis")] == [
        "Hinweis: Amt 34 – Standesamt, Fassung 1: Die Frist endet früher als bisher.",
        "Hinweis: Der 10.05.2020 ist kein Arbeitstag (Sonntag).",
    ]
    later = extend_list(asked.ctx(), "33", date(2020, 5, 29))
    assert not [line for line in later.lines if line.startswith("Hinweis")]
