"""`ozg init` for a city of one's own: from options, asked in a terminal, and on to the day of its lists."""

import os
from datetime import datetime
from pathlib import Path

import pytest

from ozg_workflow.domain.german import BERLIN
from ozg_workflow.workspace.rollouts import load_rollouts
from tests.cli.conftest import Ozg

NEXT = str(datetime.now(BERLIN).year + 1)
CITY = ("--city", "Stadt Musterhausen", "--land", "NW", "--domain", "musterhausen.example")
DEPARTMENTS = ("--departments", "1=Finanzen und Personal; 2=Bürger und Ordnung; OB=Oberbürgermeisterin")


def test_a_new_city_goes_from_init_to_its_lists(empty: Ozg, tmp_path: Path) -> None:
    home = tmp_path / "neu"
    made = empty("init", str(home), *CITY, "--year", NEXT, *DEPARTMENTS)
    assert (made.code, made.err) == (0, "")
    assert f"  angelegt: config/musterhausen-{NEXT}/rollout.yaml\n" in made.out
    assert "bielefeld" not in made.out
    assert "gilt als versäumt" not in made.out
    assert "zu gleichen Teilen auf die Dezernate verteilt" in made.out
    post = {"OZG_HOME": str(home), "OZG_SMTP_URL": f"dir:{tmp_path / 'post'}", "OZG_RECIPIENTS": "*"}
    checked = empty("check", **post)
    assert checked.out.startswith(f"musterhausen-{NEXT}: in Ordnung – 14 Meilensteine, 3 Dezernate, 29 Ämter, 161 Leistungen.\n")
    assert (checked.code, "Hinweis" in checked.out) == (0, False)
    assert empty("prepare", **post).code == 0
    sending = load_rollouts(home)[0].config.timeline.get("versand")
    assert sending is not None
    assert empty("run-day", "--today", sending.planned_on.isoformat(), **post).code == 0
    mails = [path.read_bytes() for path in (tmp_path / "post").rglob("*.eml")]
    lists = [mail for mail in mails if b".xlsx" in mail]
    for mailbox in (b"dezernat1@", b"dezernat2@", b"dezernat-ob@"):
        assert any(mailbox + b"musterhausen.example" in mail for mail in lists), mailbox
    assert not any(b"bielefeld" in mail.lower() for mail in mails)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("--city", "Musterhausen"),
            "Für eine eigene Stadt fehlt noch: --land, --year, --domain. Mit „--ask“ wird danach gefragt.\n",
        ),
        (("--departments", "1=Finanzen"), "Für eine eigene Stadt fehlt noch: --city, --land, --year, --domain."),
        ((*CITY, "--year", "2019"), "Das Jahr 2019 ist vorbei"),
        ((*CITY, "--year", NEXT, "--land", "XX"), "„XX“ ist kein Kürzel eines Landes."),
        (("--ask",), "„--ask“ fragt im Terminal; hier ist keines."),
    ],
)
def test_what_is_missing_or_wrong_is_told_and_nothing_is_made(
    empty: Ozg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], message: str
) -> None:
    with Path(os.devnull).open(encoding="utf-8") as nobody:
        monkeypatch.setattr("sys.stdin", nobody)
        result = empty("init", str(tmp_path / "neu"), *arguments)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(message)
    assert not (tmp_path / "neu").exists()


def test_in_a_terminal_it_asks_until_each_answer_is_right(empty: Ozg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keyboard, terminal = os.openpty()
    os.write(keyboard, "Weißenburg\nXX\nBY\n\n\n1=Rat; 1=Rat\n1=Rat\n".encode())
    with os.fdopen(terminal, encoding="utf-8") as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        result = empty("init", str(tmp_path / "neu"), "--ask")
    os.close(keyboard)
    assert result.code == 0
    assert "Wie heißt die Stadt? [Stadt Musterhausen] " in result.out
    assert f"In welchem Jahr beginnt der Plan? [{NEXT}] " in result.out
    assert "Welche Mail-Domäne hat sie? [weissenburg.example] " in result.out
    assert [line.partition(".")[0] for line in result.err.splitlines()] == [
        "„XX“ ist kein Kürzel eines Landes",
        "Das Dezernat 1 steht zweimal da",
    ]
    written = (tmp_path / f"neu/config/weissenburg-{NEXT}/rollout.yaml").read_text(encoding="utf-8")
    assert 'city: "Weißenburg"\n' in written
    assert "Rechtsgrundlagen, die Landesrecht von Nordrhein-Westfalen waren" in result.out


def test_a_plan_of_this_year_says_that_a_part_of_it_may_be_over(empty: Ozg, tmp_path: Path) -> None:
    made = empty("init", str(tmp_path / "neu"), *CITY, "--year", str(int(NEXT) - 1))
    assert "Was in diesem Jahr schon vorbei ist, gilt als versäumt: bitte verschieben.\n" in made.out
