# The door: `make serve` and `make test` do everything on a fresh Debian 12+ or Ubuntu 24.04+ machine.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup build serve check test lint format bench soak interop lock clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000
export NO_MKDOCS_2_WARNING := 1
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
RUN := $(VENV)/.run
TEST := $(VENV)/.test
BENCH := $(VENV)/.bench

help: ## Show what can be done
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

setup: $(RUN) ## Create the environment and install the pinned versions

serve: $(RUN) ## Build, serve site and inbox on one port, follow changes (PORT=8000)
	$(BIN)/courseware serve --host $(HOST) --port $(PORT)

build: $(RUN) ## Build the site into site/
	$(BIN)/courseware build

check: $(RUN) ## List every problem in the content
	$(BIN)/courseware check

test: $(TEST) lint ## Set up, a browser included, and run all tests
	$(BIN)/courseware check
	$(BIN)/mkdocs build --strict --quiet --site-dir build/stock-site
	CHROMIUM="$$(.ci/chromium $(BIN))" && export CHROMIUM && $(BIN)/pytest --numprocesses auto --dist loadfile -m "not soak and not interop"

lint: $(TEST) ## Format check, lint, types, layers
	$(BIN)/ruff format --check scripts tests
	$(BIN)/ruff check scripts tests
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(TEST) ## Format and mend what can be mended
	$(BIN)/ruff format scripts tests
	$(BIN)/ruff check --fix scripts tests

bench: $(BENCH) ## Measure against named peers: ratios in one run
	@for bench in tests/benchmarks/bench_*.py; do echo "== $$bench"; $(BIN)/python "$$bench"; done

soak: $(TEST) ## Long runs: killed imports, fuzzed inbox
	CHROMIUM="$$(.ci/chromium $(BIN))" && export CHROMIUM && $(BIN)/pytest -m soak

interop: $(TEST) ## Open the results in LibreOffice, where there is one
	@command -v soffice >/dev/null || { echo "Skipped: LibreOffice is missing. Install it: apt-get install libreoffice-calc-nogui"; exit 0; }; \
	$(BIN)/pytest -m interop

lock: $(TEST) ## Write the pinned versions anew (needs uv)
	for set in run test bench; do \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	    requirements/$$set.in -o requirements/$$set.txt; \
	done

clean: ## Remove what was built (the environment stays)
	rm -rf build site

$(BIN)/python:
	@command -v git >/dev/null || { echo "git is missing. Install it: sudo apt-get install git" >&2; exit 1; }
	@command -v $(PYTHON) >/dev/null || { echo "python3 is missing. Install it: sudo apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; this is $$($(PYTHON) --version). Debian 12+ and Ubuntu 24.04+ have it." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "python3-venv is missing. Install it: sudo apt-get install python3-venv" >&2; exit 1; }
	@echo "Creating the environment in $(VENV)"
	$(PYTHON) -m venv $(VENV)

$(RUN): requirements/run.txt pyproject.toml | $(BIN)/python
	@echo "Installing the pinned versions (a minute or two the first time)"
	$(PIP) install --require-hashes --requirement requirements/run.txt
	$(PIP) install --no-build-isolation --no-deps --editable .
	@touch $@

$(TEST): requirements/test.txt $(RUN)
	@echo "Installing what the tests need"
	$(PIP) install --require-hashes --requirement requirements/test.txt
	@touch $@

$(BENCH): requirements/bench.txt $(TEST)
	$(PIP) install --require-hashes --requirement requirements/bench.txt
	@touch $@
