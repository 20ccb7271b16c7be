"""Reading the audit log, and handing it to Excel."""

from datetime import UTC, date, datetime

import pytest

from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.cockpit.audit import AuditLine, audit_csv, cells_of, read_audit
from ozg_workflow.usecases.timeline.milestones import tick_off
from tests.usecases.town import Town

LINE = AuditLine(
    id=7,
    at=datetime(2020, 3, 25, 22, 59, 59, tzinfo=UTC),
    actor="test",
    verb="probe",
    object_type="message",
    object_id="12",
    text="=1+1; „Größe“\nzweite Zeile",
    data={"n": 2},
)


def test_the_lines_come_oldest_first_and_are_narrowed_down(asked: Town) -> None:
    every = read_audit(asked.ctx())
    assert [line.id for line in every] == sorted(line.id for line in every)
    assert read_audit(asked.ctx(), newest=2) == every[-2:]
    assert read_audit(asked.ctx(), since=date(2020, 3, 17)) == tuple(line for line in every if line.at.day >= 17)
    assert {line.verb for line in read_audit(asked.ctx(), about="message:1")} >= {"queued", "accepted"}
    assert {line.object_id for line in read_audit(asked.ctx(), about="message:1")} == {"1"}
    assert read_audit(asked.ctx(), about="message:99") == ()


@pytest.mark.parametrize("about", ["message", "message:", ":1"])
def test_what_is_no_object_is_refused(town: Town, about: str) -> None:
    with pytest.raises(InputError, match="ist kein Objekt; erwartet wird ART:KENNUNG"):
        read_audit(town.ctx(), about=about)


def test_a_day_begins_at_midnight_in_berlin(town: Town) -> None:
    town.clock.set(date(2020, 3, 18), hour=0)
    tick_off(town.ctx(), "konzept")
    assert "milestone_done" in {line.verb for line in read_audit(town.ctx(), since=date(2020, 3, 18))}
    assert read_audit(town.ctx(), since=date(2020, 3, 19)) == ()


def test_excel_gets_the_time_of_berlin_and_nothing_it_would_calculate() -> None:
    assert cells_of(LINE)[:3] == ("7", "25.03.2020 23:59:59", "test")
    assert audit_csv((LINE,)).decode("utf-8") == (
        "\ufeffNr.;Zeitpunkt;Wer;Vorgang;Objekt;Kennung;Text;Daten\r\n"
        '7;25.03.2020 23:59:59;test;probe;message;12;"\'=1+1; „Größe“ zweite Zeile";"{""n"": 2}"\r\n'
    )
