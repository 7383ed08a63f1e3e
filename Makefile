# `make help` lists what there is. Everything is installed into .venv and nowhere else.

PYTHON ?= python3
UV     ?= uv
ARGS   ?=
# Processes that tests run in. A file stays in one of them, with what it has trained; 0 starts none.
JOBS   ?= 2

# Empty means: what `recsys serve` chooses. HOST is not read from the environment, where
# some shells and compilers keep another thing under that name: make serve HOST=0.0.0.0
HOST   :=
PORT   ?=

BIN := .venv/bin
RUN := .venv/.installed-run
DEV := .venv/.installed-dev
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

CLAIMS := vectorize_speed all_neighbours_speed query_speed filter_speed seeds_speed http_speed cold_start \
          worker_memory index_size scaling

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help serve test fuzz soak check lint types docs bench quality golden factcheck messages lock build-check smoke clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

serve: $(RUN) ## train the built-in model if there is none, then serve it (HOST=, PORT=)
	$(BIN)/recsys serve $(if $(HOST),--host $(HOST)) $(if $(PORT),--port $(PORT))

test: $(DEV) ## run all tests but the slow ones (JOBS=2 processes, ARGS='-k name', ARGS='-m slow')
	$(BIN)/pytest --numprocesses $(JOBS) --dist loadfile --no-loadscope-reorder $(ARGS)

fuzz: $(DEV) ## damage 100,000 files of each format and read them (an hour; ARGS='-k imdb')
	RECSYS_FUZZ_RUNS=100000 $(BIN)/pytest -p no:cacheprovider -q tests/fuzz $(ARGS)

soak: $(DEV) ## break it as often as docs/reliability.md says, for hours, and write its table (DATE=2026-01-31, MACHINE='2 cores')
	rm -f $(SOAK)
	RECSYS_SOAK=1 RECSYS_SOAK_REPORT=$(SOAK) OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 \
	  $(BIN)/pytest -p no:cacheprovider -q -m '' tests/faults $(KILLED) $(ARGS)
	$(BIN)/python -m tests.faults.table --report $(SOAK) $(if $(DATE),--date $(DATE)) $(if $(MACHINE),--machine '$(MACHINE)')

SOAK := soak-results.jsonl
KILLED := tests/additions/test_killed_writers.py tests/object_store/test_killed.py

check: lint types ## all that is checked without running the code

lint: $(DEV) ## style, layers, spelling
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	$(BIN)/codespell

types: $(DEV) ## mypy, strict
	$(BIN)/mypy

docs: $(DEV) ## run the examples of README and docs; compare what is generated
	$(BIN)/pytest README.md docs $(wildcard tests/test_docs.py)

bench: $(DEV) ## measure the speed and write docs/performance.md (ARGS='--titles 1000000', DATE=2026-01-31)
	$(PIP) sparse_dot_topn usearch
	@set -e; for claim in $(CLAIMS); do echo "== benchmarks/$$claim.py"; \
	  OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m benchmarks.$$claim $(ARGS); done
	$(BIN)/python -m benchmarks.performance_table $(if $(DATE),--date $(DATE))

quality: $(DEV) ## measure against human judgements, from ../shared/data
	@set -e; for script in quality learned_weights tone_inference; do \
	  echo "== benchmarks/$$script.py"; $(BIN)/python "benchmarks/$$script.py"; done

golden: $(DEV) ## ask the golden queries and tell how many are answered well (ARGS=--failed)
	$(BIN)/python -m benchmarks.golden $(ARGS)

factcheck: $(DEV) ## hold the built-in catalogue against reference catalogues (ARGS=--list)
	$(BIN)/python -m benchmarks.factcheck $(ARGS)

messages: $(DEV) ## bring the templates and translations of answers up to date (docs/languages.md)
	$(BIN)/python -m recsys.wording.templates $(ARGS)

build-check: $(DEV) ## build the wheel and see that no file of the packages is missing
	rm -rf dist
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .
	$(BIN)/python .ci/check_wheel.py dist/*.whl

smoke: build-check ## install the wheel into an empty environment and ask it one question
	.ci/smoke dist/*.whl

lock: ## write both locks again (ARGS=--upgrade for newer versions)
	@command -v $(UV) >/dev/null || { echo "uv is missing: run  pip install uv" >&2; exit 1; }
	$(LOCK) --extra fast --output-file requirements-run.lock $(ARGS)
	$(LOCK) --extra fast --extra dev --constraint requirements-run.lock --output-file requirements.lock $(ARGS)

LOCK = $(UV) pip compile pyproject.toml --quiet --no-config --universal --python-version 3.11 \
       --custom-compile-command "make lock"

clean: ## remove the environment, caches and built files; models in artifacts/ stay
	rm -rf .venv dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps: an installation is repeated when its lock or pyproject.toml is newer.

$(DEV): $(RUN) requirements.lock
	@echo "Installing the tools for tests and checks into .venv"
	$(PIP) -r requirements.lock
	@touch $@

$(RUN): requirements-run.lock pyproject.toml | $(BIN)/python
	@echo "Installing into .venv; the first time takes a minute or two"
	$(PIP) -r requirements-run.lock
	$(PIP) --no-deps --editable .
	@touch $@

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null \
	  || { echo "$(PYTHON) is missing: install Python 3.11 or newer, or name one: make PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "$$($(PYTHON) --version) is too old: recsys needs 3.11 or newer; name another one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "python3-venv is missing: run  sudo apt install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }
