"""Steps say what they did, what they held and why, and lose nothing when something outside is down."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Ozg, Result

DAY = "2020-03-19"
COUNCIL = ("--milestone", "info-personalrat", "--today", DAY)  # one mail
EVERYBODY = {"OZG_RECIPIENTS": "*"}


def _mail(ozg: Ozg) -> dict[str, int]:
    """Return the states that mails are in."""
    counts: dict[str, int] = json.loads(ozg("status", "--json").out)["mail"]
    return {state: number for state, number in counts.items() if number}


def _json(result: Result) -> Any:
    assert result.code == 0
    return json.loads(result.out)


def test_an_empty_allow_list_holds_everything_and_says_so(sent: Ozg) -> None:
    assert _mail(sent) == {"held": 6}
    listed = sent("mail", "list")
    assert "Die Liste der erlaubten Empfänger" in listed.out
    announced = sent("announce", *COUNCIL)
    assert (announced.code, announced.err) == (0, "")
    assert "angehalten: Die Liste der erlaubten Empfänger (OZG_RECIPIENTS) ist leer." in announced.out
    assert "7 Mails angehalten." in announced.out


def test_what_the_allow_list_admits_later_is_sent_then(sent: Ozg, tmp_path: Path) -> None:
    settings = {"OZG_RECIPIENTS": "dezernat2@bielefeld.example", "OZG_SMTP_URL": f"dir:{tmp_path / 'post'}"}
    result = sent("deliver", "--today", "2020-03-25", **settings)
    assert (result.code, result.err) == (0, "")
    assert _mail(sent) == {"held": 5, "accepted": 1}
    assert len(list((tmp_path / "post").rglob("*.eml"))) == 1


def test_without_a_mail_server_the_mails_wait_and_the_setting_is_named(ozg: Ozg) -> None:
    result = ozg("announce", *COUNCIL, **EVERYBODY)
    assert result.code == 1
    assert result.err.startswith("Es ist kein Mailserver eingestellt. Bitte OZG_SMTP_URL setzen, z. B. smtp+starttls://")
    waiting = _mail(ozg)
    assert list(waiting) == ["queued"]
    assert waiting["queued"] > 0


def test_a_mail_server_that_is_down_loses_nothing_and_the_next_run_sends_each_mail_once(
    ozg: Ozg, closed_port: int, tmp_path: Path
) -> None:
    down = ozg("announce", *COUNCIL, **EVERYBODY, OZG_SMTP_URL=f"smtp://127.0.0.1:{closed_port}")
    assert down.code == 3
    assert f"127.0.0.1:{closed_port}" in down.err
    queued = _mail(ozg)
    assert list(queued) == ["queued"]
    for _ in range(2):
        up = ozg("deliver", "--today", "2020-03-20", **EVERYBODY, OZG_SMTP_URL=f"dir:{tmp_path / 'post'}")
        assert (up.code, up.err) == (0, "")
        assert _mail(ozg) == {"accepted": queued["queued"]}
    assert len(list((tmp_path / "post").rglob("*.eml"))) == queued["queued"]


def test_a_mailbox_that_cannot_be_reached_is_something_outside(ozg: Ozg, closed_port: int) -> None:
    result = ozg("collect", OZG_INBOX_URL=f"imap://ozg:geheim@127.0.0.1:{closed_port}/INBOX")
    assert result.code == 3
    assert f"127.0.0.1:{closed_port}" in result.err
    assert "geheim" not in result.out + result.err


def test_a_maildir_that_does_not_exist_is_something_outside(ozg: Ozg, tmp_path: Path) -> None:
    assert ozg("collect", OZG_INBOX_URL=f"maildir:{tmp_path / 'nirgends'}").code == 3


def test_without_a_mailbox_collecting_names_the_setting(ozg: Ozg) -> None:
    result = ozg("collect")
    assert result.code == 1
    assert result.err.startswith("Es ist kein Postfach eingestellt. Bitte OZG_INBOX_URL setzen, z. B. imaps://")


def test_a_preview_shows_the_mails_and_changes_nothing(ozg: Ozg) -> None:
    result = ozg("announce", *COUNCIL, "--preview", **EVERYBODY)
    assert (result.code, result.err) == (0, "")
    assert "(Vorschau, nichts wird geändert)" in result.out
    assert "  An: " in result.out
    assert "      Betreff: " in result.out
    assert _mail(ozg) == {}


def test_queueing_only_delivers_nothing(ozg: Ozg, tmp_path: Path) -> None:
    result = ozg("announce", *COUNCIL, "--no-deliver", **EVERYBODY, OZG_SMTP_URL=f"dir:{tmp_path / 'post'}")
    assert result.code == 0
    assert list(_mail(ozg)) == ["queued"]
    assert not list(tmp_path.rglob("*.eml"))


def test_a_day_goes_on_after_a_failed_delivery_and_ends_with_its_status(ozg: Ozg, closed_port: int) -> None:
    result = ozg("run-day", "--today", DAY, **EVERYBODY, OZG_SMTP_URL=f"smtp://127.0.0.1:{closed_port}")
    assert result.code == 3
    assert "Kein Postfach eingestellt (OZG_INBOX_URL), es wird nicht gelesen." in result.out
    assert list(_mail(ozg)) == ["queued"]


def test_a_result_as_json_names_mails_and_figures(ozg: Ozg) -> None:
    found = _json(ozg("announce", *COUNCIL, "--preview", "--json", **EVERYBODY))
    assert set(found) == {"title", "changed", "lines", "figures", "files", "mails"}
    assert found["title"] == "Ankündigungen"
    assert found["figures"]["queued"] == len(found["mails"]) > 0
    assert set(found["mails"][0]) == {"to", "subject", "state", "attachments"}


@pytest.mark.parametrize(
    "command", ["milestone list", "mail list", "inbox list --all", "case list", "remind --preview", "announce --preview"]
)
def test_what_people_read_can_be_read_by_programs_too(ozg: Ozg, command: str) -> None:
    assert isinstance(_json(ozg(*command.split(), "--json")), dict | list)


def test_a_milestone_is_ticked_off_once(ozg: Ozg) -> None:
    first, second = (ozg("milestone", "done", "konzept", "--today", "2020-03-17") for _ in range(2))
    assert "ist erledigt." in first.out
    assert "war bereits erledigt." in second.out
    (concept,) = [m for m in _json(ozg("milestone", "list", "--json")) if m["key"] == "konzept"]
    assert concept["state"] == "done"
    assert concept["done_at"].startswith("2020-03-17T")


def test_the_lists_can_be_written_into_a_folder(ozg: Ozg, tmp_path: Path) -> None:
    before = ozg("lists", "export", str(tmp_path / "listen"))
    assert "Es gibt noch keine Listen; sie entstehen mit „ozg send-lists“." in before.out


def test_a_mail_can_be_previewed_for_a_department(ozg: Ozg) -> None:
    result = ozg("preview", "service_lists", "--to", "2")
    assert result.code == 0
    assert result.out.startswith("Betreff: ")
    assert result.err == f"HTML-Fassung: {ozg.home}/var/preview/service_lists.html\n"
    assert "<html" in (ozg.home / "var/preview/service_lists.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("preview x", "Die Mail „x“ gibt es nicht. Möglich sind:"),
        ("preview reminder --to 9", "Das Dezernat „9“ gibt es nicht. Vorhanden: 1, 2, 3, 4, 5, OB."),
        ("milestone done x", "Den Meilenstein „x“ gibt es nicht. Vorhanden: konzept, "),
        ("announce --milestone x", "„x“ ist kein Meilenstein mit einer Ankündigung. Möglich sind: "),
        ("remind --office 999", "Das Amt „999“ ist nicht bekannt oder nicht eindeutig. Vorhanden: "),
        ("mail show 9999", "Die Mail Nr. 9999 gibt es nicht."),
        ("mail list --state x", "Den Zustand „x“ gibt es nicht. Möglich sind: held, queued,"),
    ],
)
def test_an_unknown_name_or_number_is_answered_with_the_known_ones(ozg: Ozg, command: str, message: str) -> None:
    result = ozg(*command.split())
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith(message)


def test_an_unexpected_error_leaves_its_traceback_in_a_file_and_not_on_the_screen(
    ozg: Ozg, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ozg_workflow.usecases.outbox.preview_mail.preview_mail", lambda *_, **__: next(iter(())))
    result = ozg("preview", "reminder")
    assert result.code == 1
    assert result.err.startswith("Unerwarteter Fehler: StopIteration: ")
    assert result.err.endswith(f"Näheres steht in {ozg.home}/var/fehler.log.\n")
    assert "Traceback" in (ozg.home / "var" / "fehler.log").read_text(encoding="utf-8")


def test_a_file_where_a_folder_is_needed_is_named_with_the_reason(ozg: Ozg) -> None:
    (ozg.home / "var" / "preview").write_text("kein Ordner", encoding="utf-8")
    result = ozg("preview", "reminder")
    assert result.code == 1
    assert result.err.startswith(f"„{ozg.home}/var/preview“ lässt sich nicht benutzen: dort liegt schon etwas.")


def test_a_preview_of_a_day_shows_what_later_steps_would_make_of_earlier_ones(sent: Ozg) -> None:
    before = sent("status", "--json").out
    told = _json(sent("run-day", "--today", "2020-07-01", "--preview", "--json", **EVERYBODY))
    assert "Die Vorlage ist als Entwurf geschrieben; sie geht nur an die Koordination." in told["lines"]
    subjects = [mail["subject"] for mail in told["mails"]]
    assert len(subjects) == len(set(subjects)), "what is queued and then due is one mail"
    (draft,) = (mail for mail in told["mails"] if "Vorlage" in mail["subject"])
    assert "vorlage.pdf" in draft["attachments"]
    assert sent("status", "--json").out == before


def test_a_deadline_is_moved_after_its_consequences_were_shown(sent: Ozg) -> None:
    move = ("milestone", "move", "frist-ruecksendung", "2020-06-12", "--today", "2020-05-06")
    shown = sent(*move, "--preview")
    assert "Erinnerung vor der Frist: am 29.05.2020 statt am 05.05.2020." in shown.out
    assert "Betreff: Neue Frist: Amtslisten bis 12.06.2020 statt 15.05.2020" in shown.out
    assert {item["due_on"] for item in _json(sent("status", "--json"))["lists"]} == {"2020-05-15"}
    assert sent(*move).code == 0
    assert {item["due_on"] for item in _json(sent("status", "--json"))["lists"]} == {"2020-06-12"}
    assert "steht bereits auf dem 12.06.2020" in sent(*move).out


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        (("milestone", "move", "vorstand", "2020-06-12"), 1, "Den Meilenstein „vorstand“ gibt es nicht. Vorhanden: konzept"),
        (("milestone", "move", "auswertung", "12.06.2020"), 2, "„12.06.2020“ ist kein Datum im Format JJJJ-MM-TT."),
        (("milestone", "move", "auswertung", "2020-05-05"), 1, "Der 05.05.2020 liegt nicht in der Zukunft"),
        (("lists", "extend", "99", "2020-06-12"), 1, "Das Amt „99“ ist nicht bekannt"),
        (("lists", "extend", "33", "2020-06-12", "--round", "erhebung-9"), 1, "Vorhanden: erhebung-1."),
        (("lists", "extend", "33", "2020-06-12", "--version", "4"), 1, "keine Liste der Fassung 4."),
    ],
)
def test_a_date_that_cannot_be_is_refused_with_a_sentence(sent: Ozg, arguments: tuple[str, ...], code: int, reason: str) -> None:
    result = sent(*arguments, "--today", "2020-05-06")
    assert (result.code, result.out) == (code, "")
    assert reason in result.err


def test_a_round_is_closed_repeated_and_listed(sent: Ozg) -> None:
    day = ("--today", "2021-03-01")
    refused = sent("round", "open", "--due", "2021-05-14", *day)
    assert (refused.code, refused.out) == (1, "")
    assert "Bitte zuerst diese Runde schließen (Ablauf „17 Runde schließen“ oder „ozg round close erhebung-1“)." in refused.err
    shown = sent("round", "close", "--preview", *day)
    assert "Runde „erhebung-1“ geschlossen" in shown.out
    assert [r["closed_at"] for r in _json(sent("round", "list", "--json"))] == [None]
    assert sent("round", "close", "erhebung-1", "--note", "Schluss", *day).code == 0
    assert sent("round", "reopen", *day).code == sent("round", "close", *day).code == 0
    opened = sent("round", "open", "--due", "2021-05-14", "--title", "Erhebung 2021", *day)
    assert opened.code == 0
    assert "Runde „erhebung-2“ eröffnet: Erhebung 2021, Frist 14.05.2021, vorbelegt aus „erhebung-1“." in opened.out
    found = {r["key"]: (r["previous"], r["closed_at"] is None) for r in _json(sent("round", "list", "--json"))}
    assert found == {"erhebung-1": ("", False), "erhebung-2": ("erhebung-1", True)}
    assert "geschlossen am 01.03.2021" in sent("round", "list").out


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        (("round", "close", "runde-9"), 1, "Die Runde „runde-9“ gibt es nicht. Vorhanden: erhebung-1."),
        (("round", "open"), 2, "Es fehlt die Angabe --due."),
        (("round", "open", "--due", "morgen"), 2, "--due: „morgen“ ist kein Datum im Format JJJJ-MM-TT."),
        (("case", "decide", "--office", "33"), 2, "Bitte Fälle und --office NR oder --none angeben, oder nur --all-proposed."),
        (("case", "decide", "7", "8", "--office", "33"), 1, "Den Zuständigkeitsfall 7 gibt es nicht."),
    ],
)
def test_a_decision_that_cannot_be_is_refused_with_a_sentence(
    sent: Ozg, arguments: tuple[str, ...], code: int, reason: str
) -> None:
    result = sent(*arguments)
    assert (result.code, result.out) == (code, "")
    assert reason in result.err


def test_without_cases_there_is_no_proposal_to_follow(sent: Ozg) -> None:
    assert "Es gibt keine offenen Zuständigkeitsfälle." in sent("case", "decide", "--all-proposed").out
