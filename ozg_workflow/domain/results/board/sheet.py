"""The sheet the decision comes back in: its columns, and what its lines say. A wrong cell is named; nothing is guessed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ozg_workflow.domain.german import normalise
from ozg_workflow.domain.results.board.verdicts import CARRIED_OUT, VERDICT_TITLES, Decision, Proposal, Verdict
from ozg_workflow.domain.results.prioritisation import Wave
from ozg_workflow.domain.survey.cells import is_error, says_nothing

SHEET: Final = "Entscheidung"
RANK, REF, NAME, OFFICE, FIELD = "Rang", "Kennung", "Leistung", "Amt", "Feld"
PROPOSED, VERDICT, WAVE, REASON = "Vorgeschlagene Welle", "Entscheidung", "Welle", "Begründung"
HEADINGS: Final = (RANK, REF, NAME, OFFICE, FIELD, PROPOSED, VERDICT, WAVE, REASON)
NEEDED: Final = (REF, VERDICT, WAVE, REASON)
STAMP: Final = "Kennzeichen"  # of the evaluation, in the line below the heading of the sheet
TOP: Final = 3  # row of the headings, from 0

Line = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetProblem:
    """A wrong cell: its line in the sheet (from 1), its column by heading, and what is wrong."""

    line: int
    heading: str
    message: str


def stamp_of(input_hash: str) -> str:
    """Return by what a sheet is known as that of an evaluation."""
    return f"{STAMP} {input_hash[:8]}"


def wave_label(wave: Wave) -> str:
    """Return a wave as the sheet names it, `1: Erste Verfahren 2020`."""
    return f"{wave.key}: {wave.title}"


def read_lines(
    lines: Sequence[tuple[int, Line]], proposals: Sequence[Proposal], waves: Sequence[Wave]
) -> tuple[tuple[Decision, ...], tuple[SheetProblem, ...]]:
    """Return the decisions of the lines (number, heading → text) in the order of the proposals, and everything that is wrong with them.

    Decisions are complete only where there are no problems. Every proposed service must stand there exactly once, and not
    beside the name of another one: who sorts a few columns only parts the ids from the decisions.
    """
    known = {proposal.ref: proposal for proposal in proposals}
    named: dict[str, set[str]] = {}
    for one in proposals:
        named.setdefault(normalise(one.name), set()).add(one.ref)
    keys = {text.casefold(): wave.key for wave in waves for text in (wave.key, wave.title, wave_label(wave))}
    found: dict[str, Decision] = {}
    problems: list[SheetProblem] = []
    for number, line in lines:
        ref = line.get(REF, "")
        proposal = known.get(ref)
        if proposal is None or ref in found:
            why = "steht zweimal in der Liste" if proposal else "ist keine Leistung dieser Rangfolge" if ref else "fehlt"
            problems.append(SheetProblem(line=number, heading=REF, message=f"„{ref}“ {why}." if ref else f"Die Kennung {why}."))
            continue
        found[ref], wrong = _decision(number, line, proposal, keys)
        problems += wrong
        if ref not in named.get(normalise(line.get(NAME, "")), {ref}):
            message = f"„{ref}“ ist „{proposal.name}“; in dieser Zeile steht „{line[NAME]}“."
            problems.append(SheetProblem(line=number, heading=REF, message=message))
    last = max((number for number, _ in lines), default=TOP + 1)
    problems += [
        SheetProblem(line=last, heading=REF, message=f"Die Zeile zu „{p.name}“ ({p.ref}) fehlt.")
        for p in proposals
        if p.ref not in found
    ]
    return tuple(found[p.ref] for p in proposals if p.ref in found), tuple(problems)


def _decision(number: int, line: Line, proposal: Proposal, keys: Mapping[str, str]) -> tuple[Decision, list[SheetProblem]]:
    said = line.get(VERDICT, "")
    verdict = next((v for v, title in VERDICT_TITLES.items() if said.casefold() in (title.casefold(), v.value)), None)
    wave = keys.get(line.get(WAVE, "").casefold(), "")
    problems = [
        SheetProblem(line=number, heading=heading, message=text) for heading, text in _wrong(line, proposal, verdict, wave)
    ]
    decided = verdict or Verdict.ACCEPT
    carried = proposal.wave if decided is Verdict.ACCEPT else wave if decided is Verdict.OTHER_WAVE else ""
    return Decision(service_id=proposal.service_id, verdict=decided, wave=carried, reason=_reason(line)), problems


def _reason(line: Line) -> str:
    """Return the reason of a line; a dash and the like are none."""
    reason = line.get(REASON, "")
    return "" if says_nothing(reason) or is_error(reason) else reason


def _wrong(line: Line, proposal: Proposal, verdict: Verdict | None, wave: str) -> list[tuple[str, str]]:
    """Return (heading, message) for each contradiction of a line."""
    said, given = line.get(VERDICT, ""), line.get(WAVE, "")
    if verdict is None:
        choices = ", ".join(VERDICT_TITLES.values())
        return [
            (
                VERDICT,
                f"„{said}“ ist keine Entscheidung; möglich sind: {choices}."
                if said
                else f"Die Entscheidung fehlt; möglich sind: {choices}.",
            )
        ]
    found = []
    if verdict in CARRIED_OUT and not wave and (given or verdict is Verdict.OTHER_WAVE):
        found.append((WAVE, f"„{given}“ ist keine Welle des Plans." if given else "Bei „andere Welle“ fehlt die Welle."))
    elif verdict is Verdict.ACCEPT and wave and wave != proposal.wave:
        found.append((WAVE, "Eine andere als die vorgeschlagene Welle gilt nur mit der Entscheidung „andere Welle“."))
    elif verdict is Verdict.OTHER_WAVE and wave == proposal.wave:
        found.append((WAVE, "„andere Welle“ nennt die vorgeschlagene; gemeint ist vielleicht „annehmen“."))
    if verdict is not Verdict.ACCEPT and not _reason(line):
        found.append((REASON, f"Bei „{VERDICT_TITLES[verdict]}“ fehlt die Begründung."))
    return found
