"""Settings come from the environment over `config/settings.toml`; secrets may lie in files and are never shown."""

from datetime import date
from pathlib import Path

import pytest

from ozg_workflow.domain.errors import ConfigurationError, InputError
from ozg_workflow.workspace.settings import Settings, load_settings

SECRET = "smtp+starttls://ozg:geheim@mail.stadt.example:587"


def _toml(home: Path, text: str | bytes) -> None:
    path = home / "config" / "settings.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def _mistakes(home: Path) -> list[tuple[str, int, str]]:
    with pytest.raises(ConfigurationError) as caught:
        load_settings(home, {})
    return [(p.file, p.line, p.message) for p in caught.value.problems]


def test_without_any_setting_everything_has_its_default(tmp_path: Path) -> None:
    assert load_settings(tmp_path, {}) == Settings()


def test_the_shipped_settings_send_nothing_to_anybody(home: Path) -> None:
    assert load_settings(home, {}) == Settings()


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    _toml(tmp_path, 'sender = "datei@stadt.example"\nrecipients = ["*@stadt.example"]\n')
    found = load_settings(tmp_path, {"OZG_SENDER": "umgebung@stadt.example"})
    assert (found.sender, found.recipients) == ("umgebung@stadt.example", ("*@stadt.example",))
    assert load_settings(tmp_path, {"OZG_RECIPIENTS": ""}).recipients == ()


@pytest.mark.parametrize(
    ("text", "recipients"),
    [("", ()), (" , ", ()), ("*", ("*",)), (" a@stadt.example ,*@kreis.example,", ("a@stadt.example", "*@kreis.example"))],
)
def test_recipients_are_separated_by_commas(tmp_path: Path, text: str, recipients: tuple[str, ...]) -> None:
    assert load_settings(tmp_path, {"OZG_RECIPIENTS": text}).recipients == recipients


@pytest.mark.parametrize("name", ["SMTP_URL", "INBOX_URL", "DATABASE_URL", "SECRET_KEY"])
def test_a_secret_may_lie_in_a_file(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_text(f"{SECRET}\n", encoding="utf-8")
    found = load_settings(tmp_path, {f"OZG_{name}_FILE": str(tmp_path / "secret")})
    assert getattr(found, name.lower()) == SECRET


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_an_unreadable_secret_file_is_named(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "secret").write_bytes(content)
    with pytest.raises(InputError, match=r"^OZG_SMTP_URL_FILE: Die Datei .*secret ist nicht "):
        load_settings(tmp_path, {"OZG_SMTP_URL_FILE": str(tmp_path / "secret")})


def test_no_secret_is_ever_shown(tmp_path: Path) -> None:
    found = load_settings(tmp_path, {f"OZG_{n}": SECRET for n in ("SMTP_URL", "INBOX_URL", "DATABASE_URL", "SECRET_KEY")})
    assert "geheim" not in repr(found)
    assert "geheim" not in f"{found}"


def test_an_unknown_setting_is_named_with_its_own_line(tmp_path: Path) -> None:
    _toml(tmp_path, '# Kommentar\nsmtp_url = "dir:post"\nsmtp = "dir:post"\n\n[mail]\nx = 1\n')
    assert _mistakes(tmp_path) == [
        ("config/settings.toml", 3, "Die Einstellung „smtp“ ist unbekannt."),
        ("config/settings.toml", 5, "Die Einstellung „mail“ ist unbekannt."),
    ]


def test_invalid_toml_is_named_with_its_line(tmp_path: Path) -> None:
    _toml(tmp_path, 'sender = "a"\nrecipients = [\nx\n')
    ((file, line, message),) = _mistakes(tmp_path)
    assert (file, line) == ("config/settings.toml", 3)
    assert message == "Die Datei ist kein gültiges TOML: Spalte 1 ist nicht zu lesen; Texte stehen in Anführungszeichen."


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"sender = a\n", "Spalte 10 ist nicht zu lesen; Texte stehen in Anführungszeichen."),
        (b"recipients = [\n", "das Ende ist nicht zu lesen; eine Klammer oder ein Anführungszeichen fehlt."),
        (b'sender = "a"\nsender = "b"\n', "Spalte 13 ist nicht zu lesen; ein Name steht nur einmal da."),
        ('sender = "ö"'.encode("latin-1"), "sie ist nicht in UTF-8 gespeichert."),
    ],
)
def test_why_a_file_is_no_toml_is_said_in_german(tmp_path: Path, content: bytes, reason: str) -> None:
    _toml(tmp_path, "")
    (tmp_path / "config/settings.toml").write_bytes(content)
    assert [message for _, _, message in _mistakes(tmp_path)] == [f"Die Datei ist kein gültiges TOML: {reason}"]


def test_settings_that_are_not_utf_8_are_named(tmp_path: Path) -> None:
    _toml(tmp_path, 'sender = "Bürger"\n'.encode("cp1252"))
    ((file, line, _),) = _mistakes(tmp_path)
    assert (file, line) == ("config/settings.toml", 1)


def test_the_pretended_day_may_stand_in_the_environment_or_the_file(tmp_path: Path) -> None:
    assert load_settings(tmp_path, {"OZG_TODAY": "2020-03-25"}).today == date(2020, 3, 25)
    assert load_settings(tmp_path, {"OZG_TODAY": ""}).today is None
    _toml(tmp_path, "today = 2020-03-26\n")
    assert load_settings(tmp_path, {}).today == date(2020, 3, 26)


@pytest.mark.parametrize("text", ["25.03.2020", "2020-02-31", "heute"])
def test_a_wrong_pretended_day_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match=f"^OZG_TODAY: „{text}“ ist kein Datum im Format JJJJ-MM-TT.$"):
        load_settings(tmp_path, {"OZG_TODAY": text})


@pytest.mark.parametrize("character", ["\r\n", "\n", "\0", "\x7f", "\u2028"])
@pytest.mark.parametrize("name", ["SENDER", "RECIPIENTS", "SMTP_URL"])
def test_a_line_break_cannot_be_smuggled_into_a_setting(tmp_path: Path, name: str, character: str) -> None:
    text = f"a@stadt.example{character}Bcc: b@stadt.example"
    with pytest.raises(InputError, match=rf"^OZG_{name} enthält einen Zeilenumbruch oder ein Steuerzeichen\.$"):
        load_settings(tmp_path, {f"OZG_{name}": text})
    (tmp_path / "secret").write_text(text, encoding="utf-8", newline="")
    with pytest.raises(InputError, match=rf"^OZG_{name}_FILE enthält einen Zeilenumbruch oder ein Steuerzeichen\.$"):
        load_settings(tmp_path, {f"OZG_{name}_FILE": str(tmp_path / "secret")})


def test_a_line_break_in_the_file_is_named_with_its_line(tmp_path: Path) -> None:
    _toml(tmp_path, 'sender = "a@stadt.example\\r\\nBcc: b@stadt.example"\nrecipients = ["*", "x\\u0000"]\n')
    assert _mistakes(tmp_path) == [
        ("config/settings.toml", 1, "Die Einstellung „sender“ enthält einen Zeilenumbruch oder ein Steuerzeichen."),
        ("config/settings.toml", 2, "Die Einstellung „recipients“ enthält einen Zeilenumbruch oder ein Steuerzeichen."),
    ]


def test_addresses_from_outside_have_no_slash_at_their_end_and_hosts_are_separated_by_commas(tmp_path: Path) -> None:
    found = load_settings(
        tmp_path,
        {
            "OZG_UI_URL": "https://ozg.stadt.example/",
            "OZG_READING_URL": "http://lesen.stadt.example:8080",
            "OZG_READING_HOSTS": "ozg, ozg.stadt.example",
        },
    )
    assert (found.ui_url, found.reading_url) == ("https://ozg.stadt.example", "http://lesen.stadt.example:8080")
    assert found.reading_hosts == ("ozg", "ozg.stadt.example")


@pytest.mark.parametrize(
    "text", ["ozg.stadt.example", "ftp://stadt.example", "https://", "https://a:b@stadt.example", "javascript:alert(1)"]
)
def test_what_is_no_address_of_a_page_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match=r"^OZG_READING_URL: „.*“ ist keine Adresse wie https://ozg\.stadt\.example\.$"):
        load_settings(tmp_path, {"OZG_READING_URL": text})


@pytest.mark.parametrize(
    "sender", ["ozg", "ozg@@stadt.example", "OZG-Koordination <ozg@stadt.example>", "ozg@stadt.example, b@stadt.example"]
)
def test_a_sender_that_is_no_address_is_named_before_every_mail_fails(tmp_path: Path, sender: str) -> None:
    with pytest.raises(InputError, match=r"OZG_SENDER: „.+“ ist keine Mailadresse"):
        load_settings(tmp_path, {"OZG_SENDER": sender})
    _toml(tmp_path, f'# Absender\nsender = "{sender}"\n')
    ((file, line, message),) = _mistakes(tmp_path)
    assert (file, line, message) == (
        "config/settings.toml",
        2,
        f"„{sender}“ ist keine Mailadresse; erwartet wird nur die Adresse, ohne Namen.",
    )


@pytest.mark.parametrize("login", ["koordination", "koordination:", ":geheim"])
def test_a_login_without_user_or_password_is_told(tmp_path: Path, login: str) -> None:
    with pytest.raises(InputError, match="OZG_UI_AUTH muss die Form benutzer:kennwort haben") as caught:
        load_settings(tmp_path, {"OZG_UI_AUTH": login})
    assert login not in str(caught.value)
