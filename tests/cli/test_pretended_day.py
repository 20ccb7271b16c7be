"""A pretended day reaches no real mailbox: every command that mails is refused there, before anything changes."""

import sqlite3
from datetime import datetime
from pathlib import Path

import pytest

from ozg_workflow.domain.german import BERLIN
from tests.cli.commands import DECIDE, MAIL, commands
from tests.cli.conftest import Ozg

REFUSED = "ist nur gedacht"
REAL = {"OZG_SMTP_URL": "smtp+starttls://ozg:geheim@mail.stadt.example:587"}
DAY = "2020-04-02"
PREVIEWED = sorted(name for name in MAIL if "--preview" in commands()[name])


def _content(home: Path) -> list[str]:
    with sqlite3.connect(home / "var" / "ozg.db") as database:
        return list(database.iterdump())


def _call(ozg: Ozg, name: str, *more: str, **settings: str) -> tuple[int, str]:
    result = ozg(*name.split(), *MAIL[name], *more, **settings)
    return result.code, result.out + result.err


@pytest.mark.parametrize("name", sorted(MAIL))
def test_a_command_that_mails_is_refused_before_anything_changes(sent: Ozg, name: str) -> None:
    before = _content(sent.home)
    code, told = _call(sent, name, "--today", DAY, *(("--no-deliver",) if name != "deliver" else ()), **REAL)
    assert (code, REFUSED in told, "geheim" in told) == (1, True, False), told
    code, told = _call(sent, name, **REAL, OZG_TODAY=DAY)
    assert (code, REFUSED in told) == (1, True)
    assert _content(sent.home) == before


@pytest.mark.parametrize("name", PREVIEWED)
def test_a_preview_is_not_refused(sent: Ozg, name: str) -> None:
    assert REFUSED not in _call(sent, name, "--today", DAY, "--preview", **REAL)[1]


@pytest.mark.parametrize("relay", ["dir:post", "smtp://127.0.0.1:9", "smtp://[::1]:9", "smtp://localhost:9", ""])
@pytest.mark.parametrize("name", ["mail release", "deliver"])
def test_what_stays_on_this_machine_is_not_refused(sent: Ozg, name: str, relay: str) -> None:
    """Everything is held, so that nothing is connected."""
    assert REFUSED not in _call(sent, name, "--today", DAY, OZG_SMTP_URL=relay)[1]


def test_the_real_day_by_its_name_is_no_pretended_one(sent: Ozg) -> None:
    today = datetime.now(BERLIN).date().isoformat()
    assert REFUSED not in _call(sent, "deliver", "--today", today, **REAL)[1]
    assert REFUSED not in _call(sent, "deliver", **REAL, OZG_TODAY=today)[1]
    assert REFUSED not in _call(sent, "deliver", **REAL)[1]


@pytest.mark.parametrize(
    "reading",
    ["status", "milestone list", "mail list", "inbox list", "case list", "round list", "audit", "health", "mail show 1"],
)
def test_looking_is_free(sent: Ozg, reading: str) -> None:
    assert REFUSED not in sent(*reading.split(), "--today", DAY, **REAL).err


def test_what_mails_nobody_is_free(sent: Ozg) -> None:
    assert "milestone done" in DECIDE
    assert sent("milestone", "done", "konzept", "--today", DAY, **REAL).code == 0
    assert sent("prepare", "--today", DAY, **REAL).code == 0


def test_the_relay_of_the_rollout_counts_and_not_that_of_the_installation(sent: Ozg) -> None:
    own = sent.home / "config" / "bielefeld-2020" / "settings.toml"
    own.write_text('smtp_url = "smtp+starttls://ozg:geheim@mail.stadt.example:587"\n', encoding="utf-8")
    code, told = _call(sent, "deliver", "--today", DAY, OZG_SMTP_URL="dir:post")
    assert (code, REFUSED in told, "mail.stadt.example" in told, "geheim" in told) == (1, True, True, False)
    own.write_text('smtp_url = "dir:post"\n', encoding="utf-8")
    assert REFUSED not in _call(sent, "deliver", "--today", DAY, **REAL)[1]
