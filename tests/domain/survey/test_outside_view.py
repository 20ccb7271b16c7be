"""What the portals show beside what the office says."""

from datetime import date

import pytest

from ozg_workflow.domain.survey.maturity import MaturityLevel, MaturityScale
from ozg_workflow.domain.survey.outside_view import (
    Finding,
    PortalEntry,
    finding_words,
    is_offered,
    list_hint,
    outside_view,
    portal_words,
)

SCALE = MaturityScale(
    key="s",
    title="s",
    source="s",
    levels=tuple(MaturityLevel(value=n, title=str(n), description="") for n in range(6)),
    target_level=4,
    compliant_level=3,
)
LINK = ("https://portal.example/antrag",)


def entry(*, shown: bool = True, online: bool | None = True, urls: tuple[str, ...] = LINK) -> PortalEntry:
    return PortalEntry(key="99102010012000", shown=shown, online=online, urls=urls, as_of=date(2026, 9, 29))


@pytest.mark.parametrize(("level", "offered"), [(None, None), ("unknown", None), (0, False), (2, False), (3, True), (5, True)])
def test_online_is_what_counts_as_compliant(level: int | str | None, offered: bool | None) -> None:
    assert is_offered(level, SCALE) is offered


@pytest.mark.parametrize(
    ("seen", "offered", "sdg", "findings"),
    [
        (entry(), True, None, []),
        (entry(), None, None, []),
        (entry(), False, None, [Finding.CONTRADICTION]),
        (entry(online=False), True, None, [Finding.CONTRADICTION]),
        (entry(online=False), False, None, []),
        (entry(online=None), True, None, []),
        (entry(urls=()), True, None, [Finding.MISSING_LINK]),
        (entry(urls=()), None, None, [Finding.MISSING_LINK]),
        (entry(online=False, urls=()), False, None, []),
        (None, True, None, [Finding.OFFERED_NOT_LINKED]),
        (entry(shown=False), True, None, [Finding.OFFERED_NOT_LINKED]),
        (entry(shown=False), False, None, []),
        (None, False, None, []),
        (None, None, True, [Finding.SDG_DUTY]),
        (entry(), None, True, []),
        (entry(), False, True, [Finding.CONTRADICTION, Finding.SDG_DUTY]),
        (entry(), True, True, []),
        (entry(online=False), None, True, [Finding.SDG_DUTY]),
        (None, False, False, []),
    ],
)
def test_what_does_not_fit(seen: PortalEntry | None, offered: bool | None, sdg: bool | None, findings: list[Finding]) -> None:
    view = outside_view(seen, sdg=sdg, offered=offered, imported=True)
    assert view is not None
    assert list(view.findings) == findings


def test_without_an_export_only_the_duty_is_known() -> None:
    assert outside_view(None, sdg=None, offered=True, imported=False) is None
    assert outside_view(None, sdg=False, offered=False, imported=False) is None
    view = outside_view(None, sdg=True, offered=False, imported=False)
    assert view is not None
    assert view.findings == (Finding.SDG_DUTY,)


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        (None, "nicht im Portal"),
        (entry(shown=False), "nicht im Portal"),
        (entry(), "online (Stand 29.09.2026), https://portal.example/antrag"),
        (entry(online=False, urls=()), "nicht online (Stand 29.09.2026)"),
        (PortalEntry(key="", shown=True, online=None), "ohne Angabe zum Online-Dienst"),
    ],
)
def test_what_the_portal_shows_in_words(seen: PortalEntry | None, words: str) -> None:
    assert portal_words(seen) == words


def test_findings_in_words() -> None:
    view = outside_view(entry(), sdg=True, offered=False, imported=True)
    assert view is not None
    assert finding_words(view) == "Widerspruch zum Portal; SDG-Pflicht, nicht online"


@pytest.mark.parametrize(
    ("seen", "sdg", "hint"),
    [
        (None, None, ""),
        (entry(shown=False), False, ""),
        (
            entry(),
            None,
            "Das Portal zeigt: online (Stand 29.09.2026), https://portal.example/antrag. Bitte prüfen Sie, ob das stimmt.",
        ),
        (None, True, "Die Leistung gehört zu Anhang II der SDG-Verordnung und muss online angeboten werden."),
    ],
)
def test_what_an_office_is_told_beside_its_service(seen: PortalEntry | None, sdg: bool | None, hint: str) -> None:
    assert list_hint(seen, sdg=sdg) == hint
