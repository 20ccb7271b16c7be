"""The lists of the final report: what missed its target and why, every measure, every service without one."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from ozg_workflow.domain import german
from ozg_workflow.paper.widths import row_lines
from ozg_workflow.report.final.data import FinalReport, LeftOut, MeasureResult, has_reached, level_title

LISTED: Final = 12  # rows that stand in the text; longer lists are an appendix
SIZE: Final = 8.0  # of the type of an appendix
WIDTH: Final = 16.8  # centimetres of a page between its margins
NOTHING: Final = "–"
MOST_WORDS: Final = 8

MISSED: Final = {"Leistung": 0.0, "Amt": 3.9, "Letzte Stufe": 3.2, "gemeldet am": 2.1, "Angabe des Amtes": 3.6}
ALL: Final = {"Leistung": 0.0, "Stufe": 3.2, "gemeldet am": 2.1, "Ziel erreicht": 2.2}
LEFT_OUT: Final = {"Leistung": 0.0, "Amt": 4.2, "Grund": 5.0}

Row = tuple[str, ...]
Table = dict[str, Any]


def filled(columns: Mapping[str, float], rows: Sequence[Row]) -> Table:
    """Return a table without the columns in which nothing stands; `columns` are heading → width (centimetres), the first gets what is left."""
    kept = [n for n in range(len(columns)) if any(row[n] != NOTHING for row in rows)]
    headings, widths = list(columns), list(columns.values())
    others = [widths[n] for n in kept[1:]]
    return {
        "header": [headings[n] for n in kept],
        "rows": [[row[n] for n in kept] for row in rows],
        "widths": [round(WIDTH - sum(others), 2), *others],
    }


def apart(table: Table) -> Table:
    """Return a table as an appendix has it: it tells how many lines high each row surely is."""
    return table | {"lines": row_lines(table["rows"], table["widths"], SIZE)}


def lists(report: FinalReport) -> dict[str, object]:
    """Return the lists; each says whether it is an appendix."""
    missed = [measure for measure in report.measures if not has_reached(measure, report.target_level)]
    return {
        "appendix_size": SIZE,
        "missed_sentence": _missed_sentence(missed),
        "words": _words(missed),
        **_placed("missed", _missed(report, missed)),
        "all": _all(report),
        "left_sentence": _left_sentence(report.left_out),
        **_placed("left", filled(LEFT_OUT, [(item.service, item.office, item.why) for item in report.left_out])),
    }


def _placed(name: str, table: Table) -> dict[str, object]:
    """Return a list, and whether it is an appendix."""
    long = len(table["rows"]) > LISTED
    return {name: apart(table) if long else table, f"{name}_apart": long}


def _missed_sentence(missed: Sequence[MeasureResult]) -> str:
    if not missed:
        return "Alle Maßnahmen haben ihr Ziel erreicht."
    which = "Eine Maßnahme hat" if len(missed) == 1 else f"{german.number(len(missed))} Maßnahmen haben"
    where = "Anhang 1 nennt jede" if len(missed) > LISTED else "Genannt ist jede"
    return f"{which} das Ziel nicht erreicht. {where} mit der zuletzt gemeldeten Stufe und der letzten Bemerkung des Amtes."


def _words(missed: Sequence[MeasureResult]) -> list[list[str]]:
    """Return what the offices wrote about what missed its target, the same words once, the most frequent first."""
    found = Counter(measure.words for measure in missed)
    said = sorted(((words, number) for words, number in found.items() if words), key=lambda pair: (-pair[1], pair[0]))
    rows = [[f"„{words}“", str(number), _offices(missed, words)] for words, number in said[:MOST_WORDS]]
    others = sum(number for _, number in said[MOST_WORDS:])
    tail = [["andere Bemerkungen", str(others), NOTHING]] if others else []
    silent = [["ohne Bemerkung", str(found[""]), _offices(missed, "")]] if found[""] and said else []
    return [*rows, *tail, *silent]


def _offices(missed: Sequence[MeasureResult], words: str) -> str:
    offices = sorted({measure.office.split(" – ")[0].removeprefix("Amt ") for measure in missed if measure.words == words})
    return ", ".join(offices[:6]) + (f" und {len(offices) - 6} weitere" if len(offices) > 6 else "")


def _level(report: FinalReport, measure: MeasureResult) -> str:
    return "ohne Meldung" if measure.level is None else level_title(report.scale, measure.level).removeprefix("Stufe ")


def _day(measure: MeasureResult) -> str:
    return german.short_date(measure.reported_on) if measure.reported_on else NOTHING


def _missed(report: FinalReport, missed: Sequence[MeasureResult]) -> Table:
    return filled(MISSED, [(m.service, m.office, _level(report, m), _day(m), m.words or NOTHING) for m in missed])


def _all(report: FinalReport) -> list[dict[str, object]]:
    """Return the measures of each Dezernat, those of each of its offices in a table of its own."""
    ordered = sorted(report.measures, key=lambda m: (m.department, m.office, m.service))
    table = filled(ALL, [(m.service, _level(report, m), _day(m), _reached(report, m)) for m in ordered])
    rows = zip(ordered, table["rows"], strict=True)
    return [
        {"title": department, "offices": [_of_office(table, office, own) for office, own in groupby(group, _office)]}
        for department, group in groupby(rows, lambda pair: pair[0].department)
    ]


def _office(pair: tuple[MeasureResult, Row]) -> str:
    return pair[0].office


def _of_office(table: Table, office: str, rows: Iterable[tuple[MeasureResult, Row]]) -> Table:
    return apart(table | {"title": office, "rows": [row for _, row in rows]})


def _reached(report: FinalReport, measure: MeasureResult) -> str:
    if not has_reached(measure, report.target_level):
        return "nein"
    return german.short_date(measure.reached_on) if measure.reached_on else "vor dem Beginn"


def _left_sentence(left_out: Sequence[LeftOut]) -> str:
    if not left_out:
        return ""
    reasons = Counter(item.why.partition(":")[0] for item in left_out)
    which = "Eine Leistung hat" if len(left_out) == 1 else f"{german.number(len(left_out))} Leistungen haben"
    counted = german.join([f"{german.number(number)} {why}" for why, number in reasons.most_common()])
    return f"{which} keine Maßnahme: {counted}." + (" Anhang 3 nennt jede." if len(left_out) > LISTED else "")
