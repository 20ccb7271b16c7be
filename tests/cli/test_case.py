"""A person sees what an office wrote, why nothing moved, and which offices may be meant; a decision is read as strictly."""

import email
import json
import mailbox
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.cli.conftest import Ozg
from tests.usecases.town import fill, not_ours

HOUSE = "bielefeld.example"
NAMED = {1: "Umwelt", 2: "Amt 33 (Standesamt)", 3: "nicht Amt 33"}


def _list_of(folder: Path, office: str) -> bytes:
    for path in folder.glob("**/*.eml"):
        for part in email.message_from_bytes(path.read_bytes(), policy=policy.default).iter_attachments():
            if f"Amtsliste_{office}_" in str(part.get_filename()):
                return bytes(part.get_content())
    raise AssertionError(office)


@pytest.fixture
def refused(sent: Ozg, tmp_path: Path) -> Ozg:
    """A workspace in which the Gesundheitsamt has refused three services with doubtful words."""
    post, box = tmp_path / "post", tmp_path / "postfach"
    assert sent("deliver", "--today", "2020-03-25", OZG_SMTP_URL=f"dir:{post}", OZG_RECIPIENTS="*").code == 0
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = f"amt53@{HOUSE}", f"ozg@{HOUSE}", "Liste", f"<1@{HOUSE}>"
    mail["Date"] = "Mon, 06 Apr 2020 09:00:00 +0200"
    mail.set_content("Anbei.")
    content = fill(_list_of(post, "53"), {n: not_ours(text) for n, text in NAMED.items()})
    mail.add_attachment(content, maintype="application", subtype="octet-stream", filename="Liste.xlsx")
    mailbox.Maildir(box).add(mail.as_bytes(policy=policy.SMTP))
    assert sent("collect", "--today", "2020-04-06", OZG_INBOX_URL=f"maildir:{box}").code == 0
    return sent


def test_the_list_of_cases_shows_text_reason_and_proposals(refused: Ozg) -> None:
    cases = json.loads(refused("case", "list", "--json").out)
    assert [(c["named"], c["reason_code"], c["proposed_office"]) for c in cases] == [
        ("Umwelt", "unknown", "36"),
        ("Amt 33 (Standesamt)", "contradiction", "33"),
        ("nicht Amt 33", "more_said", None),
    ]
    assert cases[0]["proposals"] == [{"office": "36", "name": "Umweltamt"}, {"office": "70", "name": "Umweltbetrieb"}]
    table = " ".join(refused("case", "list", "--open").out.split())
    assert "36 Umweltamt" in table


@pytest.mark.parametrize(
    ("text", "code", "reason"),
    [
        ("Umwelt", 1, "Das Amt „Umwelt“ ist nicht bekannt oder nicht eindeutig. Gemeint sein könnte: Amt 36 – Umweltamt, Amt 70 – Umweltbetrieb."),
        ("32/33", 1, "Gemeint sein könnte: Amt 32 – Ordnungsamt, Amt 33 – Einwohner- und Meldeamt."),
        ("Stadt Herford, Amt 32", 1, "Gemeint sein könnte: Amt 32 – Ordnungsamt."),
        ("Amt 36", 0, ""),
        ("Amt für öffentliche Ordnung", 0, ""),
    ],
)  # fmt: skip
def test_a_decision_is_refused_where_the_office_is_not_plain(refused: Ozg, text: str, code: int, reason: str) -> None:
    result = refused("case", "decide", "1", "--office", text, "--today", "2020-04-06", "--no-deliver")
    assert result.code == code
    assert reason in result.err
    assert json.loads(refused("case", "list", "--json").out)[-1 if code == 0 else 0]["state"] == (
        "settled" if code == 0 else "open"
    )


DAY = ("--today", "2020-04-06", "--no-deliver")


def case(ozg: Ozg, number: int) -> dict[str, object]:
    return next(c for c in json.loads(ozg("case", "list", "--json").out) if c["id"] == number)


def test_nobody_of_this_city_and_opened_again(refused: Ozg) -> None:
    done = refused("case", "decide", "1", "--none", "--note", "Kreis Herford", "--by", "Frau K.", *DAY)
    assert (done.code, "keine Stelle dieser Stadt: Kreis Herford" in done.out) == (0, True)
    found = case(refused, 1)
    assert (found["state"], found["settled_office"], found["body"]) == ("settled", None, "Kreis Herford")
    assert (found["settled_by"], found["note"], found["reason_code"]) == ("Frau K.", "Kreis Herford", "elsewhere")
    assert "keine Stelle dieser Stadt: Kreis Herford" in " ".join(refused("case", "list").out.split())
    again = refused("case", "decide", "1", "--office", "36", *DAY)
    assert (again.code, "ozg case reopen 1 --note TEXT" in again.err) == (1, True)
    opened = refused("case", "reopen", "1", "--note", "das Umweltamt meldet sich", "--by", "Frau K.", "--json", *DAY)
    assert opened.code == 0, opened.err
    assert case(refused, 1)["reason"] == (
        "Wieder geöffnet von Frau K.: das Umweltamt meldet sich. Vorher entschieden: keine Stelle dieser Stadt: Kreis Herford."
    )
    assert refused("case", "decide", "1", "--office", "36", *DAY).code == 0
    found = case(refused, 1)
    assert (found["settled_office"], found["body"], len(list(found["history"]))) == ("36", "", 4)  # type: ignore[call-overload]


def test_the_body_has_a_name_beside_the_note(refused: Ozg) -> None:
    assert refused("case", "decide", "1", "--none", "--body", "Land NRW", "--note", "laut Erlass", *DAY).code == 0
    assert (case(refused, 1)["body"], case(refused, 1)["note"]) == ("Land NRW", "laut Erlass")


@pytest.mark.parametrize(
    "words",
    [
        ("decide", "1"),
        ("decide", "1", "--none", "--office", "36"),
        ("decide", "--none"),
        ("decide", "1", "--office", "36", "--body", "Land"),
        ("reopen", "1"),
        ("reopen", "--note", "x"),
    ],
)
def test_what_is_missing_or_too_much_is_wrong_usage(refused: Ozg, words: tuple[str, ...]) -> None:
    assert refused("case", *words, *DAY).code == 2
