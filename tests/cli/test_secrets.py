"""Passwords in settings get into no output, no log, no table and no file."""

import logging

import pytest
from aiosmtpd.smtp import AuthResult

from tests.cli.conftest import Ozg
from tests.usecases.relay import Relay

PASSWORD = "Gr4ph1t-Esel"
COUNCIL = ("--milestone", "info-personalrat", "--today", "2020-03-19")


def refuse(*_: object) -> AuthResult:
    return AuthResult(success=False, handled=False, message=f"535 5.7.8 ozg/{PASSWORD} is not known here")


def everything_written(ozg: Ozg) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(ozg.home.rglob("*")) if path.is_file())


def test_a_refused_login_leaves_the_password_nowhere(ozg: Ozg, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with Relay(authenticator=refuse, auth_require_tls=False) as relay:
        settings = {"OZG_RECIPIENTS": "*", "OZG_SMTP_URL": relay.url.replace("//", f"//ozg:{PASSWORD}@")}
        said = [ozg("announce", *COUNCIL, **settings), ozg("deliver", **settings), ozg("check", **settings)]
        said += [ozg("mail", *words, **settings) for words in (("show", "1"), ("list", "--json"), ("resume",))]
        said += [ozg("run-day", "--today", "2020-03-20", **settings), ozg("status", "--json", **settings)]
    assert "lehnt die Anmeldung ab (Antwort 535); bitte Benutzer und Kennwort prüfen" in said[0].err
    assert said[0].code == 3
    assert relay.received == []
    assert PASSWORD not in "".join(r.out + r.err for r in said)
    assert PASSWORD not in caplog.text.replace(f"ozg/{PASSWORD} is not known here", ""), "the relay's own log is not ours"
    assert PASSWORD.encode() not in everything_written(ozg)


@pytest.mark.parametrize(
    ("variable", "url"),
    [
        ("OZG_SMTP_URL", f"smtp://ozg:{PASSWORD}@127.0.0.1:99999"),
        ("OZG_SMTP_URL", f"http://ozg:{PASSWORD}@mail.example"),
        ("OZG_INBOX_URL", f"imap://ozg:{PASSWORD}@mail.example/INBOX"),
        ("OZG_DATABASE_URL", f"postgresql+psycopg://ozg:{PASSWORD}@127.0.0.1:1/ozg"),
        ("OZG_DATABASE_URL", f"nichts://ozg:{PASSWORD}@127.0.0.1:1/ozg"),
    ],
)
def test_a_wrong_setting_is_named_without_its_password(
    ozg: Ozg, variable: str, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    results = [ozg(*command, **{"OZG_RECIPIENTS": "*", variable: url}) for command in (("announce", *COUNCIL), ("collect",))]
    assert any(result.code in (1, 3) for result in results)
    assert PASSWORD not in "".join(r.out + r.err for r in results) + caplog.text
    assert PASSWORD.encode() not in everything_written(ozg)
