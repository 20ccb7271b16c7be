"""What a person does with the outbox on the command line."""

import json

import pytest

from tests.cli.conftest import Ozg

DAY = "2020-03-25"


@pytest.fixture
def careful(ozg: Ozg) -> Ozg:
    """A workspace that demands a release, with its lists waiting."""
    path = ozg.home / "config" / "bielefeld-2020" / "rollout.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("require_release: false", "require_release: true"), encoding="utf-8")
    settings = {"OZG_RECIPIENTS": "*", "OZG_SMTP_URL": f"dir:{ozg.home / 'post'}"}
    assert ozg("prepare", "--today", DAY, **settings).code == 0
    result = ozg("send-lists", "--today", DAY, **settings)
    assert "angehalten: Wartet auf die Freigabe („ozg mail release“)." in result.out
    return ozg


def settings(ozg: Ozg) -> dict[str, str]:
    return {"OZG_RECIPIENTS": "*", "OZG_SMTP_URL": f"dir:{ozg.home / 'post'}"}


def test_every_recipient_is_shown_before_a_release(careful: Ozg) -> None:
    shown = careful("mail", "release", "--all", "--preview", "--today", DAY, **settings(careful))
    assert shown.code == 0
    assert "dezernat2@bielefeld.example" in shown.out
    assert not (careful.home / "post").exists()
    sent = careful("mail", "release", "--all", "--today", DAY, "--json", **settings(careful))
    assert json.loads(sent.out)["figures"] == {"released": 6, "accepted": 6}
    assert len(list((careful.home / "post").iterdir())) == 6


def test_several_mails_are_released_by_their_numbers(careful: Ozg) -> None:
    careful("mail", "release", "1", "3", "--today", DAY, **settings(careful))
    assert sorted(path.name.partition("-")[0] for path in (careful.home / "post").iterdir()) == ["1", "3"]


@pytest.mark.parametrize("arguments", [(), ("1", "--all")])
def test_a_release_names_numbers_or_all(careful: Ozg, arguments: tuple[str, ...]) -> None:
    result = careful("mail", "release", *arguments)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("Bitte Nummern angeben, oder --all")


def test_nothing_rests_and_that_is_said(ozg: Ozg) -> None:
    result = ozg("mail", "resume", "--no-deliver")
    assert (result.code, "Die Zustellung pausiert nicht." in result.out) == (0, True)


def test_a_mail_is_shown_with_what_became_of_it_at_each_address(sent: Ozg) -> None:
    released = {"OZG_RECIPIENTS": "*", "OZG_SMTP_URL": f"dir:{sent.home / 'post'}"}
    sent("deliver", "--today", DAY, **released)
    shown = sent("mail", "show", "1")
    assert "An: dezernat" in shown.out
    assert "– angenommen (1-" in shown.out
    assert "Nummer beim Mailserver: 1-" in shown.out
    (first, *_) = json.loads(sent("mail", "list", "--json").out)
    assert [one["state"] for one in first["outcomes"]] == ["accepted"]
