"""Print the tables of benchmarks: `python -m benchmarks`."""

from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks import exporting, importing, memory, preparing, reading, reading_room, sending, startup, storing, writing
from benchmarks.world import Measured


def main() -> None:
    """Measure everything, one after the other."""
    results: list[Measured] = [
        writing.measure(),
        *sending.measure(),
        reading.measure_workbook(),
        reading.measure_collect(),
        storing.measure(),
        startup.measure(),
        *exporting.measure(),
        *importing.measure(),
        preparing.measure(),
    ]
    speed = Table("Was", "je Sekunde", "nackte Bibliothek", "Verhältnis", "Ziel", box=box.SIMPLE_HEAD)
    for r in results:
        speed.add_row(r.name, f"{r.ours:.1f}", f"{r.bare:.1f}", f"{r.ratio:.2f}", r.wanted)
    space = Table("Was", "Spitze in MB", "Ziel", "Sekunden", box=box.SIMPLE_HEAD)
    for p in memory.measure():
        space.add_row(p.name, f"{p.megabytes:.0f}", f"≤ {p.limit}", f"{p.seconds:.1f}")
    console = Console(width=120)
    console.print(speed)
    console.print(space)
    reading_room.show(reading_room.measure())


if __name__ == "__main__":
    main()
