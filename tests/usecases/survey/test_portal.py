"""What the portals show is known by LeiKa key, and nothing is asked where there is no export."""

from dataclasses import replace
from datetime import date
from io import BytesIO

from openpyxl import load_workbook
from sqlalchemy import select

from ozg_workflow.database import models
from ozg_workflow.domain.results.routes import Route
from ozg_workflow.domain.results.solutions import Solution
from ozg_workflow.domain.survey.outside_view import Finding, PortalEntry
from ozg_workflow.usecases.intake.inbox_admin import list_incoming
from ozg_workflow.usecases.survey.portal import portal_of
from tests.usecases.town import Town, town_data

KEY = "99102010012000"


def imported(town: Town, **entry: object) -> None:
    with town.session() as session:
        rollout = session.scalars(select(models.Rollout)).one()
        rollout.portal_at = town.clock()
        session.add(models.PortalEntry(**{"rollout_id": rollout.id, "key": KEY, "shown": True, "urls": []} | entry))
        session.commit()


def test_without_an_export_nothing_is_known(town: Town) -> None:
    with town.ctx().reading() as work:
        portal = portal_of(work)
        assert (portal.imported, portal.entries) == (False, {})
        assert portal.view(KEY, sdg=None, level=0) is None


def test_entries_are_compared_with_the_level_of_the_office(town: Town) -> None:
    imported(town, online=True, urls=["https://a.example"])
    with town.ctx().reading() as work:
        portal = portal_of(work, [KEY, "", "99999999999999"])
        view = portal.view(KEY, sdg=None, level=0)
        assert view is not None
        assert (view.entry, view.findings) == (
            PortalEntry(key=KEY, shown=True, online=True, urls=("https://a.example",)),
            (Finding.CONTRADICTION,),
        )
        other = portal.view("99999999999999", sdg=None, level=4)
        assert other is not None
        assert other.findings == (Finding.OFFERED_NOT_LINKED,)
        assert portal.view("", sdg=None, level=4) is None, "without a key nobody can be found there"
        assert portal_of(work).entries.keys() == {KEY}


def with_solutions(town: Town, *solutions: Solution) -> None:
    data = town_data()
    town.prepare(replace(data, config=replace(data.config, solutions=solutions)))


def comments(town: Town, office: str) -> dict[str, str]:
    _, sent, _ = town.book(office)
    sheet = load_workbook(BytesIO(sent))["Amtsliste"]
    return {str(cell.value): cell.comment.text for cell in sheet["C"] if cell.comment}


def test_a_list_names_what_is_offered_by_its_day_and_its_comment_is_no_note_of_the_office(town: Town) -> None:
    (dog,) = (s for s in town_data().services if s.name == "Hundesteuer anmelden")
    known = Solution(
        key=dog.key,
        name="Hund online",
        provider="Land NRW",
        route=Route.LAND,
        since=date(2020, 3, 25),
        link="https://hund.example/",
    )
    later = Solution(key=dog.key, name="Hund 2", provider="Stadt Köln", since=date(2020, 3, 26))
    with_solutions(town, known, later)
    town.day("2020-03-25", "send-lists", "deliver")
    told = "Was nachgenutzt werden könnte: Hund online (Land NRW, Lösung des Landes, seit 25.03.2020), https://hund.example/."
    assert {name: text.strip() for name, text in comments(town, "20").items()} == {"Hundesteuer anmelden": told}
    assert comments(town, "34") == {}
    town.send_back("20")
    town.do("collect")
    assert list_incoming(town.ctx()) == ()
