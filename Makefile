# Everything here works on a fresh machine with Python 3.11+, make and git.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test pythons torture check bench clean

demo: $(STAMP)
	@$(BIN)/vault-pln demo

# side by side: much of a run is waiting for a daemon or a server
test: check
	$(BIN)/python -m pytest -n 3 --dist worksteal

# a slice of the tests under every other Python that is installed here
pythons: $(STAMP)
	.ci/pythons

# hours of faults, races and real editors; a bounded slice of each runs with the tests
torture: $(STAMP)
	PLN_TORTURE=1 $(BIN)/python -m pytest -ra tests/edge/test_write_faults.py tests/edge/test_write_races.py \
		tests/edge/test_command_faults.py tests/edge/test_daemon_faults.py tests/test_replicas.py tests/torture

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(STAMP)
	$(BIN)/python tests/benchmarks/run.py
	$(BIN)/python tests/benchmarks/ranking.py
	$(BIN)/python tests/benchmarks/day.py

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	$(BIN)/python -m compileall -q vault_pln
	@touch $(STAMP)

clean:
	rm -rf $(VENV)* build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
