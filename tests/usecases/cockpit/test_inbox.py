"""The incoming mails page by page, and one of them with what was recorded from it."""

import pytest

from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.post.mail import IncomingState
from ozg_workflow.usecases.cockpit.inbox import IncomingFilter, attachment, incoming_detail, incoming_page
from tests.usecases.town import Town, cell_of, fill


@pytest.mark.both_databases
def test_the_inbox_shows_what_waits_unless_asked_for_more(asked: Town) -> None:
    asked.send_back("33")
    asked.drop(asked.letter({}, sender="amt50@bielefeld.example", subject="Rückfrage"))
    asked.do("collect")
    waiting = incoming_page(asked.ctx(), IncomingFilter(), page=1, size=10)
    assert [(i.subject, i.state) for i in waiting.rows] == [("Rückfrage", IncomingState.QUARANTINED)]
    everything = incoming_page(asked.ctx(), IncomingFilter(states=()), page=1, size=1)
    assert (everything.total, everything.pages, [i.subject for i in everything.rows]) == (2, 2, ["Rückfrage"])
    found = incoming_page(asked.ctx(), IncomingFilter(states=(), text="AMT33"), page=1, size=10)
    assert [i.state for i in found.rows] == [IncomingState.RETURN]
    found = incoming_page(asked.ctx(), IncomingFilter(text="RÜCK"), page=1, size=10)
    assert [i.subject for i in found.rows] == ["Rückfrage"]


def test_a_return_tells_each_line_with_its_cells_and_what_was_refused(asked: Town) -> None:
    asked.send_back("33", {2: {"Fallzahl pro Jahr": "viele"}})
    asked.do("collect")
    name, content, _ = asked.book("33")
    wrong = cell_of(fill(content), 2, "Fallzahl pro Jahr")
    found = incoming_detail(asked.ctx(), 1, page=1, size=2)
    assert [(i.office, i.version, i.round, i.file, i.issues) for i in found.recorded] == [("33", 1, "erhebung-1", name, 1)]
    rows = found.recorded[0].rows
    assert (rows.total, rows.pages, [row.ref for row in rows.rows]) == (3, 2, ["L2", "L3"])
    assert rows.rows[0].cells["Stufe heute"] == cell_of(content, 1, "Stufe heute")
    assert [(cell.cell, cell.heading, cell.value) for cell in rows.rows[1].refused] == [(wrong, "Fallzahl pro Jahr", "viele")]


def test_an_attachment_is_found_by_its_place(asked: Town) -> None:
    raw = asked.send_back("33")
    asked.do("collect")
    file = attachment(asked.ctx(), 1, 1)
    assert file.name.startswith("OZG-Amtsliste_33_")
    assert file.content[:2] == b"PK"
    assert raw
    for number, position in ((1, 2), (1, 0), (2, 1)):
        with pytest.raises(InputError):
            attachment(asked.ctx(), number, position)
