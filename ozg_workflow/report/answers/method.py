"""The sheet `Methode`: which round, which day, and how to read the table."""

from ozg_workflow.domain import german
from ozg_workflow.domain.survey.answer_line import ROW_STATE_TITLES
from ozg_workflow.domain.survey.service_list import RowState
from ozg_workflow.report.answers.sheet import Listing
from ozg_workflow.report.answers.table import AnswerTable
from ozg_workflow.report.workbook import Column


def method(table: AnswerTable) -> Listing:
    """Return the sheet; everything a reader must know to pass the table on."""
    return Listing(
        name="Methode",
        heading="Wie diese Tabelle zu lesen ist",
        subtitle=f"{table.city} · {table.title}",
        columns=(Column(heading="Was", width=26, look="strong"), Column(heading="Erläuterung", width=110)),
        rows=[*_round(table), *_reading(table), *_scale(table)],
        empty="",
    )


def _round(table: AnswerTable) -> list[tuple[str, str]]:
    back = f"{table.returned} von {german.count(table.lists, 'Amtsliste', 'Amtslisten')}"
    lines = german.count(len(table.counting), "Zeile", "Zeilen")
    return [
        ("Runde", f"{table.round_title} (Kennung {table.round_key}), begonnen am {german.short_date(table.opened_on)}"),
        ("Stand der Tabelle", f"{german.local_time(table.made_at)} Uhr"),
        ("Frist", f"{german.short_date(table.due_on)}; eine eigene Frist eines Amtes steht unter „Offene Zeilen“."),
        ("Rücklauf", f"{back} sind vollständig zurück, Fehlanzeigen mitgezählt."),
        ("Umfang", table.chosen or f"Alle {lines} der Runde: eine je Leistung und Amt, das sie hat."),
        ("Fragebogen", f"{table.asked.questionnaire.title}, Version {table.asked.questionnaire.version}"),
    ]


def _reading(table: AnswerTable) -> list[tuple[str, str]]:
    scale = table.asked.scale
    online, target = (_level(table, value) for value in (scale.compliant_level, scale.target_level))
    return [
        (
            "Online?",
            (
                f"„ja“ ab {online}: Ab dieser Stufe gilt eine Leistung nach dem Onlinezugangsgesetz als online. Ziel der Stadt ist "
                f"{target}; sie steht in der Spalte „am Ziel“ unter „Nach OZG-Leistung“. „offen“: Das Amt hat noch nicht geantwortet."
            ),
        ),
        (
            "unbekannt, leer",
            (
                "Unbekannt ist nicht null: „unbekannt“ heißt, dass das Amt die Angabe nicht machen kann. Eine leere Zelle heißt, dass "
                "nichts angegeben wurde oder nicht gefragt war. Beides fehlt in den Summen. Eine 0 hat das Amt selbst eingetragen."
            ),
        ),
        (
            "Stand",
            "Wie weit die Zeile ist. "
            + " ".join(f"„{ROW_STATE_TITLES[state]}“: {text}" for state, text in _STATES.items())
            + " „offen, Vorjahr unbestätigt“: Die Angaben standen schon in der versandten Liste, das Amt hat sie nicht bestätigt.",
        ),
        (
            "Quelle",
            (
                "Mail, Tag, Datei und Zellen der Rücksendung, aus der die Angaben stammen; die Nummer der Mail ist die des Eingangs. Bei einer "
                "Berichtigung: wer sie aufgeschrieben hat, wann, und wie das Amt sie mitgeteilt hat. Die erste Quelle gilt für alles, was "
                "darunter nicht eigens genannt ist."
            ),
        ),
        ("Widerspruch", "Die markierte Angabe gilt, eine andere steht dagegen; beide mit Quelle unter „Widersprüche“."),
    ]


_STATES = {
    RowState.ANSWERED: "Alle Pflichtangaben sind da.",
    RowState.INVALID: "Was verständlich war, zählt; der Rest ist nachgefragt.",
    RowState.DISPUTED: "Das Amt hält sich nicht für zuständig, die Entscheidung steht aus.",
    RowState.OPEN: "Es ist noch keine Antwort da.",
}


def _scale(table: AnswerTable) -> list[tuple[str, str]]:
    scale = table.asked.scale
    levels = "\n".join(f"{level.value} – {level.title}: {level.description}" for level in scale.levels)
    return [("Skala der Stufen", f"{scale.title} (Kennung {scale.key}). Quelle: {scale.source}."), ("Die Stufen", levels)]


def _level(table: AnswerTable, value: int) -> str:
    level = table.asked.scale.level(value)
    return f"Stufe {value} – {level.title}" if level else f"Stufe {value}"
