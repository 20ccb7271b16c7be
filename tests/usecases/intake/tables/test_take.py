"""A table leaves by mail, is changed, and comes back as an answer: a person sees first what it changes, then it counts."""

from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import select

from ozg_workflow.database.models import BoardDecision, Event, Incoming
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.post.mail import IncomingState
from ozg_workflow.usecases.cockpit.choices import Choice, key_of, read_choices
from ozg_workflow.usecases.intake.tables.take import take_table
from ozg_workflow.usecases.results.measure_admin.show import MeasureWish, list_measures
from ozg_workflow.usecases.results.tables.file import Table
from ozg_workflow.usecases.results.tables.mail_table import mail_table
from tests.usecases.town import Letter, Town

COORDINATOR = "kerstin.lindner@bielefeld.example"


def ordered(town: Town, table: Table) -> Letter:
    """The mail with the table, as it arrives at the coordinator's."""
    mail_table(town.ctx(), table)
    town.do("deliver")
    return town.letters()[-1]


def edited(content: bytes, sheet: str, head: int, cells: dict[tuple[str, str], object]) -> bytes:
    """The table with other values in cells, named by the id of the service and the heading."""
    book = load_workbook(BytesIO(content))
    page: Worksheet = book[sheet]
    letters = {str(cell.value): str(cell.column_letter) for cell in page[head] if cell.value}
    lines = {str(page[f"{letters['Kennung']}{n}"].value): n for n in range(head + 1, page.max_row + 1)}
    for (ref, heading), value in cells.items():
        page[f"{letters[heading]}{lines[ref]}"] = value
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def returned(town: Town, letter: Letter, files: dict[str, bytes], sender: str = COORDINATOR) -> Incoming:
    """The answer to the mail, as it lies there after the mailbox was read."""
    town.drop(town.letter(files, sender=sender, answers=letter, subject=f"AW: {letter.subject}"))
    town.do("collect")
    with town.session() as session:
        return session.scalars(select(Incoming).order_by(Incoming.id.desc()).limit(1)).one()


def test_the_measures_go_out_and_come_back_with_exactly_the_changed_cells(started: Town) -> None:
    letter = ordered(started, Table.MEASURES)
    assert (letter.to, list(letter.attachments)) == ((COORDINATOR,), ["massnahmen.xlsx"])
    changed = edited(
        letter.attachments["massnahmen.xlsx"], "Maßnahmen", 3, {("L2", "Weg"): "Einer für Alle", ("L4", "Notiz"): "mit 33"}
    )
    mail = returned(started, letter, {"massnahmen.xlsx": changed})
    assert mail.state is IncomingState.QUARANTINED
    assert mail.reason == (
        f"„massnahmen.xlsx“ ist eine Tabelle „Maßnahmen“: „{Deployment.TAKE_TABLE}“ zeigt, was sich ändert, und übernimmt es."
    )
    started.drop(started.letter({}, sender="amt34@bielefeld.example", subject="Frage zur Liste"))
    started.do("collect")
    with started.session() as session:
        offered = read_choices(session)[Choice.TABLE_MAIL]
    assert [key_of(option)[0] for option in offered] == [str(mail.id)], "the question brings none"
    assert offered[0].startswith(f"{mail.id} – Maßnahmen, ")
    before = started.dump()
    shown = take_table(started.ctx(preview=True), mail.id)
    assert started.dump() == before
    done = take_table(started.ctx(), mail.id)
    assert shown.lines == done.lines
    assert done.figures["changed"] == 2
    agreed = {view.service: (str(view.terms.route), view.terms.note) for view in list_measures(started.ctx(), MeasureWish())}
    assert (agreed["L2"][0], agreed["L4"][1]) == ("efa", "mit 33")
    with started.session() as session:
        assert session.get_one(Incoming, mail.id).state is IncomingState.DISMISSED
        actors = set(session.scalars(select(Event.actor).where(Event.verb == "measure_changed")))
    assert actors == {"cli:test"}
    again = take_table(started.ctx(), mail.id)
    assert (again.figures["changed"], again.changed) == (0, False)


def test_nothing_changed_is_no_difference_and_the_mail_is_done(started: Town) -> None:
    letter = ordered(started, Table.MEASURES)
    mail = returned(started, letter, dict(letter.attachments))
    done = take_table(started.ctx(), mail.id)
    assert done.figures["changed"] == 0
    assert "In der Datei ist nichts geändert." in done.lines


def test_a_wrong_cell_is_named_and_the_mail_waits_on(started: Town) -> None:
    letter = ordered(started, Table.MEASURES)
    cells = {("L2", "Weg"): "zu Fuß", ("L4", "Notiz"): "gilt nicht"}
    changed = edited(letter.attachments["massnahmen.xlsx"], "Maßnahmen", 3, dict(cells))
    mail = returned(started, letter, {"massnahmen.xlsx": changed})
    before = started.dump()
    with pytest.raises(InputError, match=r"Zelle G\d: Weg „zu Fuß“: Den gibt es nicht") as refused:
        take_table(started.ctx(), mail.id)
    assert str(refused.value).endswith("Es wurde nichts übernommen.")
    assert started.dump() == before


def test_the_decision_comes_back_by_mail(answered: Town) -> None:
    answered.draft_paper("2020-07-01")
    letter = ordered(answered, Table.DECISION)
    cells = {("L2", "Entscheidung"): "zurückstellen", ("L2", "Begründung"): "erst 2022"}
    changed = edited(letter.attachments["entscheidung.xlsx"], "Entscheidung", 4, dict(cells))
    mail = returned(answered, letter, {"Entscheidung VV.xlsx": changed})
    done = take_table(answered.ctx(), mail.id)
    assert done.figures["differences"] == 1
    with answered.session() as session:
        decisions = {d.verdict: d.reason for d in session.scalars(select(BoardDecision).where(BoardDecision.reason != ""))}
        assert session.get_one(Incoming, mail.id).state is IncomingState.DISMISSED
    assert decisions == {"defer": "erst 2022"}
    assert (answered.home / "var" / "reports" / "bielefeld-2020" / "beschluss-2020-07-01.xlsx").exists()


def test_a_stranger_is_named_as_one(started: Town) -> None:
    letter = ordered(started, Table.MEASURES)
    mail = returned(started, letter, dict(letter.attachments), sender="jemand@anderswo.example")
    assert mail.reason.endswith("Achtung: Der Absender steht nicht im Verzeichnis und gehört zu keiner erlaubten Domäne.")


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (lambda _: {"liste.txt": b"nichts"}, "keine Tabelle der Maßnahmen und keine Entscheidungsliste"),
        (
            lambda content: {"a.xlsx": content, "b.xlsx": edited(content, "Maßnahmen", 3, {("L2", "Notiz"): "x"})},
            "mehrere Tabellen",
        ),
    ],
)
def test_a_mail_without_exactly_one_table_is_refused(
    started: Town, files: Callable[[bytes], dict[str, bytes]], told: str
) -> None:
    letter = ordered(started, Table.MEASURES)
    mail = returned(started, letter, files(letter.attachments["massnahmen.xlsx"]))
    with pytest.raises(InputError, match=told):
        take_table(started.ctx(), mail.id)
