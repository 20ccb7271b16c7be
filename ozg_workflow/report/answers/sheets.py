"""The sheets beside the lines: bundles, contradictions, what is open, planned, corrected and given away."""

from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.domain.survey.answer_line import AnswerLine
from ozg_workflow.domain.survey.bundles import Bundle, bundles, missing, owes, planned
from ozg_workflow.domain.survey.service_list import RowState
from ozg_workflow.report.answers.columns import LineColumn, line_columns
from ozg_workflow.report.answers.sheet import Listing
from ozg_workflow.report.answers.table import AnswerTable, Corrected
from ozg_workflow.report.answers.words import (
    Shown,
    department_words,
    in_words,
    office_words,
    shower,
    source_in_words,
    state_words,
)
from ozg_workflow.report.workbook import Column

SERVICE: Final = (
    Column(heading="Leistung", width=44, look="strong"),
    Column(heading="LeiKa-Schlüssel", width=17, look="key"),
    Column(heading="Amt", width=26),
)
Row = tuple[Shown, ...]


def _service(line: AnswerLine) -> Row:
    return line.service.name, line.service.key, office_words(line)


def by_bundle(table: AnswerTable) -> Listing:
    """Return `Nach OZG-Leistung`: a row per bundle."""
    scale = table.asked.scale
    return Listing(
        name="Nach OZG-Leistung",
        heading="Angaben nach OZG-Leistung",
        subtitle="Teilen sich Ämter eine Leistung, zählt sie einmal, und ihre Fallzahlen werden addiert. "
        "Unbekannt und offen ist nicht null.",
        columns=(
            Column(heading="OZG-Leistung", width=40, look="strong"),
            Column(heading="OZG-ID", width=9, look="key"),
            Column(heading="Themenfeld", width=24),
            Column(heading="Ämter", width=14),
            Column(heading="Leistungen", width=12, look="figure"),
            Column(heading=f"online (ab Stufe {scale.compliant_level})", width=12, look="figure"),
            Column(heading=f"am Ziel (ab Stufe {scale.target_level})", width=12, look="figure"),
            Column(heading="nicht online", width=10, look="figure"),
            Column(heading="Stufe unbekannt", width=12, look="figure"),
            Column(heading="Stufe offen", width=10, look="figure"),
            Column(heading="Fälle pro Jahr (bekannte)", width=16, look="figure"),
            Column(heading="Fallzahl bekannt", width=11, look="figure"),
            Column(heading="Fallzahl unbekannt", width=11, look="figure"),
            Column(heading="Fallzahl offen", width=10, look="figure"),
            Column(heading="geplante Angebote", width=10, look="figure"),
            Column(heading="nächster Termin", width=12, look="day"),
        ),
        rows=[_bundle(found, asks=table.asked.volume is not None) for found in bundles(table.asked, table.counting)],
        empty="In dieser Runde gibt es keine Leistungen.",
    )


def _bundle(found: Bundle, *, asks: bool) -> Row:
    open_ = found.services - found.cases_known - found.cases_unknown
    volumes = (found.cases if found.cases_known else None, found.cases_known, found.cases_unknown, open_)
    return (
        found.ozg_name or "ohne OZG-Leistung",
        found.ozg_id,
        ", ".join(found.themes),
        ", ".join(found.offices),
        found.services,
        found.online,
        found.on_target,
        found.offline,
        found.level_unknown,
        found.level_open,
        *(volumes if asks else (None,) * 4),
        found.planned,
        found.next_on,
    )


def contradictions(table: AnswerTable) -> Listing:
    """Return `Widersprüche`: both values with both sources."""
    said = Column(heading="Gilt: Wert", width=22, look="strong"), Column(heading="Gilt: Quelle", width=46)
    other = Column(heading="Dagegen: Wert", width=22), Column(heading="Dagegen: Quelle", width=46)
    return Listing(
        name="Widersprüche",
        heading="Angaben, die einander widersprechen",
        subtitle="Es gilt die jüngere Angabe, bis das Amt oder die Koordination entscheidet.",
        columns=(*SERVICE, Column(heading="Frage", width=22), *said, *other),
        rows=[row for line in table.counting for row in _contradictions(table, line)],
        empty="Keine Angabe widerspricht einer anderen.",
    )


def _contradictions(table: AnswerTable, line: AnswerLine) -> list[Row]:
    rows: list[Row] = []
    for found in line.contradictions:
        if question := table.asked.questionnaire.get(found.question):
            show = shower(table.asked, question)
            sides = ((in_words(show(s.value)), source_in_words(s.source)) for s in (found.counts, found.other))
            rows.append((*_service(line), question.heading, *(text for side in sides for text in side)))
    return rows


def open_lines(table: AnswerTable) -> Listing:
    """Return `Offene Zeilen`: who owes what, until when."""
    columns = (
        Column(heading="Wer ist am Zug?", width=32, look="strong"),
        *SERVICE[:2],
        Column(heading="Amt", width=26),
        Column(heading="Dezernat", width=26),
        Column(heading="Zeile", width=8, look="figure"),
        Column(heading="Stand", width=28),
        Column(heading="Es fehlt", width=52),
        Column(heading="Frist", width=12, look="day"),
    )
    return Listing(
        name="Offene Zeilen",
        heading="Zeilen, zu denen noch etwas fehlt",
        subtitle=f"{table.round_title}, Stand {german.local_time(table.made_at)} Uhr",
        columns=columns,
        rows=[_open(table, line) for line in table.counting if owes(line)],
        empty="Es fehlt nichts: Alle Zeilen sind beantwortet.",
        frozen=2,
    )


def _open(table: AnswerTable, line: AnswerLine) -> Row:
    decides = line.state is RowState.DISPUTED
    return (
        "OZG-Koordination" if decides else f"Amt {office_words(line)}",
        line.service.name,
        line.service.key,
        office_words(line),
        department_words(line),
        line.number,
        state_words(line),
        "Entscheidung, welches Amt zuständig ist" if decides else ", ".join(missing(table.asked, line)),
        table.dues.get((line.office, line.list_version), table.due_on),
    )


def planned_offers(table: AnswerTable) -> Listing:
    """Return `Geplante Angebote`, the earliest first."""
    level = table.asked.questionnaire.get(table.asked.level)
    show = shower(table.asked, level) if level else (lambda _: None)
    heading = level.heading if level else "Stufe"
    offers = planned(table.asked, table.counting)
    return Listing(
        name="Geplante Angebote",
        heading="Online-Angebote, die geplant sind",
        subtitle="Nach Termin geordnet; ohne Termin am Ende.",
        columns=(
            Column(heading="Termin", width=14, look="day"),
            *SERVICE,
            Column(heading="Dezernat", width=26),
            Column(heading="Termin laut Spalte", width=26),
            Column(heading=heading, width=26),
        ),
        rows=[
            (
                offer.on or "ohne Termin",
                *_service(offer.line),
                department_words(offer.line),
                offer.question.heading,
                show(offer.line.answers.get(table.asked.level)),
            )
            for offer in offers
        ],
        empty="Kein Amt hat ein geplantes Angebot genannt.",
        frozen=2,
    )


def corrections(table: AnswerTable) -> Listing:
    """Return `Berichtigungen`: what a person wrote down for an office, what stood there before, and how it was told."""
    lines = {line.row_id: line for line in table.lines}
    known = [(lines[found.row_id], found) for found in table.corrections if found.row_id in lines]
    columns = (
        *SERVICE,
        Column(heading="Frage", width=22),
        Column(heading="Vorher", width=22),
        Column(heading="Berichtigt auf", width=22, look="strong"),
        Column(heading="Von", width=22),
        Column(heading="Am", width=12, look="day"),
        Column(heading="Wie mitgeteilt", width=46),
    )
    return Listing(
        name="Berichtigungen",
        heading="Angaben, die die Koordination berichtigt hat",
        subtitle="Eine Berichtigung gilt, bis eine spätere Rücksendung des Amtes etwas anderes sagt.",
        columns=columns,
        rows=[_corrected(table, line, found) for line, found in known],
        empty="In dieser Runde wurde keine Angabe berichtigt.",
    )


def _corrected(table: AnswerTable, line: AnswerLine, found: Corrected) -> Row:
    question = table.asked.questionnaire.get(found.question)
    show = shower(table.asked, question) if question else (lambda value: value)
    return (
        *_service(line),
        question.heading if question else found.question,
        *(_as_said(show(value)) for value in (found.replaced, found.value)),
        found.by,
        german.local_day(found.at),
        found.note,
    )


def _as_said(shown: Shown) -> Shown:
    """Return a number as a number, so that it can be looked for; the rest in words, because one column holds all kinds."""
    return shown if isinstance(shown, int | float) else in_words(shown)


def given_away(table: AnswerTable) -> Listing:
    """Return `Abgegebene Leistungen`: lines that went to another office or left the catalogue; nothing of them counts."""
    columns = line_columns(table.asked)
    kept = [c for c in columns if c.column.heading in ("Leistung", "Amt", "Dezernat", "LeiKa-Schlüssel", "OZG-Leistung", "Stand")]
    return Listing(
        name="Abgegebene Leistungen",
        heading="Zeilen, die nicht mehr zählen",
        subtitle="An ein anderes Amt gegeben oder nicht mehr im Katalog; sie stehen in keiner Summe.",
        columns=[c.column for c in kept],
        rows=rows_of(kept, table.given_away),
        empty="Keine Leistung wurde abgegeben oder zurückgezogen.",
    )


def rows_of(columns: "list[LineColumn] | tuple[LineColumn, ...]", lines: tuple[AnswerLine, ...]) -> list[Row]:
    """Return what stands in these columns for each line."""
    values = [column.value for column in columns]
    return [tuple([value(line) for value in values]) for line in lines]
