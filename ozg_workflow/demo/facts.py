"""What the offices know about their services: plausible, and the same for the same seed."""

import math
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from ozg_workflow.demo.filling import FormRow, Value

# beginning or part of a name → yearly cases of a city of 340 000 people, lowest and highest plausible figure
POPULAR: Final = (
    ("Vorläufigen Personalausweis", 1_500, 4_000),
    ("Verlust des Personalausweises", 2_000, 6_000),
    ("Personalausweis", 28_000, 42_000),
    ("Wohnsitz", 20_000, 48_000),
    ("Reisepass", 9_000, 22_000),
    ("Meldebescheinigung", 12_000, 26_000),
    ("Melderegisterauskunft", 8_000, 40_000),
    ("Führungszeugnis", 9_000, 18_000),
    ("Kraftfahrzeug", 25_000, 55_000),
    ("Wunschkennzeichen", 12_000, 30_000),
    ("Führerschein", 4_000, 12_000),
    ("Bewohnerparkausweis", 6_000, 14_000),
    ("Gewerbe anmelden", 2_500, 4_500),
    ("urkunde ausstellen", 6_000, 15_000),
    ("Briefwahl", 25_000, 70_000),
    ("Hundesteuer anmelden", 1_500, 3_500),
    ("Wohngeld", 3_500, 7_500),
    ("Elterngeld", 3_500, 6_000),
    ("Kita-Platz", 4_000, 9_000),
    ("Bildung und Teilhabe", 8_000, 20_000),
    ("Bibliotheksausweis", 4_000, 12_000),
    ("Medien vormerken", 60_000, 200_000),
    ("VHS-Kurs", 8_000, 20_000),
    ("Sperrmüll", 18_000, 40_000),
    ("Abfallbehälter", 2_000, 8_000),
    ("Straßenschaden", 2_000, 7_000),
    ("Mängelmelder", 5_000, 15_000),
    ("Bauantrag", 500, 1_800),
)
APPEARANCE: Final = {
    "Personalausweis beantragen": "§ 9 PAuswG",
    "Vorläufigen Personalausweis beantragen": "§ 9 PAuswG",
    "Reisepass beantragen": "§ 6 PassG",
    "Kinderreisepass beantragen": "§ 6 PassG",
    "Eheschließung anmelden": "§ 12 PStG",
}
# what a clerk of 2020 could not do online: notarial acts, certified copies, instruction and examination in person
NOT_ONLINE: Final = {
    "Sorgeerklärung beurkunden": "§ 1626d BGB",
    "Vaterschaft anerkennen": "§ 1597 BGB",
    "Kopien und Urkunden beglaubigen": "§ 33 VwVfG NRW",
    "Belehrung nach dem Infektionsschutzgesetz": "§ 43 IfSG",
    "Einschulungsuntersuchung": "§ 54 SchulG NRW",
}
NONE, WRITTEN, IN_PERSON, EXCLUDED = "keines", "Schriftform", "persönliches", "Online-Erledigung"
REMARKS: Final = (
    "Wird zurzeit mit dem Land abgestimmt.",
    "Das Fachverfahren wird 2021 abgelöst.",
    "Die Fallzahl ist geschätzt.",
    "Eine Online-Zahlung wäre hilfreich.",
)
OBSTACLES: Final = (
    "Die Schnittstelle zum Fachverfahren fehlt noch.",
    "Der Dienst des Landes ist noch nicht nachnutzbar.",
    "Nachweise werden weiterhin auf Papier verlangt.",
)
FIRST_REACHED: Final = date(2021, 2, 26)  # the first processes are done by then, all others by
LAST_REACHED: Final = date(2022, 9, 23)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What an office knows about one service; `staff` in full-time positions, `volume` in cases per year."""

    level: int
    volume: int
    staff: float
    orientation: int
    technique: int
    complexity: int
    barrier: str
    legal_basis: str
    planned_on: date | None
    remark: str


def facts_about(seed: int, office: str, row: FormRow) -> Facts:
    """Return what the office knows about a service."""
    dice = Random(f"{seed}/{office}/{row.service}")  # noqa: S311 - a reproducible rehearsal, nothing secret
    volume = _volume(dice, row.name)
    size = math.log10(volume + 1)
    barrier, legal_basis = _barrier(dice, row.name)
    planned = dice.random() < 0.25
    return Facts(
        level=dice.choices((0, 1, 2, 3, 4), (8, 42, 33, 14, 3))[0],
        volume=volume,
        staff=_staff(dice, volume),
        orientation=max(1, min(4, round(0.75 * size + dice.uniform(-0.3, 1.2)))),
        technique=max(0, min(3, round(0.45 * size + dice.uniform(-0.4, 1.2)))),
        complexity=dice.choices((1, 2, 3), (40, 40, 20))[0],
        barrier=barrier,
        legal_basis=legal_basis,
        planned_on=date(2020, 7, 1) + timedelta(days=30 * dice.randrange(18)) if planned else None,
        remark=dice.choice(REMARKS) if dice.random() < 0.15 else "",
    )


def survey_cells(facts: Facts, name: str) -> dict[str, Value]:
    """Return the answers of the Amtsliste: heading → value."""
    cells: dict[str, Value] = {
        "Zuständig?": "ja",
        "Stufe heute": facts.level,
        "Online-Angebot fest geplant?": "ja" if facts.planned_on else "nein",
        "Fallzahl pro Jahr": facts.volume,
        "Personaleinsatz (VZÄ)": facts.staff,
        "Nutzen für Bürger/Unternehmen": facts.orientation,
        "Technikunterstützung heute": facts.technique,
        "Komplexität aus Bürgersicht": facts.complexity,
        "Rechtliches Hemmnis": facts.barrier,
    }
    optional: dict[str, Value] = {
        "Internetadresse": address_of(name) if facts.level else None,
        "Geplant zum": facts.planned_on,
        "Rechtsgrundlage des Hemmnisses": facts.legal_basis or None,
        "Bemerkung": facts.remark or None,
    }
    return cells | {heading: value for heading, value in optional.items() if value is not None}


def progress_cells(seed: int, office: str, row: FormRow, first_asked: date, today: date) -> dict[str, Value]:
    """Return the answers about the progress of a service: levels rise until the end of 2022, not all reach the target, some offices cannot say when."""
    start = facts_about(seed, office, row).level
    dice = Random(f"{seed}/{office}/{row.service}/umsetzung")  # noqa: S311 - see above
    succeeds = dice.random() < 0.84
    goal = max(start, dice.choices((4, 5), (85, 15))[0] if succeeds else dice.choice((2, 3, 3)))
    begin = first_asked - timedelta(days=60)
    reached_on = begin + timedelta(days=dice.randrange(max(1, (_all_reached(first_asked) - begin).days)))
    share = min(1.0, (today - begin).days / max(1, (reached_on - begin).days))
    level = start + int((goal - start) * share)
    cells: dict[str, Value] = {"Stufe heute": level, "Ziel voraussichtlich erreicht am": None}
    if level:
        cells["Internetadresse"] = address_of(row.name)
    if level < 4:
        cells["Ziel voraussichtlich erreicht am"] = reached_on if succeeds else dice.choice((date(2023, 6, 30), None))
        if not succeeds:
            cells["Bemerkung"] = dice.choice(OBSTACLES)
    return cells


def _all_reached(first_asked: date) -> date:
    return FIRST_REACHED if first_asked < FIRST_REACHED else LAST_REACHED


def address_of(name: str) -> str:
    """Return the address of the page about a service."""
    from ozg_workflow.mail.send.directory import slug

    return f"https://www.bielefeld.example/{slug(name)}"


def _volume(dice: Random, name: str) -> int:
    span = next(((low, high) for part, low, high in POPULAR if part in name), None)
    figure = dice.uniform(*span) if span else 10 ** dice.uniform(0.2, 4.0)
    if not span and dice.random() < 0.03:
        return 0
    digits = max(0, int(math.log10(max(figure, 1))) - 1)
    return int(round(figure / 10**digits) * 10**digits)


def _staff(dice: Random, volume: int) -> float:
    """Return the positions: five to sixty minutes a case, a position has about 96 000 minutes a year; mass business is quick."""
    minutes = dice.uniform(20, 90) if volume < 1_000 else dice.uniform(5, 25)
    return min(25.0, max(0.05, round(20 * volume * minutes / 96_000) / 20))


def _barrier(dice: Random, name: str) -> tuple[str, str]:
    chance = dice.random()
    if name in NOT_ONLINE:
        return EXCLUDED, NOT_ONLINE[name]
    if name in APPEARANCE:
        return IN_PERSON, APPEARANCE[name]
    if chance < 0.83:
        return NONE, ""
    if chance < 0.94:
        return WRITTEN, dice.choice(("§ 126 BGB", "§ 3a VwVfG NRW", "§ 36a SGB I"))
    return IN_PERSON, dice.choice(("§ 26 VwVfG NRW", "Satzung der Stadt"))
