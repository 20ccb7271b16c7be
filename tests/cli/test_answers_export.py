"""`ozg answers export` as people type it."""

import json
from pathlib import Path

from tests.cli.conftest import Ozg


def test_the_table_is_written_and_the_program_says_where(sent: Ozg, tmp_path: Path) -> None:
    target = tmp_path / "erhebung.json"
    told = sent("answers", "export", str(target), "--by", "Frau Lindner")
    assert told.code == 0
    lines = json.loads(target.read_text(encoding="utf-8"))
    assert told.out.splitlines()[0] == "Angaben ausgeben"
    assert f"{len(lines)} Zeilen der Runde „Erhebung“ (erhebung-1)." in told.out
    assert f"Geschrieben: {target}" in told.out
    assert json.loads(sent("answers", "export", str(target), "--json").out)["figures"] == {"lines": len(lines)}


def test_what_cannot_be_written_is_a_german_sentence(sent: Ozg, tmp_path: Path) -> None:
    for arguments, words in (
        ((str(tmp_path / "a.pdf"),), "Die Angaben gibt es als .xlsx, .csv und .json"),
        ((str(tmp_path / "a.csv"), "--round", "x"), "Die Runde „x“ gibt es nicht."),
        ((str(tmp_path),), "bitte eine dieser Endungen verwenden"),
    ):
        told = sent("answers", "export", *arguments)
        assert (told.code, told.out) == (1, "")
        assert words in told.err
    assert sent("answers", "export").code == 2
