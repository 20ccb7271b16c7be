"""What `make bench` measures: a line for each benchmark. Each is a module here with `rows() -> Iterable[Row]`."""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context

from benchmarks.rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """One module of this folder, and the heading of its lines in the table."""

    module: str
    topic: str

    def rows(self) -> list[Row]:
        """Measure, in a fresh process: what another one left behind – threads, objects kept for good – would slow it or let its forks wait for ever. Takes seconds to minutes."""
        with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as process:
            return process.submit(_measured, self.module).result()


def _measured(module: str) -> list[Row]:
    return list(import_module(f"benchmarks.{module}").rows())


BENCHMARKS = (
    Benchmark(module="startup", topic="Programmstart"),
    Benchmark(module="preparing", topic="Vorbereiten"),
    Benchmark(module="importing", topic="Katalog einlesen"),
    Benchmark(module="writing", topic="Listen schreiben"),
    Benchmark(module="composing", topic="Erstellen"),
    Benchmark(module="sending", topic="Versand"),
    Benchmark(module="relaying", topic="Versand"),
    Benchmark(module="collecting", topic="Einsammeln"),
    Benchmark(module="reading", topic="Einsammeln"),
    Benchmark(module="storing", topic="Einsammeln, ohne Antworten"),
    Benchmark(module="memory", topic="Speicher"),
    Benchmark(module="exporting", topic="Angaben ausgeben"),
    Benchmark(module="ranking", topic="Auswerten"),
    Benchmark(module="papers", topic="Vorlage und Folien"),
    Benchmark(module="growth", topic="Wachstum"),
    Benchmark(module="cities", topic="Viele Städte"),
    Benchmark(module="reading_room", topic="Lesesaal"),
)
