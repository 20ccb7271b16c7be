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
