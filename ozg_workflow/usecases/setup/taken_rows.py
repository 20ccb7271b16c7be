"""Rows that a changed catalogue takes out of lists: named, and refused as long as nobody has said yes."""

from collections.abc import Mapping, Sequence

from ozg_workflow.database.models import Office, ServiceListRow
from ozg_workflow.domain import german
from ozg_workflow.domain.consequences import Consequence, ConsequenceKind
from ozg_workflow.domain.survey.service_list import ListState
from ozg_workflow.usecases.setup.follow_catalogue import Followed

NAMED_OFFICES = 5
NAMED_OF_OFFICE = 3
NOT_OUT = (ListState.PREPARED, ListState.SUPERSEDED)


def of_rows(followed: Followed) -> list[Consequence]:
    """Return what becomes of the rows of lists."""
    return [
        *(_row(ConsequenceKind.LIST_LOSES, row) for row in followed.taken),
        *(_row(ConsequenceKind.LIST_GETS_BACK, row) for row in followed.given_back),
    ]


def _row(kind: ConsequenceKind, row: ServiceListRow) -> Consequence:
    listed = row.service_list
    text = f"{listed.office.title}, Fassung {listed.version}, Nr. {row.number} „{row.service.name}“"
    about = {"office": listed.office.number, "version": listed.version, "number": row.number, "ref": row.service.ref}
    return Consequence(kind=kind, text=text, about=about)


def why_to_ask(followed: Followed) -> str:
    """Return why a person has to say yes first, with the way out: rows of lists that are out would be taken; empty where none would."""
    rows = [row for row in followed.taken if row.service_list.state not in NOT_OUT]
    if not rows:
        return ""
    offices: dict[Office, list[ServiceListRow]] = {}
    for row in rows:
        offices.setdefault(row.service_list.office, []).append(row)
    services = german.count(len({row.service_id for row in rows}), "Leistung", "Leistungen")
    return (
        f"Diese Dateien nähmen {services} aus Listen, die schon bei Ämtern liegen: {_offices(offices)}. Es ist nichts geändert.\n"
        "Ist das ein Versehen (z. B. ein gespeicherter Filter), bitte die vorige Fassung der Dateien zurücklegen. Alle Folgen zeigt "
        "„ozg prepare --preview“ (jede Zeile mit --json); sind sie gewollt: „ozg prepare --yes“."
    ) + "".join(f"\n{hint}" for hint in _followers(offices))


def _followers(offices: Mapping[Office, Sequence[ServiceListRow]]) -> list[str]:
    """Say for offices that are gone who seems to follow them: with that written down nothing is taken from anybody."""
    gone = {office: {row.service.proposed_office for row in rows} for office, rows in offices.items() if not office.active}
    return [
        f"{office.title} steht nicht mehr in organisation.csv. Folgt ihm Amt {german.join(sorted(others))}? Dann dort in der Spalte "
        f"„vorgaenger“ {office.number} eintragen: Liste und Angaben gehen mit, und nichts wird entzogen."
        for office, others in gone.items()
        if office.number not in others
    ]


def _offices(offices: Mapping[Office, Sequence[ServiceListRow]]) -> str:
    """Name the offices that would lose most services, those first; of the others only how many."""
    ordered = sorted(offices.items(), key=lambda pair: (-len(_services(pair[1])), pair[0].number))
    named = [_office(office, rows) for office, rows in ordered[:NAMED_OFFICES]]
    if others := ordered[NAMED_OFFICES:]:
        services = sum(len(_services(rows)) for _, rows in others)
        more = german.count(len(others), "weiteres Amt", "weitere Ämter")
        named.append(f"und {more} mit {german.count(services, 'Leistung', 'Leistungen')}")
    return "; ".join(named)


def _services(rows: Sequence[ServiceListRow]) -> list[str]:
    return [f"„{name}“" for name in {row.service_id: row.service.name for row in rows}.values()]


def _office(office: Office, rows: Sequence[ServiceListRow]) -> str:
    names = _services(rows)
    more = [f"{len(names) - NAMED_OF_OFFICE} weitere"] if len(names) > NAMED_OF_OFFICE else []
    return f"{office.title}: {len(names)} ({german.join([*names[:NAMED_OF_OFFICE], *more])})"
