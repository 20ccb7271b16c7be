"""The lists of the final report: what missed its target and why, every measure, every service without one."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.report.final.data import FinalReport, LeftOut, MeasureResult, has_reached, level_title

LISTED: Final = 12  # rows that stand in the text; longer lists are an appendix
NOTHING: Final = "–"
MOST_WORDS: Final = 8

Row = tuple[str, ...]


def filled(header: Row, rows: Sequence[Row]) -> dict[str, object]:
    """Return a table without the columns in which nothing stands; `columns` are the numbers of those that stay."""
    kept = [n for n in range(len(header)) if any(row[n] != NOTHING for row in rows)]
    return {"columns": kept, "header": [header[n] for n in kept], "rows": [[row[n] for n in kept] for row in rows]}


def lists(report: FinalReport) -> dict[str, object]:
    """Return the lists; each says whether it is an appendix."""
    missed = [measure for measure in report.measures if not has_reached(measure, report.target_level)]
    return {
        "missed_sentence": _missed_sentence(missed),
        "words": _words(missed),
        "missed": _missed(report, missed),
        "missed_apart": len(missed) > LISTED,
        "all": _all(report),
        "left_sentence": _left_sentence(report.left_out),
        "left": filled(("Leistung", "Amt", "Grund"), [(item.service, item.office, item.why) for item in report.left_out]),
        "left_apart": len(report.left_out) > LISTED,
    }


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


def _missed(report: FinalReport, missed: Sequence[MeasureResult]) -> dict[str, object]:
    rows = [(m.service, m.office, _level(report, m), _day(m), m.words or NOTHING) for m in missed]
    return filled(("Leistung", "Amt", "Letzte Stufe", "gemeldet am", "Angabe des Amtes"), rows)


def _all(report: FinalReport) -> dict[str, object]:
    ordered = sorted(report.measures, key=lambda m: (m.department, m.office, m.service))
    rows = [(m.service, m.office, _level(report, m), _day(m), _reached(report, m)) for m in ordered]
    return filled(("Leistung", "Amt", "Stufe", "gemeldet am", "Ziel erreicht"), rows)


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
