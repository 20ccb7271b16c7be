"""What the portals show is known by LeiKa key, and nothing is asked where there is no export."""

from sqlalchemy import select

from ozg_workflow.database import models
from ozg_workflow.domain.survey.outside_view import Finding, PortalEntry
from ozg_workflow.usecases.survey.portal import portal_of
from tests.usecases.town import Town

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
