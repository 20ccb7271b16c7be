"""The columns of a table that came back, by their headings."""

from collections.abc import Collection, Iterable

from ozg_workflow.domain.german import normalise


def columns_of(row: Iterable[str], wanted: Collection[str]) -> dict[str, int]:
    """Return heading → column (from 0) of those `wanted` that stand in a row, in small or capital letters; of two the first."""
    places: dict[str, int] = {}
    for column, text in enumerate(row):
        places.setdefault(normalise(text), column)
    return {heading: places[normalise(heading)] for heading in wanted if normalise(heading) in places}
