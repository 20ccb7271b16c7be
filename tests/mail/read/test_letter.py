"""What a stored mail says is read once and kept by the sum of its bytes."""

from hashlib import sha256

import pytest

from ozg_workflow.mail.read import letter
from ozg_workflow.mail.read.letter import Letter, kept_letter, read_letter

MAIL = b"From: a@amt.example\r\nSubject: Liste\r\n\r\nGuten Tag\r\n"


def test_a_letter_has_the_text_and_nothing_stands_for_an_erased_one() -> None:
    assert read_letter(MAIL) == Letter(text="Guten Tag\r\n")
    assert read_letter(b"") == Letter()


def test_the_bytes_are_fetched_once_for_each_sum(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letter, "MOST_LETTERS", 2)
    monkeypatch.setattr(letter, "_letters", {})
    fetched: list[str] = []

    def ask(text: str) -> str:
        content = MAIL + text.encode()

        def fetch() -> bytes:
            fetched.append(text)
            return content

        return kept_letter(sha256(content).hexdigest(), fetch).text.split()[-1]

    assert [ask(text) for text in ("eins", "eins", "zwei", "eins", "drei", "eins")] == [
        "eins",
        "eins",
        "zwei",
        "eins",
        "drei",
        "eins",
    ]
    assert fetched == ["eins", "zwei", "drei", "eins"], "the third one does not fit, so all were forgotten"
