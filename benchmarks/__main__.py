"""Print the table of benchmarks: `python -m benchmarks`."""

from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks import reading, sending, startup, writing
from benchmarks.world import Measured


def main() -> None:
    """Measure everything, one after the other."""
    results: list[Measured] = [
        writing.measure(),
        *sending.measure(),
        reading.measure_workbook(),
        reading.measure_collect(),
        startup.measure(),
    ]
    table = Table("Was", "je Sekunde", "nackte Bibliothek", "Verhältnis", "Ziel", box=box.SIMPLE_HEAD)
    for r in results:
        table.add_row(r.name, f"{r.ours:.1f}", f"{r.bare:.1f}", f"{r.ratio:.2f}", r.wanted)
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
