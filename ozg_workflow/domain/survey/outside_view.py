"""The outside view: what the portals show of a service beside what its office says of it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.domain.survey.cells import Answer
from ozg_workflow.domain.survey.maturity import MaturityScale


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalEntry:
    """What an Open-PVOG export says of the services with one LeiKa key.

    `shown`: the portals show it (`aktiv`); `online`: its online service works (`online_status`), None where nothing is said;
    `urls` lead to it; `as_of` is the day of the newest line.
    """

    key: str
    shown: bool
    online: bool | None
    urls: tuple[str, ...] = ()
    as_of: date | None = None

    @property
    def is_online(self) -> bool:
        """Whether a citizen finds it online there."""
        return self.shown and self.online is True


class Finding(StrEnum):
    """What does not fit together."""

    CONTRADICTION = "contradiction"  # one says online, the other says not
    MISSING_LINK = "missing_link"  # online, and the portal has no address for it
    SDG_DUTY = "sdg_duty"  # annex II of the SDG regulation, and not online
    OFFERED_NOT_LINKED = "offered_not_linked"  # the office offers it online, the portal does not show it


FINDING_TITLES: Final = {
    Finding.CONTRADICTION: "Widerspruch zum Portal",
    Finding.MISSING_LINK: "Link im Portal fehlt",
    Finding.SDG_DUTY: "SDG-Pflicht, nicht online",
    Finding.OFFERED_NOT_LINKED: "online, aber nicht im Portal",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideView:
    """One service seen from outside: its entry, None where the portals do not have it; whether it is of annex II; what does not fit."""

    entry: PortalEntry | None
    sdg: bool | None
    findings: tuple[Finding, ...]


def is_offered(level: Answer | None, scale: MaturityScale) -> bool | None:
    """Tell whether an office offers a service online: at the level that counts as OZG-compliant or above; None where it has not said."""
    return level >= scale.compliant_level if isinstance(level, int) else None


def outside_view(entry: PortalEntry | None, *, sdg: bool | None, offered: bool | None, imported: bool) -> OutsideView | None:
    """Compare both views; `imported` is whether anything is known of the portals at all. None where nothing is known of the service."""
    if not imported and not sdg:
        return None
    found = {
        Finding.CONTRADICTION: _contradict(entry, offered),
        Finding.MISSING_LINK: entry is not None and entry.shown and not entry.urls and (offered is True or entry.is_online),
        Finding.SDG_DUTY: sdg is True and offered is not True and (offered is False or not (entry and entry.is_online)),
        Finding.OFFERED_NOT_LINKED: imported and offered is True and not (entry and entry.shown),
    }
    return OutsideView(entry=entry, sdg=sdg, findings=tuple(finding for finding, holds in found.items() if holds))


def _contradict(entry: PortalEntry | None, offered: bool | None) -> bool:
    if entry is None or not entry.shown or entry.online is None or offered is None:
        return False
    return entry.online is not offered


def portal_words(entry: PortalEntry | None, *, links: bool = True) -> str:
    """Say what the portals show: `online (Stand 29.09.2026), https://…`, `nicht online`, `nicht im Portal`."""
    if entry is None or not entry.shown:
        return "nicht im Portal"
    state = {True: "online", False: "nicht online", None: "ohne Angabe zum Online-Dienst"}[entry.online]
    day = f" (Stand {german.short_date(entry.as_of)})" if entry.as_of else ""
    return ", ".join((state + day, *(entry.urls if links else ())))


def list_hint(entry: PortalEntry | None, *, sdg: bool | None) -> str:
    """Return what the list says of a service to its office, empty where nothing is known."""
    told = []
    if entry and entry.shown:
        told.append(f"Das Portal zeigt: {portal_words(entry)}. Bitte prüfen Sie, ob das stimmt.")
    if sdg:
        told.append("Die Leistung gehört zu Anhang II der SDG-Verordnung und muss online angeboten werden.")
    return "\n".join(told)


def finding_words(view: OutsideView) -> str:
    """Name what does not fit; empty where everything does."""
    return "; ".join(FINDING_TITLES[finding] for finding in view.findings)
