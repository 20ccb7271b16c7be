"""Two rollouts share one mailbox: whichever reads it, each mail ends where it belongs."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import Event, Incoming, Message, Return, Rollout, Round, ServiceList
from ozg_workflow.demo.bounce import bounce_for
from ozg_workflow.domain.errors import ConfigurationError
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.usecases.cockpit.status import status
from ozg_workflow.usecases.day import steps
from ozg_workflow.usecases.intake import understand
from ozg_workflow.usecases.intake.inbox_admin import assign_incoming, list_incoming
from ozg_workflow.usecases.setup.prepare import prepare
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.timeline.calendar_replies import reply_counts
from tests.usecases.town import Town, fill, town_data

OTHER = "bielefeld-2021"


@pytest.fixture
def shared(asked: Town) -> Town:
    """The town has sent the lists of a second rollout, too: the newest list of an office is that of the second one."""
    data = town_data()
    prepare(other(asked), replace(data, config=replace(data.config, key=OTHER)))
    in_other(asked, "send-lists")
    in_other(asked, "deliver")
    return asked


def other(town: Town) -> Context:
    return replace(town.ctx(), rollout_key=OTHER)


def in_other(town: Town, step: str) -> StepResult:
    return steps.perform(other(town), step)


def returns(town: Town) -> list[tuple[str, str]]:
    """The rollout that has the mail, and the one whose list it is."""
    with town.session() as session:
        mail, own = select(Rollout.id, Rollout.key).subquery(), select(Rollout.id, Rollout.key).subquery()
        query = select(mail.c.key, own.c.key).select_from(Return).join(Incoming).join(mail, mail.c.id == Incoming.rollout_id)
        query = (
            query.join(ServiceList, Return.service_list_id == ServiceList.id).join(Round).join(own, own.c.id == Round.rollout_id)
        )
        return [(first, second) for first, second in session.execute(query)]


def owners(town: Town) -> list[tuple[str, str]]:
    """Rollout and state of each mail."""
    with town.session() as session:
        query = select(Rollout.key, Incoming.state).join(Incoming, Incoming.rollout_id == Rollout.id).order_by(Incoming.id)
        return [(key, str(state)) for key, state in session.execute(query)]


def test_a_list_of_the_other_rollout_is_recorded_and_answered_there(shared: Town) -> None:
    shared.send_back("34")
    result = shared.do("collect")
    assert returns(shared) == [(OTHER, OTHER)]
    assert "Mail Nr. 1 gehört zum Rollout „bielefeld-2021“ und wird dort verarbeitet." in result.lines
    assert {row["answered"] for row in shared.status()["lists"]} == {0}, "nothing for the rollout that has read the mailbox"
    shared.new_letters()
    in_other(shared, "deliver")
    (reply,) = shared.new_letters()
    assert reply.headers["to"].startswith("amt34@bielefeld.example")
    assert [path.parent.parent.name for path in shared.box.rglob("*.stadt*")] == [".OZG.Verarbeitet"]
    assert not shared.do("collect").changed
    assert not in_other(shared, "collect").changed
    with shared.session() as session:
        assert len(session.scalars(select(Event).where(Event.verb == "mail_handed_over")).all()) == 1


def test_a_question_about_the_lists_of_the_other_rollout_waits_there(shared: Town) -> None:
    *_, letter = shared.book("34")
    shared.drop(shared.letter({}, sender="amt34@bielefeld.example", answers=letter, subject="Frage zur Liste"))
    shared.do("collect")
    assert owners(shared) == [(OTHER, "quarantined")]
    assert list_incoming(shared.ctx()) == ()
    assert [item.subject for item in list_incoming(other(shared))] == ["Frage zur Liste"]


def test_a_bounce_marks_the_mail_of_the_other_rollout(shared: Town) -> None:
    with shared.session() as session:
        query = select(Message.id).join(Rollout, Message.rollout_id == Rollout.id).where(Rollout.key == OTHER)
        theirs = session.scalars(query.order_by(Message.id)).first()
    assert theirs
    shared.drop(bounce_for(shared.content(theirs), "dez1@bielefeld.example", reporter="post.bielefeld.example"))
    shared.do("collect")
    assert owners(shared) == [(OTHER, "automatic")]
    assert shared.status()["mail"]["bounced"] == 0
    assert status(other(shared)).mail[MessageState.BOUNCED] == 1


def test_an_acceptance_of_an_invitation_counts_there(shared: Town) -> None:
    shared.clock.set(date(2020, 3, 26))
    in_other(shared, "announce")
    in_other(shared, "deliver")
    invitation = next(letter for letter in shared.letters() if "einladung.ics" in letter.attachments)
    calendar = bytes(invitation.attachments["einladung.ics"]).decode().replace("\r\n ", "")
    reply = calendar.replace("METHOD:REQUEST", "METHOD:REPLY").replace("PARTSTAT=NEEDS-ACTION", "PARTSTAT=ACCEPTED")
    mail = shared.letter({}, sender="dez1@bielefeld.example", subject="ACCEPTED: Infoveranstaltung")
    mail.add_alternative(reply, subtype="calendar", params={"method": "REPLY"})
    shared.drop(mail)
    shared.do("collect")
    assert owners(shared) == [(OTHER, "automatic")]
    with other(shared).reading() as work:
        counts = reply_counts(work)
    assert counts["infoveranstaltung-1"]["accepted"] == 1


def test_what_belongs_to_nobody_stays_with_the_rollout_that_read_it(shared: Town) -> None:
    shared.drop(shared.letter({}, sender="amt34@bielefeld.example", subject="Guten Tag"))
    shared.do("collect")
    assert owners(shared) == [("bielefeld-2020", "quarantined")]


def test_a_mail_with_lists_of_both_is_recorded_in_part_and_waits_for_a_person(
    asked: Town, request: pytest.FixtureRequest
) -> None:
    mine = asked.book("34")
    shared = request.getfixturevalue("shared")
    theirs = shared.book("34")
    files = {"a.xlsx": fill(mine[1]), "b.xlsx": fill(theirs[1])}
    shared.drop(shared.letter(files, sender="amt34@bielefeld.example"))
    in_other(shared, "collect")
    assert returns(shared) == [(OTHER, OTHER)]
    (left,) = list_incoming(other(shared))
    assert left.reason == "Teilweise verarbeitet. „a.xlsx“ gehört zu einem anderen Rollout („bielefeld-2020“)."


def test_an_interruption_after_the_hand_over_is_made_up_for(shared: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other rollout finds the mail stored when it collects the next time."""
    original = understand.understand_all

    def dies_there(ctx: Context, *args: Any, **options: Any) -> Any:
        if ctx.rollout_key == OTHER:
            raise KeyboardInterrupt
        return original(ctx, *args, **options)

    shared.send_back("34")
    with monkeypatch.context() as patch:
        patch.setattr(understand, "understand_all", dies_there)
        with pytest.raises(KeyboardInterrupt):
            shared.do("collect")
    assert owners(shared) == [(OTHER, "stored")]
    in_other(shared, "collect")
    assert returns(shared) == [(OTHER, OTHER)]
    shared.do("collect")
    assert len(returns(shared)) == 1


def test_a_person_who_assigns_a_mail_keeps_it(shared: Town) -> None:
    shared.drop(shared.letter({}, sender="amt34@bielefeld.example", subject="Frage"))
    shared.do("collect")
    assign_incoming(shared.ctx(), 1)
    assert owners(shared) == [("bielefeld-2020", "quarantined")]


@pytest.fixture
def apart(shared: Town) -> Town:
    """The second rollout has a mailbox, a relay and an allow-list of its own."""
    folder = shared.home / "config" / OTHER
    folder.mkdir(parents=True)
    (folder / "rollout.yaml").write_text(f"key: {OTHER}\n", encoding="utf-8")
    box = shared.home / "anderes-postfach"
    for place in ("new", "cur", "tmp"):
        (box / place).mkdir(parents=True)
    own = (
        f'inbox_url = "maildir:{box}"\nsmtp_url = "dir:{shared.home / "anderer-ausgang"}"\nrecipients = ["*@bielefeld.example"]\n'
    )
    (folder / "settings.toml").write_text(own, encoding="utf-8")
    return shared


def there(town: Town, step: str) -> StepResult:
    """A step of the second rollout with its own mail."""
    return steps.perform(town.ctx().on(OTHER), step)


def test_a_list_of_another_city_in_our_mailbox_is_recorded_nowhere_and_named(apart: Town) -> None:
    raw = apart.send_back("34")
    apart.do("collect")
    assert returns(apart) == []
    assert owners(apart) == [("bielefeld-2020", "quarantined")]
    (item,) = list_incoming(apart.ctx())
    assert (
        item.reason == "Die Mail gehört zum Rollout „bielefeld-2021“, der ein eigenes Postfach hat; bitte dorthin weiterleiten."
    )
    (apart.home / "anderes-postfach" / "new" / "1.M1.rathaus").write_bytes(raw)
    there(apart, "collect")
    assert returns(apart) == [(OTHER, OTHER)], "the same bytes in its own mailbox are its own mail"
    assert not there(apart, "collect").changed


def test_the_answer_goes_out_over_the_relay_of_its_own_city(apart: Town) -> None:
    (apart.home / "anderes-postfach" / "new" / "1.M1.rathaus").write_bytes(apart.send_back("34"))
    for mail in apart.box.glob("new/*"):
        mail.unlink()
    there(apart, "collect")
    apart.do("deliver")
    apart.new_letters()
    assert not (apart.home / "anderer-ausgang").exists()
    there(apart, "deliver")
    (sent,) = (apart.home / "anderer-ausgang").glob("*.eml")
    assert b"amt34@bielefeld.example" in sent.read_bytes()
    assert apart.new_letters() == []


def test_a_mail_to_two_cities_counts_in_both(apart: Town) -> None:
    raw = apart.drop(apart.letter({}, sender="amt34@bielefeld.example", subject="Frage an beide"))
    (apart.home / "anderes-postfach" / "new" / "1.M1.rathaus").write_bytes(raw)
    apart.do("collect")
    there(apart, "collect")
    assert owners(apart) == [("bielefeld-2020", "quarantined"), (OTHER, "quarantined")]


def test_settings_of_a_rollout_that_cannot_be_read_stop_only_that_one(apart: Town) -> None:
    (apart.home / "config" / OTHER / "settings.toml").write_text("inbox_url = ", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=rf"^config/{OTHER}/settings\.toml:1: "):
        apart.ctx().on(OTHER)
    apart.send_back("34")
    apart.do("collect")
    assert owners(apart) == [("bielefeld-2020", "quarantined")]


def test_the_allow_list_of_a_city_holds_its_own_mail_only(apart: Town) -> None:
    settings = apart.home / "config" / OTHER / "settings.toml"
    text = settings.read_text(encoding="utf-8").replace("*@bielefeld.example", "nur@bielefeld.example")
    settings.write_text(text, encoding="utf-8")
    (apart.home / "anderes-postfach" / "new" / "1.M1.rathaus").write_bytes(apart.send_back("34"))
    there(apart, "collect")
    there(apart, "deliver")
    assert status(apart.ctx().on(OTHER)).mail[MessageState.HELD] == 1
    assert not (apart.home / "anderer-ausgang").exists()
