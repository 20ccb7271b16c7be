"""What other weights would change, for people: name by name, before → after."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.domain.results.prioritisation import RankState
from ozg_workflow.domain.results.versions import changed_values
from ozg_workflow.domain.results.weights.trial import Shift, Standing, Trial
from ozg_workflow.report.labels import quadrant_title, span
from ozg_workflow.report.markdown import escape, table

HEADER: Final = ("Rang", "Leistung", "Amt", "Rangspanne", "Feld", "Welle")
NOTHING_STORED: Final = "Nichts davon ist gespeichert; es gelten weiter die vereinbarten Gewichte."


def trial_lines(trial: Trial) -> tuple[str, ...]:
    """Return what is compared and what would change in all, one sentence per line."""
    return (
        f"Verglichen mit den vereinbarten Gewichten Version {trial.agreed.version}, mit den Angaben von jetzt.",
        *_differences(trial),
        _summary(trial),
        NOTHING_STORED,
    )


def _differences(trial: Trial) -> Iterator[str]:
    found = changed_values(trial.agreed, trial.tried)
    if not found:
        yield "Die Werte sind dieselben wie die vereinbarten."
        return
    yield from (f"Anders: {value}." for value in found)
    if trial.agreed.version == trial.tried.version:
        yield f"Hinweis: Vor „ozg prepare“ brauchen diese Werte eine neue „version“; {trial.agreed.version} ist die der vereinbarten."


def _summary(trial: Trial) -> str:
    found, total = trial.changed, german.count(len(trial.shifts), "Leistung", "Leistungen")
    if not found:
        return f"Bei keiner von {total} würde sich etwas ändern."
    parts = (
        (sum(s.before.rank != s.after.rank for s in found), "anderer Rang"),
        (sum(s.moves_field for s in found), "anderes Feld"),
        (sum(s.moves_wave for s in found), "andere Welle"),
        (sum(s.changes_block for s in found), "Sperre anders"),
    )
    return f"Bei {len(found)} von {total} würde sich etwas ändern: " + ", ".join(f"{n} {words}" for n, words in parts) + "."


def trial_rows(shifts: Sequence[Shift]) -> list[tuple[str, ...]]:
    """Return a row for each service: what stays is said once, what would change as `vorher → nachher`."""
    return [
        (
            _change(s, _rank) + (f" ({s.places:+d})" if s.places else ""),
            s.name,
            s.office,
            _change(s, lambda at: span(at.rank_low, at.rank_high)),
            _change(s, lambda at: quadrant_title(at.quadrant)),
            _change(s, lambda at: at.wave or "–"),
        )
        for s in shifts
    ]


def _change(shift: Shift, words: Callable[[Standing], str]) -> str:
    before, after = words(shift.before), words(shift.after)
    return after if before == after else f"{before} → {after}"


def _rank(at: Standing) -> str:
    if at.state is RankState.BLOCKED:
        return "gesperrt"
    return "–" if at.rank is None else str(at.rank)


def trial_markdown(title: str, trial: Trial) -> str:
    """Return the comparison as Markdown: the sentences, then every service for which something would change."""
    rows = [tuple(map(escape, row)) for row in trial_rows(trial.changed)]
    blocks = [f"# {title}", "\n".join(f"- {escape(line)}" for line in trial_lines(trial))]
    if rows:
        blocks += ["## Was sich ändern würde", "\n".join(table(HEADER, rows))]
    return "\n\n".join(blocks) + "\n"
