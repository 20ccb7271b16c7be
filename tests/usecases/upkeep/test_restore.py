"""A backup goes back into an empty database of either kind, and nothing is sent twice after it."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP
from sqlalchemy import inspect, select

from ozg_workflow.bootstrap import App
from ozg_workflow.database.models import Event, Message, Rollout
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.domain.post.reasons import StateReason
from ozg_workflow.usecases.outbox.release_mail import release
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.upkeep.back_up import Maker, back_up
from ozg_workflow.usecases.upkeep.restore import Restoring, restore
from ozg_workflow.workspace.places import key_file, put_key_back
from ozg_workflow.workspace.settings import Settings
from tests.database import rows
from tests.usecases.relay import Relay
from tests.usecases.town import DATABASES, Town, keep_on_postgres, new_home, shared_templates

pytestmark = pytest.mark.both_databases
NOW = datetime(2020, 4, 6, 12, tzinfo=UTC)
SINCE = "Seit der Sicherung vom 06.04.2020 08:00 vielleicht schon versandt; wartet auf die Freigabe („ozg mail release“)."


@pytest.fixture
def halfway(town: Town) -> Town:
    """On 25.03.2020 the lists of one Dezernat are sent, those of the other wait; then a backup is made on 06.04.2020."""
    town.day("2020-03-25", "send-lists")
    town.change(Message, Message.recipient == "2", attempts=1, next_attempt_at=datetime(2020, 3, 25, 18, tzinfo=UTC))
    town.do("deliver")
    assert [str(m.state) for m in town.messages("service_lists")] == ["accepted", "queued"]
    back_up(town.app.engine, town.home / "sicherung.db", Maker(name="test", at=datetime(2020, 4, 6, 6, tzinfo=UTC)), key="abc123")
    return town


@pytest.fixture(params=["other", "same"] if os.environ.get("OZG_TEST_DATABASES") == "both" else ["other"])
def elsewhere(request: pytest.FixtureRequest, homes: Path, tmp_path: Path) -> Iterator[Town]:
    """An empty place on the other database, and so once on either; it is 06.04.2020."""
    if (homes in DATABASES) == (request.param == "same"):
        keep_on_postgres(tmp_path, request.getfixturevalue("postgres"))
    opened = Town(new_home(tmp_path, "neu"), date(2020, 4, 6), templates=shared_templates())
    yield opened
    opened.close()
    DATABASES.pop(tmp_path, None)


def bring_back(
    town: Town, source: Path, *, send_rest: bool = False, replace: bool = False, configured: str = "abc123"
) -> StepResult:
    copy = town.app.safety_copy("vor-wiederherstellung")
    how: dict[str, Any] = {"send_rest": send_rest, "replace": replace, "keep_key": partial(put_key_back, town.home, configured)}
    return restore(town.app.engine, source, Restoring(by=Maker(name="test", at=NOW), safety_copy=copy, **how))


def test_with_send_rest_the_next_run_sends_exactly_what_was_missing(halfway: Town, elsewhere: Town) -> None:
    result = bring_back(elsewhere, halfway.home / "sicherung.db", send_rest=True)
    assert result.lines[-1] == "1 Mail wird beim nächsten Lauf versandt."
    elsewhere.do("deliver")
    assert [letter.to for letter in elsewhere.letters()] == [("dez2@bielefeld.example",)]
    assert [str(m.state) for m in elsewhere.messages("service_lists")] == ["accepted", "accepted"]
    elsewhere.do("send-lists", "deliver")
    assert len(elsewhere.letters()) == 1
    assert {item["state"] for item in elsewhere.status()["lists"]} == {"sent"}


def test_the_key_of_the_lists_comes_back_and_another_one_is_kept_beside_it(halfway: Town, elsewhere: Town) -> None:
    place = key_file(elsewhere.home)
    place.parent.mkdir(exist_ok=True)
    place.unlink(missing_ok=True)
    result = bring_back(elsewhere, halfway.home / "sicherung.db", configured="")
    assert f"Der Schlüssel der Listen liegt wieder in {place}." in result.lines
    assert (place.read_text(encoding="ascii"), place.stat().st_mode & 0o777) == ("abc123\n", 0o600)
    place.write_text("anders\n", encoding="ascii")
    result = bring_back(elsewhere, halfway.home / "sicherung.db", configured="", replace=True)
    assert place.read_text(encoding="ascii") == "abc123\n"
    assert place.with_name("secret.key.vor-wiederherstellung").read_text(encoding="ascii") == "anders\n"
    assert any("Der bisherige liegt in secret.key.vor-wiederherstellung" in line for line in result.lines)
    result = bring_back(elsewhere, halfway.home / "sicherung.db", configured="fremd", replace=True)
    assert any("OZG_SECRET_KEY ist ein anderer Schlüssel als der dieser Sicherung" in line for line in result.lines)


def test_the_key_is_in_no_table_of_the_restored_database(halfway: Town, elsewhere: Town) -> None:
    bring_back(elsewhere, halfway.home / "sicherung.db")
    assert "secret_key" not in inspect(elsewhere.app.engine).get_table_names()
    assert elsewhere.findings() == []


class BackedUpWhileSending(Relay):
    """During the transfer of the third mail a backup is made."""

    backup: Callable[[], None]

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        if len(self.received) == 2:
            await asyncio.to_thread(self.backup)
        return await super().handle_DATA(server, session, envelope)


def test_a_backup_made_while_sending_sends_exactly_the_rest(town: Town, elsewhere: Town) -> None:
    town.day("2020-03-18", "announce")
    expected = [str(m.state) for m in town.messages()]
    assert set(expected) == {"queued"}
    assert len(expected) >= 5
    with BackedUpWhileSending() as relay:
        relay.backup = lambda: back_up(town.app.engine, town.home / "mitten.db", Maker(name="test", at=NOW))
        town.settings(smtp_url=relay.url)
        town.do("deliver")
        assert len(relay.received) == len(expected)
    bring_back(elsewhere, town.home / "mitten.db", send_rest=True)
    assert elsewhere.findings() == []
    rest = ["queued"] * (len(expected) - 3)
    first, second, third, *others = (str(m.state) for m in elsewhere.messages())
    assert {first, second} <= {"accepted", "data_started"}, "both answers are on file, and what follows from them may be stored"
    assert [third, *others] == ["unknown", *rest]
    elsewhere.clock.set(date(2020, 3, 18), hour=8)
    elsewhere.do("deliver", "deliver")
    sent = [letter.header_id for letter in elsewhere.letters()]
    assert len(sent) == len(set(sent)) == len(rest)
    assert sorted(str(m.state) for m in elsewhere.messages()) == sorted(["accepted"] * (len(expected) - 1) + ["unknown"])


def test_by_default_nothing_is_sent_before_a_person_releases_it(halfway: Town, elsewhere: Town) -> None:
    halfway.day("2020-04-06", "deliver")  # the backup does not know
    result = bring_back(elsewhere, halfway.home / "sicherung.db")
    assert "1 Mail ist angehalten, weil sie seit der Sicherung versandt worden sein können." in " ".join(result.lines)
    elsewhere.day("2020-05-13", "deliver", "remind", "deliver")
    assert elsewhere.letters() == []
    lists = elsewhere.messages("service_lists")[1]
    assert (lists.state, lists.needs_release, lists.state_reason) == (MessageState.HELD, True, SINCE)
    assert {str(m.state) for m in elsewhere.messages("reminder")} == {"held"}, "a new mail may have been sent since, too"
    release(elsewhere.ctx())
    elsewhere.do("deliver")
    assert {str(m.state) for m in elsewhere.messages()} == {"accepted"}
    assert len(elsewhere.letters()) == 1 + len(elsewhere.messages("reminder"))
    elsewhere.day("2020-05-19", "remind", "deliver")
    assert {str(m.state) for m in elsewhere.messages()} == {"accepted"}, "from then on everything is as usual"


FINAL = ("accepted", "refused", "unknown", "bounced", "cancelled", "expired")
AFTER = {
    True: {"held": "held", "queued": "queued", "claimed": "queued", "data_started": "unknown"},
    False: {"held": "held", "queued": "held", "claimed": "held", "data_started": "unknown"},
}


@pytest.mark.parametrize("send_rest", [True, False])
def test_every_state_becomes_what_a_backup_can_vouch_for(town: Town, tmp_path: Path, send_rest: bool) -> None:
    with town.session() as session:
        for state in MessageState:
            claim = {"claimed_by": "w", "lease_until": NOW} if state in (MessageState.CLAIMED, MessageState.DATA_STARTED) else {}
            session.add(rows.message(state=state, occasion=state, header_id=f"<{state}@stadt.example>", **claim))
        session.commit()
    back_up(town.app.engine, tmp_path / "sicherung.db", Maker(name="test", at=NOW))
    bring_back(town, tmp_path / "sicherung.db", send_rest=send_rest, replace=True)
    found = town.messages()
    assert {m.occasion: str(m.state) for m in found} == AFTER[send_rest] | {state: state for state in FINAL}
    assert {m.occasion for m in found if m.needs_release} == (set() if send_rest else {"held", "queued", "claimed"})
    assert {(m.claimed_by, m.lease_until) for m in found} == {("", None)}


def test_everything_else_is_as_it_was(asked: Town, elsewhere: Town) -> None:
    asked.send_back("50")
    asked.do("collect", "deliver")
    back_up(asked.app.engine, asked.home / "sicherung.db", Maker(name="test", at=NOW))
    before = asked.dump()
    bring_back(elsewhere, asked.home / "sicherung.db", send_rest=True)
    after = elsewhere.dump()
    assert [name for name in before if before[name] != after[name]] == ["event", "audit_seal"]
    assert [line[1:] for line in after["event"][: len(before["event"])]] == [line[1:] for line in before["event"]]
    assert [line[4] for line in after["event"][len(before["event"]) :]] == ["restored"]


def test_a_database_that_holds_something_is_only_replaced_on_demand_and_kept(halfway: Town) -> None:
    halfway.day("2020-04-06", "deliver")
    before = halfway.dump()
    with pytest.raises(InputError, match="Die Datenbank ist nicht leer"):
        bring_back(halfway, halfway.home / "sicherung.db")
    assert halfway.dump() == before
    bring_back(halfway, halfway.home / "sicherung.db", replace=True)
    (kept,) = (halfway.home / "var" / "sicherungen").glob("*.db")
    with sqlite3.connect(kept) as copy:
        assert [row[0] for row in copy.execute("SELECT DISTINCT state FROM message WHERE kind = 'service_lists'")] == ["accepted"]
    copy.close()
    assert sorted({str(m.state) for m in halfway.messages("service_lists")}) == ["accepted", "held"]


def test_the_audit_log_tells_both_the_backup_and_the_restore(halfway: Town, elsewhere: Town) -> None:
    bring_back(elsewhere, halfway.home / "sicherung.db")
    for town in (halfway, elsewhere):
        with town.session() as session:
            assert session.scalar(select(Event.data).where(Event.verb == "backed_up")) == {"at": "2020-04-06T06:00:00+00:00"}
    with elsewhere.session() as session:
        line = session.scalars(select(Event).where(Event.verb == "restored")).one()
        assert line.text == "Wiederhergestellt aus der Sicherung vom 06.04.2020 08:00"
        assert line.data == {"backup_at": "2020-04-06T06:00:00+00:00", "send_rest": False, "held": 1}
        assert session.scalars(select(Rollout)).one().restored_at == NOW


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", "hat den Stand 9999 und stammt aus einem neueren Programm"),
        ("DELETE FROM alembic_version", "ist beschädigt: Der Stand fehlt"),
        ("DELETE FROM office", "verweist auf office, das fehlt"),
        ("UPDATE message_content SET content = x'00'", "Der Inhalt ist nicht der, der gespeichert wurde"),
    ],
)
def test_a_wrong_backup_is_refused_and_nothing_changes(halfway: Town, change: str, message: str) -> None:
    raw = sqlite3.connect(halfway.home / "sicherung.db")
    raw.execute(change)
    raw.commit()
    raw.close()
    before = halfway.dump()
    with pytest.raises(InputError, match=message):
        bring_back(halfway, halfway.home / "sicherung.db", replace=True)
    assert halfway.dump() == before
    assert list((halfway.home / "var" / "sicherungen").iterdir()) == []


def test_migrating_an_existing_database_keeps_a_copy_first_and_only_the_newest_five(halfway: Town, tmp_path: Path) -> None:
    from ozg_workflow.database.upgrade import downgrade

    shutil.copyfile(halfway.home / "sicherung.db", tmp_path / "ozg.db")
    app = App(tmp_path, Settings(database_url=f"sqlite:///{tmp_path / 'ozg.db'}"))
    for _ in range(7):
        downgrade(app.engine, "0001")
        copy = app.upgrade()
        assert copy is not None
        assert copy.exists()
    assert app.upgrade() is None
    assert len(list((tmp_path / "sicherungen").iterdir())) == 5
    app.engine.dispose()


def test_a_restored_mail_keeps_its_warning_however_it_is_worded(
    halfway: Town, elsewhere: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ozg_workflow.usecases.upkeep.restore.SINCE_BACKUP", "Nach dem Stand vom ")
    bring_back(elsewhere, halfway.home / "sicherung.db")
    elsewhere.day("2020-04-07", "deliver", "deliver")
    lists = elsewhere.messages("service_lists")[1]
    assert (lists.state, lists.state_reason_code) == (MessageState.HELD, StateReason.SINCE_BACKUP)
    assert lists.state_reason.startswith("Nach dem Stand vom 06.04.2020 08:00 vielleicht schon versandt")
    elsewhere.settings(recipients=("dez1@bielefeld.example",))
    release(elsewhere.ctx())
    lists = elsewhere.messages("service_lists")[1]
    assert (lists.state, lists.state_reason_code) == (MessageState.HELD, StateReason.OTHER), "a person has looked at it"
    assert lists.state_reason == "Nicht als Empfänger erlaubt (OZG_RECIPIENTS): dez2@bielefeld.example."


def test_a_restored_mail_without_its_sentence_is_not_sent(halfway: Town, elsewhere: Town) -> None:
    bring_back(elsewhere, halfway.home / "sicherung.db")
    elsewhere.change(Message, Message.state == MessageState.HELD, state_reason="")
    elsewhere.do("deliver")
    assert elsewhere.letters() == []
    assert elsewhere.messages("service_lists")[1].state_reason == "Wartet auf die Freigabe („ozg mail release“)."
