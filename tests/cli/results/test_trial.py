"""`ozg evaluate --weights` compares and says it in German; mistakes name file and line."""

import json

from tests.cli.conftest import Ozg


def test_other_weights_are_compared_and_nothing_is_evaluated(sent: Ozg) -> None:
    file = sent.home / "entwurf.yaml"
    agreed = sent.home / "config" / "bielefeld-2020" / "prioritisation.yaml"
    file.write_text(agreed.read_text(encoding="utf-8").replace("weight: 15", "weight: 40"), encoding="utf-8")
    result = sent("evaluate", "--weights", str(file))
    assert (result.code, result.err) == (0, "")
    assert "Anders: Kriterium „personaleinsatz“, weight: 40 statt 15." in result.out
    assert "Nichts davon ist gespeichert" in result.out
    found = json.loads(sent("evaluate", "--weights", str(file), "--json").out)
    assert found["stored"] is False
    assert json.loads(sent("status", "--json").out)["prioritisation"] is None


def test_a_mistake_names_file_and_line(sent: Ozg) -> None:
    file = sent.home / "entwurf.yaml"
    file.write_text('version: "2"\nagreed_by: []\ncriteria: []\nblocking: {}\nwaves: 3\n', encoding="utf-8")
    result = sent("evaluate", "--weights", str(file))
    assert result.code == 1
    assert f"{file}:5: " in result.err
