# Every target sets itself up: a virtual environment with exactly the versions of constraints.txt.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# compiled once and kept, whatever the surroundings say: the tests start hundreds of processes
export PYTHONDONTWRITEBYTECODE :=
PARALLEL := --numprocesses $(or $(JOBS),2) --dist loadscope --no-loadscope-reorder

.PHONY: demo test test-all test-ui test-faults test-workers package check serve bench clean

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 oder neuer wird gebraucht."; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev]"
	touch $(READY)

demo: $(READY)
	$(BIN)/ozg demo demo

test: $(READY)
	$(BIN)/python -m pytest $(PARALLEL) --ignore tests/ui --ignore tests/workers --ignore tests/package

# the same with every test of the towns on SQLite and on PostgreSQL: what a nightly run does
test-all: $(READY)
	OZG_TEST_DATABASES=both $(MAKE) test

test-ui: $(READY)
	$(BIN)/python -m pytest tests/ui

# every use case killed at every step on both databases, four workers, every fault of the mail server; prints the table of docs/faults.md
test-faults: $(READY)
	rm -rf var/faults
	FAULTS=full $(BIN)/python -m pytest tests/faults $(PARALLEL)
	$(BIN)/python -m tests.faults.table

# a round through two workers, both killed in turn; needs PostgreSQL of the system
test-workers: $(READY)
	$(BIN)/python -m pytest --capture=no tests/workers

# wheel, sdist and list of parts in dist/, installed from the lock outside the checkout and tried: a town, a day, the service
package: $(READY)
	rm -rf dist
	$(BIN)/python -m pytest tests/package

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/reuse lint --quiet || { $(BIN)/reuse lint; exit 1; }
	$(MAKE) test

serve: $(READY)
	test -e demo/.ozg-demo -o -n "$$OZG_HOME" || $(BIN)/ozg demo demo
	$(BIN)/ozg --home "$${OZG_HOME:-demo}" serve

bench: $(READY)
	$(BIN)/python -m benchmarks
	$(if $(BESIDE),$(BIN)/python -m benchmarks.intake --beside $(BESIDE))

clean:
	rm -rf $(VENV) demo .pytest_cache .mypy_cache .ruff_cache .hypothesis
