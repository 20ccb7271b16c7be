"""What the forms offer for choice comes from the database."""

from dataclasses import replace
from datetime import date

import pytest

from ozg_workflow.database.models import Rollout
from ozg_workflow.usecases.cockpit.choices import Choice, key_of, read_choices
from ozg_workflow.usecases.setup.prepare import prepare
from tests.usecases.town import Town, not_ours, town_data


def offered(town: Town, choice: Choice) -> tuple[str, ...]:
    with town.session() as session:
        return read_choices(session)[choice]


def test_offices_departments_and_milestones_are_offered_with_their_names(town: Town) -> None:
    assert offered(town, Choice.OFFICE)[2] == "33 – Einwohner- und Meldeamt"
    assert offered(town, Choice.DEPARTMENT) == ("1 – Zentrale Dienste", "2 – Bürger und Soziales")
    assert offered(town, Choice.MILESTONE)[0].startswith("konzept – 17.03.2020 · Abstimmung des Konzeptes")
    assert [key_of(option)[0] for option in offered(town, Choice.ROLLOUT)] == ["bielefeld-2020"]
    assert {key_of(option)[0] for option in offered(town, Choice.ANNOUNCEMENT)} >= {"info-leitungen"}
    assert "versand" not in {key_of(option)[0] for option in offered(town, Choice.ANNOUNCEMENT)}


def test_only_what_is_open_is_offered(asked: Town) -> None:
    assert "versand" not in {key_of(option)[0] for option in offered(asked, Choice.OPEN_MILESTONE)}
    asked.send_back("50", {2: not_ours()})
    asked.drop(asked.letter({}, sender="amt34@bielefeld.example", subject="Frage zur Liste"))
    asked.do("collect")
    assert offered(asked, Choice.OPEN_CASE) == ("1 – Amt 50: Bildung und Teilhabe beantragen",)
    (mail,) = offered(asked, Choice.QUARANTINED)
    assert mail.endswith(" – 06.04.2020, Frage zur Liste")
    assert "@" not in mail


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ("34/50", "1 – Amt 33 → 34 oder 50?: Wohnsitz anmelden; „34/50“"),
        ("Standesant", "1 – Amt 33 → 34?: Wohnsitz anmelden; „Standesant“"),
        ("nicht Amt 34 – siehe [alt]", "1 – Amt 33: Wohnsitz anmelden; „nicht Amt 34 – siehe [alt]“"),
        ("Kreis,\nAmt 34", "1 – Amt 33 → 34?: Wohnsitz anmelden; „Kreis, Amt 34“"),
    ],
)
def test_an_open_case_shows_what_was_written_and_the_offices_it_may_mean(asked: Town, named: str, words: str) -> None:
    asked.send_back("33", {1: not_ours(named)})
    asked.do("collect")
    (option,) = offered(asked, Choice.OPEN_CASE)
    assert (option, key_of(option)) == (words, ("1", ""))


def test_with_several_rollouts_an_option_names_its_own(town: Town) -> None:
    data = town_data()
    other = replace(data, config=replace(data.config, key="paderborn-2020"))
    prepare(town.app.context_for("paderborn-2020", today=town.clock.today, actor="test"), other)
    options = offered(town, Choice.OFFICE)
    assert options[0] == "10 – Hauptamt [bielefeld-2020]"
    assert key_of(options[-1]) == ("50", "paderborn-2020")


def test_a_choice_too_long_to_be_read_is_none(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ozg_workflow.usecases.cockpit.choices.LONGEST_LIST", 3)
    assert offered(town, Choice.OFFICE) == ()


def test_a_bare_key_stays_as_it_is() -> None:
    assert key_of("33") == ("33", "")
    assert key_of("Amt für Bürger [alt]") == ("Amt für Bürger [alt]", "")


def test_a_mail_of_half_past_midnight_is_offered_with_the_day_of_the_town_hall(asked: Town) -> None:
    asked.clock.set(date(2020, 4, 7), hour=0)
    asked.clock.wait(minutes=30)
    asked.drop(asked.letter({}, sender="amt34@bielefeld.example", subject="Frage"))
    asked.do("collect")
    assert offered(asked, Choice.QUARANTINED)[0].endswith(" – 07.04.2020, Frage"), "in Greenwich it is still the 6th"


def test_a_rollout_whose_configuration_cannot_be_read_leaves_the_others_their_options(town: Town) -> None:
    data = town_data()
    other = town.ctx(rollout_key="ahlen-2020")
    prepare(other, replace(data, config=replace(data.config, key="ahlen-2020")))
    everybody = offered(town, Choice.PERSON)
    town.change(Rollout, Rollout.key == "ahlen-2020", config={}, config_hash="kaputt")
    assert len(everybody) == 4
    assert offered(town, Choice.PERSON) == tuple(option for option in everybody if "[bielefeld-2020]" in option)
    assert len(offered(town, Choice.ROLLOUT)) == 2
