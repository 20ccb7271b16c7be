#!/usr/bin/env bash
# highspy 1.16.0 (HiGHS): making a solver prints two lines to standard output before any option can be set.
#
# The option output_flag and Highs.silent() belong to a solver that is already made, so they come too late: the first solver of a process
# has printed its version and licence. The lines are written below Python (file descriptor 1), so contextlib.redirect_stdout does not
# catch them either. It hurts programs whose standard output is data: JSON with --json, CSV, a pipe. highspy 1.15.1 prints nothing.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat > solve.py <<'PYTHON'
import contextlib
import io
import json

import highspy

caught = io.StringIO()
with contextlib.redirect_stdout(caught):
    solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("output_flag", False)
    x = solver.addVariable(lb=0, ub=2)
    solver.maximize(x)
print(json.dumps({"x": solver.val(x), "caught by redirect_stdout": caught.getvalue()}))
PYTHON

for version in 1.15.1 1.16.0; do
    python3 -m venv "venv-$version"
    "venv-$version/bin/pip" install -qq --disable-pip-version-check "highspy==$version"
    "venv-$version/bin/python" solve.py > "out-$version"
    echo "highspy $version prints:"
    sed 's/^/    /' "out-$version"
done

test "$(wc -l < out-1.15.1)" -eq 1 || { echo "1.15.1 prints more than the program does now"; exit 1; }
test "$(wc -l < out-1.16.0)" -eq 3 || { echo "1.16.0 prints nothing of its own now"; exit 1; }
grep -q '^Running HiGHS' out-1.16.0
grep -q '"caught by redirect_stdout": ""' out-1.16.0
