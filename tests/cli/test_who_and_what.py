"""Every command is one of the table: whether it decides, and whether mail goes out by it. A new one cannot be forgotten."""

import json

import pytest

from tests.cli.commands import DECIDE, DECIDE_AND_MAIL, MAIL, NEITHER, commands
from tests.cli.conftest import Ozg


def test_every_command_says_whether_it_decides_and_whether_it_mails() -> None:
    groups = (set(MAIL), DECIDE, NEITHER)
    assert set(commands()) == set().union(*groups)
    assert sum(map(len, groups)) == len(set().union(*groups)), "each in one of them"


def test_exactly_those_that_decide_ask_who_it_was() -> None:
    assert {name for name, options in commands().items() if "--by" in options} == DECIDE | set(DECIDE_AND_MAIL)


def test_what_delivers_can_be_told_not_to_and_stands_among_those_that_mail() -> None:
    assert {name for name, options in commands().items() if "--no-deliver" in options} == set(MAIL) - {"deliver"}


@pytest.mark.parametrize(
    ("by", "name"),
    [
        ((), "Frau Kerstin Lindner"),
        (("--by", "Herr Yıldız"), "Herr Yıldız"),
        (("--by", "  Herr \n Yıldız <yildiz@bielefeld.example> "), "Herr Yıldız (Adresse)"),
        (("--by", "x" * 300), "x" * 100),
    ],
)
def test_the_audit_log_keeps_the_person(ozg: Ozg, by: tuple[str, ...], name: str) -> None:
    assert ozg("milestone", "done", "konzept", *by).code == 0
    lines = json.loads(ozg("audit", "--json", "--object", "milestone:konzept").out)
    assert [line["actor"] for line in lines] == [name]


def test_the_program_is_no_person(ozg: Ozg) -> None:
    result = ozg("milestone", "done", "konzept", "--by", "cli:root")
    assert result.code == 1
    assert "kein Name einer Person" in result.err


def test_preparing_is_the_coordinators_and_steps_are_the_commands(ozg: Ozg) -> None:
    ozg("announce", "--milestone", "info-personalrat", "--today", "2020-03-19", USER="lindner")
    actors = {line["verb"]: line["actor"] for line in json.loads(ozg("audit", "--json").out)}
    assert actors["prepared"] == "Frau Kerstin Lindner"
    assert actors["queued"] == "cli:lindner"
