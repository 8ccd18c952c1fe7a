# Two commands on a fresh machine: `make demo` and `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help demo test check lint bench quality docs check-wordpress clean
.DEFAULT_GOAL := help

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "This Python lacks venv. On Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@

demo: $(STAMP) ## serve a small review site on loopback and scrape it
	@$(BIN)/python -m scraper.demo

test: $(STAMP) ## lint, types and every test
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m pytest -n 2 -q

check: $(STAMP) ## also the tests that need a program pip cannot bring
	@$(BIN)/python -m pytest -n 2 -q --run-needs

lint: $(STAMP) ## ruff and mypy
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: $(STAMP) ## CPU per stage beside what a user would use today
	@$(BIN)/python benchmarks/speed/run.py

quality: $(STAMP) ## precision and recall of every field, against their floors; GOLD=DIR measures any labelled folder
	@$(BIN)/python benchmarks/quality/run.py $(GOLD)

docs: $(STAMP) ## write the parts of the documents that the code makes
	@$(BIN)/python -m scraper.demo.docs
	@$(BIN)/python -m scraper.record.fields_doc docs/fields.md

check-wordpress: $(STAMP) ## crawl a real WordPress in a throw-away folder and compare (installs Debian packages; about 12 minutes)
	@$(BIN)/python benchmarks/wordpress/run.py

clean: ## remove the environment and everything generated
	rm -rf $(VENV) benchmarks/speed/.venv output/demo build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
