"""Without `--rollout` all mailboxes are read and all outboxes delivered, each rollout's through its own servers."""

import json
from email.message import EmailMessage
from pathlib import Path

from tests.cli.conftest import Ozg
from tests.cli.rollouts.conftest import CITIES

SENT_ON = "2020-03-25"


def _own_mail(ozg: Ozg, key: str) -> tuple[Path, Path]:
    """Give a rollout a mailbox and a way out of its own, as folders."""
    out, box = ozg.home / "post" / key, ozg.home / "box" / key
    for place in ("new", "cur", "tmp"):
        (box / place).mkdir(parents=True)
    settings = ozg.home / "config" / key / "settings.toml"
    settings.write_text(f'smtp_url = "dir:{out}"\ninbox_url = "maildir:{box}"\nrecipients = ["*"]\n', encoding="utf-8")
    settings.chmod(0o600)
    return out, box


def _write_to(box: Path, key: str) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"amt33@{key}.example", f"ozg@{key}.example", f"Frage aus {key}"
    mail["Message-ID"] = f"<frage@{key}.example>"
    mail.set_content("Wer ist zuständig?")
    (box / "new" / f"1585000000.{key}.stadt").write_bytes(mail.as_bytes())


def _inbox(ozg: Ozg, key: str) -> list[str]:
    return [mail["subject"] for mail in json.loads(ozg("inbox", "list", "--rollout", key, "--json").out)]


def test_all_mailboxes_are_read_and_each_rollout_gets_its_own_mail(three: Ozg) -> None:
    for key in CITIES:
        _write_to(_own_mail(three, key)[1], key)
    result = three("collect", "--today", SENT_ON)
    assert result.code == 0, result.err
    assert [line for line in result.out.splitlines() if not line.startswith(" ")] == [
        f"{key}: Posteingang lesen" for key in CITIES
    ]
    assert {key: _inbox(three, key) for key in CITIES} == {key: [f"Frage aus {key}"] for key in CITIES}


def test_all_outboxes_are_delivered_each_through_its_own_relay(three: Ozg) -> None:
    ways = {key: _own_mail(three, key)[0] for key in CITIES}
    assert three("run-day", "--today", SENT_ON, "--no-deliver").code == 0
    assert not any(way.exists() and list(way.iterdir()) for way in ways.values())
    result = three("deliver", "--today", SENT_ON)
    assert result.code == 0, result.err
    queued = {key: len(json.loads(three("mail", "list", "--rollout", key, "--json").out)) for key in CITIES}
    assert {key: len(list(way.glob("*.eml"))) for key, way in ways.items()} == queued
    assert all(queued.values())


def test_one_mailbox_that_is_gone_keeps_no_other_from_being_read(three: Ozg) -> None:
    boxes = {key: _own_mail(three, key)[1] for key in CITIES}
    for key, box in boxes.items():
        _write_to(box, key)
    boxes[CITIES[1]].rename(three.home / "weg")
    result = three("collect", "--json", "--today", SENT_ON)
    assert result.code == 3
    told = json.loads(result.out)
    assert [one["rollout"] for one in told["rollouts"]] == [CITIES[0], CITIES[2]]
    assert list(told["failed"]) == [CITIES[1]]
    assert result.err.startswith(f"{CITIES[1]}: Das Postfach ")
    assert [bool(_inbox(three, key)) for key in CITIES] == [True, False, True]


def test_one_that_is_named_is_served_alone(three: Ozg) -> None:
    for key in CITIES:
        _write_to(_own_mail(three, key)[1], key)
    result = three("collect", "--today", SENT_ON, "--rollout", CITIES[2])
    assert (result.code, result.out.splitlines()[0]) == (0, "Posteingang lesen")
    assert [bool(_inbox(three, key)) for key in CITIES] == [False, False, True]


def test_watching_is_for_one(three: Ozg) -> None:
    result = three("collect", "--watch", "--today", SENT_ON, OZG_SMTP_URL=f"dir:{three.home / 'post'}")
    assert result.code == 1
    assert "bitte einen mit --rollout wählen" in result.err
