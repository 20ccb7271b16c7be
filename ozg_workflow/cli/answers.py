"""The answers that count: look, correct, see where they come from."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from ozg_workflow.cli.common import AsJson, By, NoDeliver, Preview, RolloutKey, Today, context, deciding
from ozg_workflow.cli.german import GermanTyper
from ozg_workflow.cli.output import print_json, print_result, print_table, say
from ozg_workflow.cli.steps import finish
from ozg_workflow.domain.german import local_time
from ozg_workflow.domain.survey.answer_line import AnswerLine, HistoryEntry, SourceKind, source_words

group = GermanTyper()

OfficeWords = Annotated[str, typer.Argument(metavar="AMT", help="Nummer oder Name des Amtes.")]
ServiceWords = Annotated[str, typer.Argument(metavar="LEISTUNG", help="Kennung aus dem Katalog oder LeiKa-Schlüssel.")]
RoundKey = Annotated[str, typer.Option("--round", metavar="KEY", help="Die Runde; Vorgabe: die neueste Erhebung.")]
Words = Callable[[str, str, Any], str]  # key of the round, question and stored answer → the answer as people read it


@group.command("list")
def answers_list(
    office: Annotated[str, typer.Option("--office", metavar="NR", help="Nur dieses Amt: Nummer oder Name.")] = "",
    service: Annotated[
        str, typer.Option("--service", metavar="LEISTUNG", help="Nur diese Leistung (Kennung oder LeiKa-Schlüssel).")
    ] = "",
    question: Annotated[
        str, typer.Option("--question", metavar="SPALTE", help="Nur Zeilen mit einer Angabe in dieser Spalte.")
    ] = "",
    round_key: Annotated[str, typer.Option("--round", metavar="KEY", help="Nur diese Runde; Vorgabe: alle.")] = "",
    everything: Annotated[
        bool, typer.Option("--all", help="Auch Zeilen von Leistungen, die inzwischen auf der Liste eines anderen Amtes stehen.")
    ] = False,
    rollout: RolloutKey = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Die Angaben zeigen, die zählen, eine Zeile je Leistung und Amt; mit --office auch, was das Amt abgegeben hat."""
    from ozg_workflow.report.answers.as_json import line_json
    from ozg_workflow.usecases.answers.list_answers import list_answers
    from ozg_workflow.usecases.answers.read import AnswerFilter

    chosen = AnswerFilter(office=office, service=service, question=question, round=round_key, once=not (everything or office))
    found = list_answers(context(rollout, today), chosen)
    if as_json:
        print_json([line_json(line) for line in found.lines])
    elif found.question:
        _print_one_question(found.lines, found.question, found.headings, found.words)
    else:
        _print_lines(found.lines, found.headings, found.words)


def _print_lines(lines: Iterable[AnswerLine], headings: dict[str, str], words: Words) -> None:
    rows = [
        (
            *_about(line),
            "; ".join(f"{headings.get(key, key)}: {words(line.round, key, value)}" for key, value in line.answers.items()),
        )
        for line in lines
    ]
    print_table(("Runde", "Amt", "Leistung", "Stand", "Angaben"), rows, empty="Keine Zeilen.")


def _print_one_question(lines: Iterable[AnswerLine], question: str, headings: dict[str, str], words: Words) -> None:
    rows = [
        (
            *_about(line),
            words(line.round, question, line.answers[question]),
            source_words(source) if (source := line.sources.get(question)) else "",
        )
        for line in lines
    ]
    print_table(("Runde", "Amt", "Leistung", "Stand", headings[question], "Quelle"), rows, empty="Keine Angaben.")


def _about(line: AnswerLine) -> tuple[str, str, str, str]:
    disputed = " – Widerspruch" if line.contradictions else ""
    return line.round, line.office, f"{line.service.ref}  {line.service.name}", line.state_words + disputed


@group.command("correct")
def answers_correct(
    office: OfficeWords,
    service: ServiceWords,
    question: Annotated[str, typer.Argument(metavar="SPALTE", help="Überschrift der Spalte oder ihr Schlüssel.")],
    value: Annotated[str, typer.Argument(metavar="WERT", help="Die neue Angabe, wie in einer Zelle; „“ leert sie.")],
    source: Annotated[str, typer.Option("--source", metavar="TEXT", help="Woher Sie es wissen, z. B. „Telefonat mit Frau K.“.")],
    round_key: RoundKey = "",
    by: By = None,
    rollout: RolloutKey = None,
    today: Today = None,
    preview: Preview = False,
    no_deliver: NoDeliver = False,
    as_json: AsJson = False,
) -> None:
    """Eine Angabe berichtigen, die ein Amt am Telefon oder auf Papier gemacht hat."""
    from ozg_workflow.usecases.answers.correct import Wish, correct

    ctx = deciding(rollout, today, by, preview=preview, mails=True)
    wish = Wish(office=office, service=service, question=question, value=value, source=source, round=round_key)
    finish(ctx, correct(ctx, wish), deliver=not no_deliver, as_json=as_json)


@group.command("history")
def answers_history(
    office: Annotated[str, typer.Argument(metavar="AMT", help="Nummer oder Name des Amtes; „-“: alle Ämter.")],
    service: ServiceWords,
    round_key: RoundKey = "",
    rollout: RolloutKey = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Zeigen, was zu einer Leistung gesagt wurde, der Reihe nach, und was davon zählt; mit „-“ als Amt von allen Ämtern."""
    from ozg_workflow.report.answers.as_json import history_json
    from ozg_workflow.usecases.answers.history import EVERYBODY
    from ozg_workflow.usecases.answers.list_answers import show_history

    found = show_history(context(rollout, today), office, service, round_key)
    if as_json:
        shown = [history_json(one.line, one.entries) for one in found.histories]
        print_json(shown if office.strip() == EVERYBODY else shown[0])
        return
    for one in found.histories:
        _print_history(one.line, one.entries, found.headings, found.words)
    if not found.histories:
        say("Die Leistung stand noch auf keiner Amtsliste.")


def _standing(entry: HistoryEntry) -> str:
    if entry.issue:
        return f"nicht gewertet: {entry.issue}"
    counts = "zu bestätigen" if entry.source.kind is SourceKind.PREFILL else "zählt"
    return counts if entry.counts else ""


def _print_history(line: AnswerLine, entries: Iterable[HistoryEntry], headings: dict[str, str], words: Words) -> None:
    service = f"{line.service.ref} „{line.service.name}“"
    say(f"{line.round}, Amt {line.office} – {line.office_name}, {service} ({line.state_words})")
    rows = [
        (
            local_time(entry.source.at),
            entry.heading,
            str(entry.value) if entry.issue else words(line.round, entry.question, entry.value) or "leer",
            words(line.round, entry.question, entry.replaced),
            _standing(entry),
            source_words(entry.source),
        )
        for entry in entries
    ]
    print_table(("Wann", "Spalte", "Angabe", "vorher", "Stand", "Quelle"), rows, empty="Noch hat niemand etwas dazu gesagt.")
    for item in line.contradictions:
        counts, other = (words(line.round, item.question, said.value) or "leer" for said in (item.counts, item.other))
        say(
            f"Widerspruch in „{headings.get(item.question, item.question)}“: es zählt {counts} ({source_words(item.counts.source)}), dagegen steht {other} ({source_words(item.other.source)})."
        )


@group.command("export")
def answers_export(
    file: Annotated[Path, typer.Argument(metavar="DATEI", help="Wohin; die Endung sagt, als was: .xlsx, .csv oder .json.")],
    round_key: Annotated[
        str | None, typer.Option("--round", metavar="KEY", help="Die Runde; Vorgabe: die neueste Erhebung.")
    ] = None,
    rollout: RolloutKey = None,
    today: Today = None,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Die Angaben einer Runde als Tabelle schreiben, eine Zeile je Leistung und Amt."""
    from ozg_workflow.usecases.answers.export import export_answers

    print_result(export_answers(deciding(rollout, today, by), file, round_key), as_json=as_json)
