# Parvis: `make` lists what can be done. Nothing here asks a question.
.DEFAULT_GOAL := help
SHELL := /bin/bash

PYTHON ?= python3.11
HOST ?= 127.0.0.1
PORT ?= 8000
PY := .venv/bin/python

export HOST

.PHONY: help
help: ## list the tasks
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.PHONY: run
run: .venv/.site ## install, migrate, load the demo company on first run, serve on http://127.0.0.1:8000 (PORT=, HOST=)
	@if [ -z "$${DATABASE_URL:-}" ]; then export PARVIS_DEMO="$${PARVIS_DEMO:-1}"; fi; \
	exec $(PY) manage.py serve --host $(HOST) --port $(PORT)

.PHONY: dev
dev: .venv/.dev ## the same with DEBUG, reload on change and the debug toolbar
	@export DEBUG=1; if [ -z "$${DATABASE_URL:-}" ]; then export PARVIS_DEMO="$${PARVIS_DEMO:-1}"; fi; \
	exec $(PY) manage.py serve --host $(HOST) --port $(PORT) --reload

.PHONY: test
test: .venv/.dev ## install what tests need and run them all: embedded, PostgreSQL + Redis, browser
	@exec $(PY) -m tests.everything

.PHONY: bench
bench: .venv/.dev ## measure pages, bytes, sockets and search on the demo company at volume
	@exec $(PY) -m benchmarks

.PHONY: lint
lint: .venv/.dev ## ruff, types, layers, migrations, deploy checks
	@$(PY) -m tests.lint

.PHONY: format
format: .venv/.dev ## put the code in its usual shape
	@.venv/bin/ruff check -q --fix . ; .venv/bin/ruff format -q .

.PHONY: messages
messages: .venv/.dev ## gather the texts to translate into locale/
	@$(PY) manage.py makemessages --all --no-obsolete --add-location=file --ignore=.venv --ignore=var --ignore=tests

.PHONY: install
install: .venv/.site ## create .venv and install the site's libraries

.PHONY: clean
clean: ## remove .venv and caches (var/, where the data is, stays)
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

.venv/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Parvis needs Python 3.11 or newer, and “$(PYTHON)” is not there. On Debian: apt-get install python3.11-venv. Another one: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Parvis needs Python 3.11 or newer; “$(PYTHON)” is $$($(PYTHON) --version). Another one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python cannot make a virtual environment. On Debian: apt-get install python3.11-venv" >&2; exit 1; }

.venv/.site: requirements.txt | .venv/bin/python
	@echo "Installing the libraries…"
	@$(PY) -m pip install -q --disable-pip-version-check --only-binary :all: -r requirements.txt
	@touch $@

.venv/.dev: requirements.txt requirements-dev.txt | .venv/bin/python
	@echo "Installing the libraries of the site and of its tests…"
	@$(PY) -m pip install -q --disable-pip-version-check --only-binary :all: -r requirements-dev.txt
	@touch $@ .venv/.site
