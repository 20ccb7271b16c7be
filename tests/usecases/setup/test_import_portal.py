"""An Open-PVOG export is stored, replaces the one before, and tells what does not fit the answers of the offices."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from ozg_workflow.database.models import Event, Office, PortalEntry, ServiceList
from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.intake.inbox_admin import list_incoming
from ozg_workflow.usecases.setup.import_portal import import_portal
from ozg_workflow.usecases.survey.rounds import workbook_of
from tests.usecases.town import Town, town_data

HEAD = "leika_key;leika_name;url;online_status;aktiv;datenstand_pvog_import\n"
DOG = "99102010012000;Hundesteuer anmelden;https://a.example/hund;ok;ja;2020-03-30"
FLAT = "99115002012000;Wohnsitz anmelden;;ok;ja;2020-03-31"
OTHER = "99999999999999;Anderswo;https://b.example;nicht ok;ja;2020-03-29"

pytestmark = pytest.mark.both_databases


def export(town: Town, *lines: str) -> Path:
    path = town.home / "pvog.csv"
    path.write_text(HEAD + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def keys(town: Town) -> list[str]:
    with town.session() as session:
        return list(session.scalars(select(PortalEntry.key).order_by(PortalEntry.key)))


def test_what_does_not_fit_is_named(asked: Town) -> None:
    asked.send_back("20")
    asked.send_back("33", {3: {"Stufe heute": "Online-Transaktion (4)"}})
    asked.do("collect")
    result = import_portal(asked.ctx(actor="Frau Lindner"), export(asked, DOG, FLAT, OTHER))
    assert result.lines == [
        "pvog.csv: 3 Leistungen im Export, Datenstand 31.03.2020.",
        "Gespeichert; die Außensicht steht auf den Seiten der Leistungen, in den Angaben und im Export.",
        "Im Katalog: 2 Leistungen.",
        "Widerspruch zum Portal (2): „Hundesteuer anmelden“; „Wohnsitz anmelden“.",
        "Link im Portal fehlt (1): „Wohnsitz anmelden“.",
        "online, aber nicht im Portal (1): „Personalausweis beantragen“.",
    ]
    assert result.figures == {"in_catalogue": 2, "contradiction": 2, "missing_link": 1, "sdg_duty": 0, "offered_not_linked": 1}
    with asked.session() as session:
        event = session.scalars(select(Event).where(Event.verb == "portal_imported")).one()
    assert (event.actor, event.text) == ("Frau Lindner", "Open-PVOG „pvog.csv“: 3 Leistungen, 2 online")


def test_a_new_export_replaces_the_old_one_and_the_same_changes_nothing(town: Town) -> None:
    import_portal(town.ctx(), export(town, DOG, FLAT))
    assert keys(town) == ["99102010012000", "99115002012000"]
    before = town.dump()
    result = import_portal(town.ctx(), export(town, FLAT, DOG))
    assert (result.changed, town.dump()) == (False, before)
    assert import_portal(town.ctx(), export(town, FLAT, OTHER)).changed
    assert keys(town) == ["99115002012000", "99999999999999"]


def test_a_preview_stores_nothing(town: Town) -> None:
    before = town.dump()
    result = import_portal(town.ctx(preview=True), export(town, DOG))
    assert (result.changed, town.dump()) == (True, before)


def test_a_file_that_is_no_export_is_refused(town: Town) -> None:
    path = town.home / "leika.csv"
    path.write_text("Schluessel;Bezeichnung\n1;2\n", encoding="utf-8")
    with pytest.raises(InputError, match="kein Export des Open-PVOG"):
        import_portal(town.ctx(), path)


def test_the_duty_of_the_sdg_regulation_comes_from_the_catalogue(town: Town) -> None:
    data = town_data()
    town.prepare(replace(data, services=tuple(replace(s, sdg=True if s.ref == "L1" else None) for s in data.services)))
    result = import_portal(town.ctx(), export(town, FLAT))
    assert "SDG-Pflicht, nicht online (1): „Hundesteuer anmelden“." in result.lines


def test_the_lists_tell_what_the_portals_show_and_stay_as_they_were_sent(town: Town) -> None:
    import_portal(town.ctx(), export(town, DOG))
    town.day("2020-03-25", "send-lists", "deliver")
    _, sent, _ = town.book("20")
    comment = load_workbook(BytesIO(sent))["Amtsliste"]["C5"].comment
    assert comment.text.startswith("Das Portal zeigt: online (Stand 30.03.2020), https://a.example/hund.")
    import_portal(town.ctx(), export(town, FLAT))
    with town.ctx().reading() as work:
        item = work.session.scalars(select(ServiceList).join(Office).where(Office.number == "20")).one()
        assert workbook_of(work, item).content == sent
    town.send_back("20")
    town.do("collect")
    assert list_incoming(town.ctx()) == (), "our own hint is no note of the office"
