"""What an office is told about its cells: equal hints of one column are one line, however many cells they are about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.domain.survey.answers import Remark
from ozg_workflow.domain.survey.returns import CellIssue

NAMED_CELLS: Final = 20  # more are named as ranges
TOLD_REMARKS: Final = 5  # of one column


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """The cells of one column that have the same reason and the same remedy, in the order of the sender's sheet."""

    issues: tuple[CellIssue, ...]

    @property
    def cells(self) -> str:
        """The addresses, such as `N5, N6 und N9` or `N5–N29`; a cell without an address is left out."""
        return named_cells([issue.cell for issue in self.issues])

    @property
    def texts(self) -> tuple[str, ...]:
        """What stands in these cells, each text once."""
        return tuple(dict.fromkeys(issue.issue.value for issue in self.issues if issue.issue.value))


def folded(issues: Iterable[CellIssue]) -> tuple[Hint, ...]:
    """Return the issues as hints, in the order in which each is met first."""
    found: dict[tuple[str, str, str], list[CellIssue]] = {}
    for item in issues:
        found.setdefault((item.issue.question, item.issue.reason, item.issue.remedy), []).append(item)
    return tuple(Hint(issues=tuple(same)) for same in found.values())


def named_cells(addresses: Sequence[str]) -> str:
    """Return a few addresses one by one, many as ranges: `N5, N7 und N9`, `N5–N29 und N31`."""
    given = [address for address in addresses if address]
    if len(given) <= NAMED_CELLS:
        return german.join(given)
    runs = _runs(given)
    words = [run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs[:NAMED_CELLS]]
    rest = sum(map(len, runs[NAMED_CELLS:]))
    return german.join([*words, f"{rest} weitere"] if rest else words)


def _runs(addresses: Sequence[str]) -> list[list[str]]:
    """Return addresses of one column in groups of those that follow each other."""
    runs: list[list[str]] = []
    for address in addresses:
        if runs and _row(address) == _row(runs[-1][-1]) + 1:
            runs[-1].append(address)
        else:
            runs.append([address])
    return runs


def _row(address: str) -> int:
    return int(address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or 0)


def told(remarks: Iterable[tuple[int, Remark]]) -> tuple[str, ...]:
    """Return what was taken of cells that count, as German sentences; `remarks` are (number of the row, remark)."""
    columns: dict[str, dict[tuple[str, str], list[int]]] = {}
    for number, remark in remarks:
        columns.setdefault(remark.heading, {}).setdefault((remark.value, remark.taken), []).append(number)
    return tuple(sentence for heading, found in columns.items() for sentence in _told_of_column(heading, found))


def _told_of_column(heading: str, found: dict[tuple[str, str], list[int]]) -> list[str]:
    texts = list(found.items())
    sentences = [
        f"Spalte „{heading}“: „{value}“ wurde als {taken} übernommen (Nr. {_numbers(numbers)})."
        for (value, taken), numbers in texts[:TOLD_REMARKS]
    ]
    if rest := sum(len(numbers) for _, numbers in texts[TOLD_REMARKS:]):
        verb = "wurde ebenso als Wert" if rest == 1 else "wurden ebenso als Werte"
        sentences.append(f"Spalte „{heading}“: {german.count(rest, 'weitere Angabe', 'weitere Angaben')} {verb} übernommen.")
    return sentences


def _numbers(numbers: Sequence[int]) -> str:
    shown = [str(number) for number in numbers[:NAMED_CELLS]]
    rest = len(numbers) - len(shown)
    return german.join([*shown, f"{rest} weitere"] if rest else shown)
