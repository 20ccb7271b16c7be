"""Measure and print one table: `python -m benchmarks [MODULE …] [--json FILE]`."""

import argparse
import sys
import traceback
from pathlib import Path

from benchmarks.registry import BENCHMARKS
from benchmarks.report import show, store
from benchmarks.rows import Row

JSON = Path("var") / "bench.json"
KNOWN = tuple(benchmark.module for benchmark in BENCHMARKS)


def main() -> int:
    """Measure everything that is wanted, one after the other; one that breaks stops no other. Return 1 where one broke."""
    wishes = _wishes()
    topics: dict[str, list[Row]] = {}
    broken: dict[str, str] = {}
    for benchmark in BENCHMARKS:
        if benchmark.module in (wishes.modules or KNOWN):
            print(f"… {benchmark.topic}", file=sys.stderr, flush=True)
            try:
                topics.setdefault(benchmark.topic, []).extend(benchmark.rows())
            except Exception as error:  # noqa: BLE001 - the others must follow
                traceback.print_exc()
                broken[benchmark.topic] = f"{type(error).__name__}: {error}"[:200]
    show(topics, broken)
    store(wishes.json, topics, broken)
    print(f"Als JSON: {wishes.json}")
    return 1 if broken else 0


def _wishes() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("modules", nargs="*", metavar="MODULE", help=f"only these of: {', '.join(KNOWN)}")
    parser.add_argument("--json", type=Path, default=JSON, metavar="FILE")
    wishes = parser.parse_args()
    if unknown := set(wishes.modules) - set(KNOWN):
        parser.error(f"no benchmark: {', '.join(sorted(unknown))}")
    return wishes


if __name__ == "__main__":
    sys.exit(main())
