"""An Open-PVOG export has a line per service and address; of each service one entry is kept."""

from datetime import date

import pytest

from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.survey.outside_view import PortalEntry
from ozg_workflow.workspace.foreign.portal import read_portal
from ozg_workflow.workspace.foreign.table import csv_table

HEAD = "leika_key;leika_name;ars;url;online_status;aktiv;datenstand_pvog_import\n"


def read(*lines: str, head: str = HEAD) -> tuple[PortalEntry, ...]:
    return read_portal([csv_table((head + "".join(f"{line}\n" for line in lines)).encode(), "pvog.csv")])


def test_the_lines_of_a_service_are_put_together() -> None:
    assert read(
        "99102010012000;A;0511;https://a.example;nicht ok;ja;2026-09-28",
        "99102010012000;A;05117;https://b.example;ok;ja;2026-09-29",
        "99102010012000;A;05117;https://b.example;ok;ja;2026-09-29",
    ) == (
        PortalEntry(
            key="99102010012000",
            shown=True,
            online=True,
            urls=("https://a.example", "https://b.example"),
            as_of=date(2026, 9, 29),
        ),
    )


def test_a_line_that_is_not_shown_any_more_says_nothing_else() -> None:
    (entry,) = read("99102010012000;A;0511;https://a.example;ok;nein;29.09.2026")
    assert (entry.shown, entry.online, entry.urls, entry.as_of) == (False, None, (), date(2026, 9, 29))


@pytest.mark.parametrize(("status", "online"), [("ok", True), ("OK", True), ("nicht ok", False), ("", None), ("geprüft", None)])
def test_the_state_of_the_online_service(status: str, online: bool | None) -> None:
    (entry,) = read(f"99102010012000;A;0511;;{status};ja;")
    assert (entry.shown, entry.online, entry.as_of) == (True, online, None)


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "mailto:a@b.example", "https://a b", "https://" + "x" * 2000])
def test_only_addresses_of_the_web_are_links(url: str) -> None:
    (entry,) = read(f"99102010012000;A;0511;{url};ok;ja;")
    assert entry.urls == ()


def test_lines_without_a_key_are_left_out() -> None:
    assert read("nicht im LeiKa;A;0511;;ok;ja;", ";;;;;;") == ()


@pytest.mark.parametrize(
    ("head", "why"),
    [("Schluessel;Bezeichnung\n", "kein Export des Open-PVOG"), ("leika_key;url\n", "Die Spalte „online_status“ fehlt")],
)
def test_another_table_is_refused(head: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        read("99102010012000;A", head=head)
