"""A person has read what a mail holds, and says so with their name."""

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import Event, Incoming
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.journal import replay
from ozg_workflow.usecases.cockpit.needs import needs
from ozg_workflow.usecases.intake import inbox_admin
from ozg_workflow.usecases.intake.clear_to_read import clear_to_read
from ozg_workflow.usecases.step.journal import entries
from tests.usecases.intake.mailbox import incoming
from tests.usecases.intake.test_to_read import answer_the_invitation, to_read
from tests.usecases.town import Town

pytestmark = pytest.mark.both_databases


@pytest.fixture
def waiting(asked: Town) -> Town:
    """A calendar answer with a comment (Nr. 1) waits to be read, an acceptance (Nr. 2) does not."""
    answer_the_invitation(asked, more="COMMENT:Gibt es einen Aufzug?\r\n")
    answer_the_invitation(asked)
    return asked


def test_what_is_to_be_read_is_listed_and_shown_with_its_text(waiting: Town) -> None:
    (item,) = inbox_admin.list_incoming(waiting.ctx())
    assert (item.id, item.state) == (1, "to_read")
    (note,) = inbox_admin.show_incoming(waiting.ctx(), 1).notes
    assert (note.title, note.text, note.cleared_at) == ("Text in einer Terminantwort", "Gibt es einen Aufzug?", None)
    with waiting.ctx().reading() as work:
        (need,) = [n for n in needs(work) if n.kind == "to_read"]
    assert "Gibt es einen Aufzug?" in need.detail
    assert need.how == "Lesen, dann abhaken"
    assert waiting.status()["inbox"] == {"returns": 0, "automatic": 1, "quarantined": 0, "dismissed": 0, "to_read": 1}


def test_it_waits_until_a_person_clears_it_with_their_name(waiting: Town) -> None:
    result = clear_to_read(waiting.ctx(actor="Frau Lindner"), 1, remark="Ja, gibt es.")
    assert result.lines == ["Die Mail Nr. 1 ist gelesen."]
    assert inbox_admin.list_incoming(waiting.ctx()) == ()
    assert waiting.status()["inbox"] == {"returns": 0, "automatic": 2, "quarantined": 0, "dismissed": 0, "to_read": 0}
    (note,) = inbox_admin.show_incoming(waiting.ctx(), 1).notes
    assert (note.cleared_by, note.remark) == ("Frau Lindner", "Ja, gibt es.")
    with waiting.session() as session:
        event = session.scalars(select(Event).where(Event.verb == "mail_read")).one()
    assert (event.actor, event.object_id, event.text) == ("Frau Lindner", "1", "1 Hinweis gelesen, mit Vermerk")
    assert clear_to_read(waiting.ctx(), 1).lines == ["In der Mail Nr. 1 ist nichts mehr zu lesen."]


def test_on_a_past_evening_it_was_still_to_be_read(waiting: Town) -> None:
    evening = waiting.clock.today
    waiting.clock.wait(days=1)
    clear_to_read(waiting.ctx(), 1)
    with waiting.ctx().reading() as work:
        picture = replay(data for _, data in entries(work.session, work.rollout, evening))
        (need,) = [n for n in needs(work.on(evening), picture) if n.kind == "to_read"]
    assert "Aufzug" in need.detail


def test_what_was_cleared_stays_cleared_when_the_mail_is_understood_anew(waiting: Town) -> None:
    clear_to_read(waiting.ctx(), 1)
    waiting.change(Incoming, Incoming.id == 1, state="stored")
    waiting.do("collect")
    assert to_read(waiting) == []
    assert incoming(waiting)[0] == ("automatic", "Antwort auf eine Termineinladung.")


def test_only_what_is_to_be_read_can_be_cleared(waiting: Town) -> None:
    waiting.drop(waiting.letter({}, sender="krueger@bielefeld.example", subject="Frage"))
    waiting.do("collect")
    with pytest.raises(InputError, match=r"Mail Nr. 9 gibt es nicht"):
        clear_to_read(waiting.ctx(), 9)
    with pytest.raises(InputError, match="liegt im Klärungskorb"):
        clear_to_read(waiting.ctx(), 3)
