"""What came in, on the command line: also what seemed automatic is shown, and read again in the name of a person."""

import json

from tests.cli.conftest import Ozg

NOTE = b"""From: noreply@krz.example
To: ozg@bielefeld.example
Subject: Abwesend
Message-ID: <1@krz.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

Wer ist dran?
--b
Content-Type: application/pdf; name=Scan.pdf
Content-Disposition: attachment; filename=Scan.pdf
Content-Transfer-Encoding: base64

JVBERi0xLjQ=
--b--
"""


def test_an_automatic_mail_is_found_shown_and_read_again_by_name(sent: Ozg) -> None:
    box = sent.home / "eingang"
    for folder in ("new", "cur", "tmp"):
        (box / folder).mkdir(parents=True)
    (box / "new" / "1.1.stadt").write_bytes(NOTE)
    where = {"OZG_INBOX_URL": f"maildir:{box}"}
    told = sent("collect", "--no-deliver", **where).out
    assert "1 automatische Mail, davon 1 ungewöhnlich" in told
    assert "Nr. 1 von noreply@krz.example „Abwesend“ (mit Anhang, ohne Bezug zu einer Mail von hier)" in told
    assert json.loads(sent("inbox", "list", "--json").out) == []
    (found,) = json.loads(sent("inbox", "list", "--all", "--json").out)
    assert (found["state"], found["unusual"], found["marks"]) == ("automatic", ["attachment", "no_reference"], ["auto_replied"])
    shown = sent("inbox", "show", "1").out
    assert "Ungewöhnlich: mit Anhang" in shown
    assert "Wer ist dran?" in shown
    assert sent("inbox", "retry", "1", "--by", "Frau Lindner", "--no-deliver").code == 0
    (found,) = json.loads(sent("inbox", "list", "--json").out)
    assert (found["state"], found["kind"]) == ("quarantined", "person")
    log = json.loads(sent("audit", "--object", "incoming:1", "--json").out)
    assert ("mail_retried", "Frau Lindner") in [(line["verb"], line["actor"]) for line in log]
