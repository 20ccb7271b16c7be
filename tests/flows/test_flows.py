"""The flows in a real Prefect server: names, states and artifacts as the coordinator sees them."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from prefect.client.orchestration import SyncPrefectClient
from sqlalchemy import delete, select

from flows.announce import announce
from flows.clear_quarantine import clear_quarantine
from flows.close_round import close_round
from flows.collect_returns import collect_returns
from flows.deliver_mail import deliver_mail
from flows.extend_deadline import extend_deadline
from flows.milestone_done import milestone_done
from flows.move_milestone import move_milestone
from flows.open_round import open_round
from flows.prepare_rollout import prepare_rollout
from flows.remind import remind
from flows.report_status import report_status
from flows.run_day import run_day
from flows.send_lists import send_lists
from flows.settle_responsibility import settle_responsibility
from ozg_workflow.database.models import Office, OfficeMembership, Rollout
from ozg_workflow.usecases.setup.prepare import prepare
from tests.flows.conftest import LINDNER
from tests.usecases.town import Town, not_ours, town_data

Use = Callable[..., Town]


def names_of_runs(client: SyncPrefectClient) -> dict[str, str]:
    """Name and state of every flow run on the server, the newest of each name."""
    runs = sorted(client.read_flow_runs(), key=lambda run: run.created)
    return {run.name: f"{run.state.name}: {run.state.message}" for run in runs}


def test_preparing_twice_changes_nothing_the_second_time(town: Town, cockpit: Use, artifact: Callable[[str], Any]) -> None:
    cockpit(town)
    before = town.dump()
    state = prepare_rollout(by=LINDNER, preview=False, return_state=True)
    assert state.is_completed(), state.message
    assert state.message == "1 Rollout(s) geladen."
    assert not state.result().changed
    assert town.dump() == before
    assert "Stadt Bielefeld" in artifact("bielefeld-2020-stand").data


def test_the_form_shows_what_a_filtered_catalogue_takes_and_asks_for_the_tick(
    asked: Town, cockpit: Use, artifact: Callable[[str], Any]
) -> None:
    cockpit(asked)
    path = asked.home / "config" / "bielefeld-2020" / "catalogue.csv"
    path.write_text("\n".join(line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("L3;")))
    before = asked.dump()
    shown = prepare_rollout(by=LINDNER, return_state=True)
    assert shown.message.startswith("Vorschau: keine Mail würde gehen.")
    assert "Meldebescheinigung ausstellen" in artifact("bielefeld-2020-vorschau").data
    refused = prepare_rollout(by=LINDNER, preview=False, return_state=True)
    assert refused.is_failed()
    assert refused.message.startswith("Diese Dateien nähmen 1 Leistung aus Listen")
    assert asked.dump() == before
    assert prepare_rollout(by=LINDNER, confirmed=True, preview=False, return_state=True).is_completed()
    assert asked.states("33").count("withdrawn") == 1


def test_the_form_shows_what_the_first_preparation_would_do_and_makes_no_database(
    town: Town, cockpit: Use, artifact: Callable[[str], Any]
) -> None:
    town.close()
    for file in (town.home / "var").glob("ozg.db*"):
        file.unlink()
    cockpit(town)
    shown = prepare_rollout(by=LINDNER, return_state=True)
    assert shown.is_completed(), shown.message
    assert "Die Datenbank gibt es noch nicht" in artifact("bielefeld-2020-vorschau").data


def test_preparing_an_unknown_rollout_fails_with_a_sentence(town: Town, cockpit: Use) -> None:
    cockpit(town)
    state = prepare_rollout(by=LINDNER, rollout="paderborn-2020", preview=False, return_state=True)
    assert state.is_failed()
    assert state.message == "Den Rollout „paderborn-2020“ gibt es unter config/ nicht."


def test_the_day_names_its_subflows_like_the_milestones(town: Town, cockpit: Use, prefect: SyncPrefectClient) -> None:
    cockpit(town)
    state = run_day(today=date(2020, 3, 25), preview=False, return_state=True)
    assert state.is_completed(), state.message
    runs = names_of_runs(prefect)
    assert "25.03.2020 · Versendung der Amtslisten + Ausfüllhilfe an die Dezernatspostfächer" in runs
    assert "31.03.2020 · Infoveranstaltung für das Ausfüllen der Amtsliste (1. Termin)" in runs
    assert "18.03.2020 · Information der Leitungen der Organisationseinheiten" in runs, "missed ones, too"
    assert runs["Tageslauf 25.03.2020"].startswith("Completed: 12 Mails")
    assert {item["state"] for item in town.status()["lists"]} == {"sent"}
    again = run_day(today=date(2020, 3, 25), preview=False, return_state=True)
    assert again.result().mails == []


def test_a_failing_step_ends_the_day_as_failed_with_a_sentence_and_the_rest_is_done(
    asked: Town, cockpit: Use, prefect: SyncPrefectClient
) -> None:
    cockpit(asked, OZG_INBOX_URL=f"maildir:{asked.home / 'fehlt'}")
    state = run_day(today=date(2020, 5, 13), preview=False, return_state=True)
    assert state.is_failed()
    assert state.message.startswith("Das Postfach „")
    assert state.message.endswith("ist kein Maildir: Die Ordner new und cur fehlen.")
    assert {m.kind for m in asked.messages() if m.state == "accepted"} >= {"reminder", "daily_digest"}
    assert names_of_runs(prefect)["Tageslauf 13.05.2020"].startswith("Failed: Das Postfach")


def test_a_single_failing_flow_ends_as_failed_without_an_exception(asked: Town, cockpit: Use) -> None:
    cockpit(asked, OZG_SMTP_URL="smtp://127.0.0.1:1")
    state = remind(today=date(2020, 5, 13), preview=False, return_state=True)
    assert state.is_failed()
    assert "nicht erreichbar" in state.message
    assert len(asked.messages("reminder")) == 2, "the reminders wait in the outbox"
    assert {str(m.state) for m in asked.messages("reminder")} == {"queued"}


def test_on_a_holiday_the_scheduled_day_does_nothing(asked: Town, cockpit: Use) -> None:
    cockpit(asked)
    before = asked.dump()
    state = run_day(today=date(2020, 6, 1), working_days_only=True, preview=False, return_state=True)
    assert (state.is_completed(), state.message) == (True, "Heute ist kein Arbeitstag.")
    assert asked.dump() == before


def test_a_preview_shows_every_mail_and_changes_nothing(town: Town, cockpit: Use, artifact: Callable[[str], Any]) -> None:
    cockpit(town)
    before = town.dump()
    state = send_lists(today=date(2020, 3, 25), preview=True, return_state=True)
    assert state.is_completed()
    assert state.message == "Vorschau: 2 Mails würden gehen. Zu lesen unter „Artifacts“ (bielefeld-2020-probe-vorschau)."
    assert town.dump() == before
    assert town.letters() == []
    assert "# Vorschau: Amtslisten versenden" in artifact("bielefeld-2020-probe-vorschau").data
    rows = json.loads(artifact("bielefeld-2020-probe-vorschau-mails").data)
    assert [row["An"] for row in rows] == ["dez1@bielefeld.example", "dez2@bielefeld.example"]
    assert "OZG-Ausfüllhilfe.pdf" in rows[0]["Anhänge"]
    assert {row["Stand"] for row in rows} == {"würde versandt"}


def test_a_preview_tells_which_mails_would_be_held(town: Town, cockpit: Use, artifact: Callable[[str], Any]) -> None:
    cockpit(town, OZG_RECIPIENTS="dez1@bielefeld.example")
    state = send_lists(today=date(2020, 3, 25), preview=True, return_state=True)
    assert state.message.startswith("Vorschau: 1 Mail würde gehen, 1 Mail würde angehalten. ")
    rows = json.loads(artifact("bielefeld-2020-probe-vorschau-mails").data)
    assert [row["Stand"] for row in rows] == ["würde versandt", "würde angehalten"]


def test_a_decision_moves_the_service_and_sends_the_supplement(asked: Town, cockpit: Use) -> None:
    cockpit(asked)
    asked.send_back("50", {2: not_ours()})
    asked.do("collect", "deliver")
    asked.new_letters()
    state = settle_responsibility(
        by=LINDNER, cases=[1], office="Kämmerei", today=date(2020, 4, 7), preview=False, return_state=True
    )
    assert state.is_completed(), state.message
    (letter,) = asked.new_letters()
    assert list(letter.attachments) == ["OZG-Amtsliste_20_Kämmerei_v2.xlsx"]
    again = settle_responsibility(by=LINDNER, cases=[1], office="34", today=date(2020, 4, 7), preview=False, return_state=True)
    assert again.is_failed()
    assert str(again.message).startswith("Der Fall 1 ist bereits entschieden (Amt 20). Soll anders entschieden werden, zuerst ")


def test_a_date_is_moved_after_its_consequences_were_looked_at(asked: Town, cockpit: Use, artifact: Callable[[str], Any]) -> None:
    cockpit(asked)
    form = {
        "milestone": "frist-ruecksendung – bis 15.05.2020 · Rücksendung",
        "to": "2020-06-12",
        "today": "2020-05-06",
        "by": LINDNER,
    }
    assert move_milestone(**form, return_state=True).is_completed()
    shown = artifact("bielefeld-2020-probe-vorschau").data
    assert "Letzte Erinnerung vor der Frist: am 09.06.2020 statt am 13.05.2020" in shown
    assert "Neue Frist: Amtslisten bis 12.06.2020" in shown
    assert {item["due_on"] for item in asked.status()["lists"]} == {"2020-05-15"}, "only a preview"
    asked.new_letters()
    assert move_milestone(**form, preview=False, return_state=True).is_completed()
    assert [letter.to for letter in asked.new_letters()] == [("dez1@bielefeld.example",), ("dez2@bielefeld.example",)]
    later = extend_deadline(
        by=LINDNER, office="34 – Standesamt", due_on="2020-06-26", today="2020-05-07", preview=False, return_state=True
    )
    assert later.is_completed(), later.message
    assert {item["office"]: item["due_on"] for item in asked.status()["lists"]}["34"] == "2020-06-26"


def test_a_round_is_closed_and_repeated_by_form(asked: Town, cockpit: Use) -> None:
    cockpit(asked)
    refused = open_round(by=LINDNER, due_on="2021-05-14", preview=False, today="2021-03-01", return_state=True)
    assert refused.is_failed()
    assert "läuft noch (5 Listen fehlen)" in refused.message
    assert close_round(by=LINDNER, chosen_round="erhebung-1 – Erhebung", today="2021-03-01", return_state=True).is_completed()
    asked.new_letters()
    state = open_round(
        by=LINDNER, due_on="2021-05-14", title="Erhebung 2021", preview=False, today="2021-03-01", return_state=True
    )
    assert state.is_completed(), state.message
    assert [letter.to for letter in asked.new_letters()] == [("dez1@bielefeld.example",), ("dez2@bielefeld.example",)]


def test_many_cases_are_settled_by_one_form(asked: Town, cockpit: Use) -> None:
    cockpit(asked)
    asked.send_back("33", {1: not_ours(), 2: not_ours()})
    asked.do("collect", "deliver")
    chosen = ["1 – Amt 33: Wohnsitz anmelden", "2 – Amt 33: Meldebescheinigung ausstellen"]
    assert settle_responsibility(by=LINDNER, cases=chosen, today="2020-04-07", preview=False, return_state=True).is_failed(), (
        "no office is chosen"
    )
    state = settle_responsibility(
        by=LINDNER, cases=chosen, office="34 – Standesamt", today="2020-04-07", preview=False, return_state=True
    )
    assert state.is_completed(), state.message
    assert asked.status()["cases"] == {"open": 0, "settled": 2}


def test_a_milestone_is_ticked_off(town: Town, cockpit: Use) -> None:
    cockpit(town)
    assert milestone_done(by=LINDNER, milestone="konzept", today=date(2020, 3, 17), return_state=True).is_completed()
    assert town.milestone("konzept") == "done"


@pytest.mark.parametrize(
    ("flow", "parameters", "message"),
    [
        (milestone_done, {"milestone": "gibtesnicht", "by": LINDNER}, "Den Meilenstein „gibtesnicht“ gibt es nicht."),
        (announce, {"milestone": "versand"}, "„versand“ ist kein Meilenstein mit einer Ankündigung."),
        (settle_responsibility, {"cases": [7], "office": "34", "by": LINDNER}, "Den Zuständigkeitsfall 7 gibt es nicht."),
        (send_lists, {"rollout": "paderborn-2020"}, "Den Rollout „paderborn-2020“ gibt es nicht."),
        (report_status, {"rollout": "paderborn-2020"}, "Den Rollout „paderborn-2020“ gibt es nicht."),
        (run_day, {"rollout": "paderborn-2020"}, "Den Rollout „paderborn-2020“ gibt es nicht."),
    ],
)
def test_wrong_parameters_end_as_failed_with_a_sentence(
    town: Town, cockpit: Use, flow: Any, parameters: dict[str, Any], message: str
) -> None:
    cockpit(town)
    before = town.dump()
    state = flow(**parameters, today=date(2020, 3, 17), return_state=True)
    assert state.is_failed()
    assert message in state.message
    assert town.dump() == before


def test_before_the_preparation_the_flows_say_so(town: Town, cockpit: Use, tmp_path: Any) -> None:
    cockpit(town, OZG_DATABASE_URL=f"sqlite:///{tmp_path / 'leer.db'}")
    state = send_lists(preview=False, return_state=True)
    assert state.is_failed()
    assert "Bitte zuerst „ozg prepare“ ausführen." in state.message


def test_a_mail_of_the_quarantine_is_dealt_with_by_the_form(asked: Town, cockpit: Use) -> None:
    cockpit(asked).drop(asked.letter({}, sender="amt34@bielefeld.example", subject="Frage zur Liste"))
    asked.do("collect")
    done = clear_quarantine(by=LINDNER, mail=1, action="erledigt", note="angerufen", preview=False, return_state=True)
    assert done.is_completed()
    assert asked.status()["inbox"]["dismissed"] == 1
    again = clear_quarantine(by=LINDNER, mail=1, action="erneut verarbeiten", preview=False, return_state=True)
    assert again.is_completed()  # a mail can be read again whatever became of it
    assert asked.status()["inbox"]["quarantined"] == 1
    missing = clear_quarantine(by=LINDNER, mail=2, action="erledigt", preview=False, return_state=True)
    assert missing.is_failed()
    assert missing.message == "Die eingegangene Mail Nr. 2 gibt es nicht."


def test_the_day_covers_every_rollout_and_one_failure_stops_no_other(asked: Town, cockpit: Use) -> None:
    data = town_data()
    other = replace(data, config=replace(data.config, key="ahlen-2020"))
    prepare(asked.app.context_for("ahlen-2020", today=date(2020, 3, 16), actor="test"), other)
    cockpit(asked)
    state = run_day(today=date(2020, 5, 13), preview=False, return_state=True)
    assert state.is_completed(), state.message
    assert {m.kind for m in asked.messages() if m.state == "accepted"} >= {"reminder", "service_lists", "information_heads"}
    asked.change(Rollout, Rollout.key == "ahlen-2020", config={}, config_hash="kaputt")
    state = run_day(today=date(2020, 5, 19), preview=False, return_state=True)
    assert state.is_failed()
    assert "ahlen-2020: Die gespeicherte Konfiguration von „ahlen-2020“ passt nicht zu dieser Version" in state.message
    assert "bielefeld-2020:" not in state.message
    assert [m.occasion for m in asked.messages("daily_digest") if m.state == "accepted"][-1] == "2020-05-19"


def test_an_outage_that_lasts_reaches_the_coordinator_by_mail(asked: Town, cockpit: Use) -> None:
    cockpit(asked, OZG_INBOX_URL="imap://127.0.0.1:1/INBOX")
    for expected in (0, 0, 1, 1):
        state = collect_returns(today=date(2020, 4, 6), preview=False, return_state=True)
        assert state.is_failed()
        assert len(asked.messages("failure_notice")) == expected
    (notice,) = asked.messages("failure_notice")
    assert str(notice.state) == "accepted", "it goes out in the same run"


def test_when_the_mail_server_is_what_fails_the_notice_waits_in_the_outbox(asked: Town, cockpit: Use) -> None:
    asked.day("2020-05-13", "remind")
    cockpit(asked, OZG_SMTP_URL="gibtesnicht://localhost")
    state = deliver_mail(today=date(2020, 5, 13), preview=False, return_state=True)
    assert state.is_failed()
    (notice,) = asked.messages("failure_notice")
    assert str(notice.state) == "queued"


def test_what_nobody_foresaw_is_one_german_sentence_in_the_run(
    asked: Town, cockpit: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_: object) -> object:
        raise KeyError("geheim")

    monkeypatch.setattr("ozg_workflow.usecases.survey.remind.remind", breaks)
    cockpit(asked)
    state = run_day(today=date(2020, 5, 13), preview=False, return_state=True)
    assert state.is_failed()
    assert state.message == "Unerwarteter Fehler (KeyError). Näheres steht im Protokoll var/log/ozg.log."
    assert {str(m.state) for m in asked.messages("daily_digest")} == {"accepted"}
    assert "Erinnerungen" in asked.messages("failure_notice")[0].subject


def test_an_office_that_breaks_is_named_and_the_lists_of_the_others_go_out(town: Town, cockpit: Use) -> None:
    with town.session() as session:
        office = session.scalar(select(Office.id).where(Office.number == "34"))
        session.execute(delete(OfficeMembership).where(OfficeMembership.office_id == office))
        session.commit()
    cockpit(town)
    state = send_lists(today=date(2020, 3, 25), preview=False, return_state=True)
    assert state.is_failed()
    assert state.message == "Amt 34 – Standesamt: Amt 34 gehört zu keinem Dezernat."
    assert [str(m.state) for m in town.messages("service_lists")] == ["accepted", "accepted"]
