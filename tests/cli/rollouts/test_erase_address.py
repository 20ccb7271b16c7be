"""A computing centre erases for one city: the same address in another city is named and left alone."""

import json
import re

from tests.cli.conftest import Ozg
from tests.cli.rollouts.conftest import CITIES


def _head_of_33(ozg: Ozg, key: str) -> str:
    text = (ozg.home / "config" / key / "organisation.csv").read_text(encoding="utf-8")
    (row,) = [line.split(";") for line in text.splitlines() if line.startswith("Amt;33;")]
    return row[6]


def _another_head(ozg: Ozg, key: str, address: str) -> None:
    file = ozg.home / "config" / key / "organisation.csv"
    file.write_text(re.sub(re.escape(address), "neu33@bielefeld.example", file.read_text(encoding="utf-8")), encoding="utf-8")
    assert ozg("prepare", "--rollout", key).code == 0


def test_only_the_city_that_is_named_forgets_a_former_head(three: Ozg) -> None:
    address = _head_of_33(three, CITIES[0])
    _another_head(three, CITIES[0], address)
    assert three("privacy", "erase", address).code == 1, "a rollout has to be named"
    shown = json.loads(three("privacy", "erase", address, "--rollout", CITIES[0], "--preview", "--json").out)
    done = json.loads(three("privacy", "erase", address, "--rollout", CITIES[0], "--by", "Frau Muster", "--json").out)
    assert (shown["figures"], shown["preview"], shown["backup"]) == (done["figures"], True, None)
    assert done["figures"] == {"former_heads": 1}
    assert done["elsewhere"] == list(CITIES[1:])
    assert done["kept"] == []
    still = three("privacy", "erase", address, "--rollout", CITIES[1])
    assert (still.code, "gehört der Leitung von Amt 33" in still.err) == (1, True)
    assert three("audit", "verify").code == 0
    assert three("db", "check").code == 0
