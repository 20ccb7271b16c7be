#!/usr/bin/env bash
# holidays 0.109: asking for one country imports the modules of all countries, whichever way it is asked for.
#
# The package has a registry of countries whose loader promises to import a country when it is asked for. country_holidays("DE")
# nevertheless imports every module of holidays.countries, and so does importing the class of the country from the module of its own
# (holidays.countries.germany), because its package imports them all. It hurts programs that start often: a command that asks for one
# working day pays for two hundred and fifty countries.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -qq --disable-pip-version-check holidays==0.109
cd "$folder"

cat > count.py <<'PYTHON'
import sys
from datetime import date


def countries() -> int:
    return len([name for name in sys.modules if name.startswith("holidays.countries.")])


def report(words: str, found: object) -> int:
    print(f"{words}: {date(2026, 6, 4) in found}, modules of countries in memory: {countries()}")
    return countries()
PYTHON

venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import holidays

from count import countries, report

print("holidays", version("holidays"))
assert countries() == 0, "importing the library imports countries now"
found = report('country_holidays("DE", subdiv="NW")', holidays.country_holidays("DE", subdiv="NW", years=2026))
assert found > 200, "one country is one module now"
PYTHON

venv/bin/python - <<'PYTHON'
from holidays.countries.germany import Germany

from count import report

found = report('Germany(subdiv="NW") of holidays.countries.germany', Germany(subdiv="NW", years=2026))
assert found > 200, "one country is one module now"
PYTHON
