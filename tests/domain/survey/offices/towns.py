"""Seven towns and what their clerks write. Each table was written, with the right answers, before the code had seen it.

`town;kind;truth;text`: truth is the number of the office or `asked`; `⏎` is a line break; texts of the kind `decomposed` are in NFD.
"""

import csv
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ozg_workflow.domain.errors import Problem
from ozg_workflow.domain.survey.offices.directory import KnownOffice, OfficeDirectory
from ozg_workflow.domain.survey.responsibility import ForwardRule, judge
from ozg_workflow.workspace.organisation import load_organisation
from ozg_workflow.workspace.places import shipped

ASKED = "asked"
# the office that fills in the list
OWN = {
    "bielefeld": "53",
    "hallstedt": "400",
    "wesenau": "2",
    "oberau": "10",
    "wismund": "1.1",
    "seestadt": "100",
    "bergheimern": "9",
}

HALLSTEDT = """
01 Büro der Oberbürgermeisterin
02 Gleichstellungsstelle
05 Rechnungsprüfung
110 Personal und Organisation
120 Informationstechnik und Digitalisierung | EDV | IT-Abteilung
200 Finanzen | Kämmerei
210 Stadtkasse
300 Recht
320 Sicherheit und Ordnung | Ordnungsamt
330 Bürgerdienste | Bürgeramt
331 Ausländerbehörde
340 Standesamt
370 Feuerwehr, Rettungsdienst und Bevölkerungsschutz | Feuerwehr
400 Schule und Sport
410 Kultur und Stadtgeschichte
500 Soziale Sicherung | Sozialamt
510 Kinder, Jugend und Familie | Jugendamt
530 Gesundheit und Verbraucherschutz
610 Stadtentwicklung, Stadtplanung und Wohnungsbau
620 Geoinformation und Bodenordnung
630 Bauaufsicht und Denkmalschutz
660 Verkehr und Tiefbau
670 Umwelt, Grün und Friedhöfe
700 Entsorgungsbetrieb Hallstedt
800 Wirtschaftsförderung und Liegenschaften
"""
WESENAU = """
1 Zentrale Dienste
2 Finanzen
3 Bürgerdienste und Ordnung
4 Jugend- und Sozialamt
5 Bauen und Umwelt
6 Gemeindewerke Wesenau
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellText:
    """One text of a clerk with the right answer."""

    town: str
    kind: str
    truth: str
    text: str


def directory(city: str, offices: str) -> OfficeDirectory:
    """Return the offices of lines like `33 Bürgeramt | Bürgerbüro`."""
    found = []
    for line in offices.strip().splitlines():
        number, names = line.split(" ", 1)
        name, *aliases = (part.strip() for part in names.split("|"))
        found.append(KnownOffice(number=number, name=name, aliases=tuple(aliases)))
    return OfficeDirectory(offices=tuple(found), city=city)


def _bielefeld() -> OfficeDirectory:
    problems: list[Problem] = []
    organisation = load_organisation(shipped("config") / "bielefeld-2020", "", problems)
    assert problems == []
    offices = tuple(KnownOffice(number=o.number, name=o.name, aliases=o.aliases) for o in organisation.offices)
    return OfficeDirectory(offices=offices, city="Stadt Bielefeld")


OBERAU = """
10 Hauptverwaltung
20 Kämmerei
21 Gemeindekasse
30 Einwohnermelde- und Passamt | Bürgerbüro
31 Ordnungs- und Gewerbeamt
32 Standesamt
40 Bauverwaltung
"""
WISMUND = """
1.1 Zentrale Dienste
2.1 Finanzen
3.1 Ordnung und Verkehr | Ordnung | Verkehrsbehörde
3.2 Bürgerservice und Standesamt
5.1 Jugend
5.2 Soziales
"""
SEESTADT = """
100 Direktorium
300 Kreisverwaltungsreferat | KVR
500 Sozialreferat | SozR
530 Referat für Gesundheit und Umwelt | RGU
600 Baureferat
"""
BERGHEIMERN = """
1 Büro des Rates
5 Sozialamt
6 Straßen- und Grünflächenamt | SGA
7 Amt für Jugend, Schule und Sport
8 Umwelt- und Naturschutzamt | UmNat
9 Ordnungsamt
"""
TOWNS = {
    "bielefeld": _bielefeld(),
    "hallstedt": directory("Stadt Hallstedt", HALLSTEDT),
    "wesenau": directory("Wesenau", WESENAU),
    "oberau": directory("Markt Oberau", OBERAU),
    "wismund": directory("Hansestadt Wismund", WISMUND),
    "seestadt": directory("Landeshauptstadt Seestadt", SEESTADT),
    "bergheimern": directory("Kreisstadt Bergheimern", BERGHEIMERN),
}


def texts(file: str) -> Iterator[CellText]:
    """Read one of the tables."""
    with (Path(__file__).parent / file).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter=";"):
            text = row["text"].replace("⏎", "\n")
            if row["kind"] == "decomposed":
                text = unicodedata.normalize("NFD", text)
            yield CellText(town=row["town"], kind=row["kind"], truth=row["truth"], text=text)


def outcome(cell: CellText) -> str:
    """Return where the service goes by itself, or `asked`."""
    verdict = judge(
        own_office=OWN[cell.town],
        named=cell.text,
        offices=TOWNS[cell.town],
        refused_by=frozenset(),
        rule=ForwardRule.AUTO_FORWARD,
    )
    return verdict.office or ASKED
