"""An office writes a sentence beside its list: the coordinator sees it wherever they look, until they have dealt with it."""

import pytest

from ozg_workflow.usecases.cockpit.choices import Choice, read_choices
from ozg_workflow.usecases.cockpit.health import health
from ozg_workflow.usecases.intake.clear_to_read import clear_to_read
from ozg_workflow.usecases.intake.inbox_admin import list_incoming
from tests.usecases.intake.test_cover_note import BOTHERED, send_back
from tests.usecases.town import Letter, Town

pytestmark = pytest.mark.both_databases


def digests(town: Town) -> list[Letter]:
    return [letter for letter in town.new_letters() if letter.subject.startswith("OZG-Tagesübersicht")]


def test_a_sentence_beside_a_list_is_seen_in_digest_command_line_and_form_until_it_is_cleared(asked: Town) -> None:
    asked.new_letters()
    asked.clock.set(asked.clock.today, 8)
    send_back(asked, "33", BOTHERED)
    asked.run_day("2020-04-06")
    (digest,) = digests(asked)
    words = " ".join(digest.text.split())
    assert "Zu lesen" in words
    assert "Für das Nachbaramt brauchen wir Aufschub; neue Ansprechpartnerin ist Frau Wessling." in words
    assert "Wessling" in digest.html
    assert [item.state for item in list_incoming(asked.ctx())] == ["to_read"]
    assert next(v.message for v in health(asked.ctx()) if v.name == "to_read").startswith("Zu lesen: 1 Mail")
    with asked.session() as session:
        assert len(read_choices(session)[Choice.TO_READ]) == 1

    clear_to_read(asked.ctx(actor="Frau Lindner"), 1, remark="Frau Wessling eingetragen")
    assert list_incoming(asked.ctx()) == ()
    with asked.session() as session:
        assert read_choices(session)[Choice.TO_READ] == ()
    send_back(asked, "34", "Anbei die Liste.")
    asked.run_day("2020-04-07")
    (digest,) = digests(asked)
    assert "Wessling" not in digest.text
