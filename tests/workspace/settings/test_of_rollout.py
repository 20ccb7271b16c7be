"""A rollout may have mail of its own: its file goes over the environment, the environment over the settings of the installation."""

from pathlib import Path

import pytest

from ozg_workflow.domain.errors import ConfigurationError
from ozg_workflow.workspace.settings import Settings, load_settings, settings_of_rollout


def workspace(home: Path, **files: str) -> Path:
    """Folders of rollouts with their settings; the key of a rollout is the name of its folder."""
    for folder, text in files.items():
        place = home / "config" / folder
        place.mkdir(parents=True)
        (place / "rollout.yaml").write_text(f"key: {folder}\ntitle: x\n", encoding="utf-8")
        if text:
            (place / "settings.toml").write_text(text, encoding="utf-8")
    return home


def mistakes(home: Path) -> list[tuple[str, int, str]]:
    with pytest.raises(ConfigurationError) as caught:
        settings_of_rollout(home, Settings(), "herford")
    return [(p.file, p.line, p.message) for p in caught.value.problems]


def test_the_file_of_a_rollout_goes_over_the_environment_over_the_file_of_the_installation(tmp_path: Path) -> None:
    home = workspace(tmp_path, herford='smtp_url = "dir:herford"\n', minden="")
    (home / "config" / "settings.toml").write_text(
        'smtp_url = "dir:alle"\nsender = "alle@land.example"\ninbox_url = "maildir:alle"\n', encoding="utf-8"
    )
    settings = load_settings(home, {"OZG_SENDER": "umgebung@land.example", "OZG_SMTP_URL": "dir:umgebung"})
    herford, minden = (settings_of_rollout(home, settings, key) for key in ("herford", "minden"))
    assert (herford.smtp_url, herford.sender, herford.inbox_url) == ("dir:herford", "umgebung@land.example", "maildir:alle")
    assert minden == settings


def test_a_rollout_that_has_no_folder_here_has_the_settings_of_the_installation(tmp_path: Path) -> None:
    settings = Settings(smtp_url="dir:alle")
    assert settings_of_rollout(tmp_path, settings, "herford") is settings


def test_the_key_counts_and_not_the_name_of_the_folder(tmp_path: Path) -> None:
    home = workspace(tmp_path, minden='sender = "a@minden.example"\n', herford='sender = "b@herford.example"\n')
    (home / "config" / "minden" / "rollout.yaml").write_text('key: "herford"  # umbenannt\n', encoding="utf-8")
    (home / "config" / "herford" / "rollout.yaml").write_text("key: minden\n", encoding="utf-8")
    assert settings_of_rollout(home, Settings(), "herford").sender == "a@minden.example"


def test_everything_about_the_mail_may_stand_there(tmp_path: Path) -> None:
    home = workspace(
        tmp_path,
        herford="""
smtp_url = "smtp+starttls://ozg@mail.herford.example:587"
smtp_per_minute = 30
smtp_connections = 2
inbox_url_file = "geheim/postfach"
recipients = ["*@herford.example"]
oauth_token_url = "https://login.example/token"
oauth_client_id = "a"
oauth_client_secret_file = "geheim/oauth"
oauth_scope = "mail"
""",
    )
    (home / "geheim").mkdir()
    (home / "geheim" / "postfach").write_text("imaps://ozg:pw@mail.herford.example\n", encoding="utf-8")
    (home / "geheim" / "oauth").write_text("streng geheim\n", encoding="utf-8")
    found = settings_of_rollout(home, Settings(), "herford")
    assert found.inbox_url == "imaps://ozg:pw@mail.herford.example"
    assert (found.smtp_per_minute, found.smtp_connections, found.recipients) == (30, 2, ("*@herford.example",))
    assert found.oauth is not None
    assert found.oauth.client_secret == "streng geheim"
    assert "geheim" not in repr(found)
    assert "streng geheim" in found.secrets


def test_what_is_one_for_all_and_what_is_wrong_is_named_with_file_and_line(tmp_path: Path) -> None:
    home = workspace(
        tmp_path,
        herford='sender = "a@stadt.example"\nsecret_key = "x"\nsmtp = ""\nsmtp_per_minute = "viele"\nsender_file = "da"\ninbox_url_file = "fehlt"\n',
    )
    file = "config/herford/settings.toml"
    assert mistakes(home) == [
        (file, 2, "Die Einstellung „secret_key“ gilt für alle Rollouts und gehört in config/settings.toml."),
        (file, 3, "Die Einstellung „smtp“ ist unbekannt."),
        (file, 4, "„viele“ ist keine ganze Zahl; 0 heißt unbegrenzt."),
        (file, 5, "„sender“ und „sender_file“ stehen beide da; bitte eine der beiden Zeilen entfernen."),
        (file, 6, f"inbox_url_file: Die Datei {home}/fehlt ist nicht lesbar (Datei oder Ordner gibt es nicht)."),
    ]


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    ((file, line, message),) = mistakes(workspace(tmp_path, herford="sender = a\n"))
    assert (file, line) == ("config/herford/settings.toml", 1)
    assert message.startswith("Die Datei ist kein gültiges TOML: ")
