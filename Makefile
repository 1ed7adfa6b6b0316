# make run: set everything up, read the samples, show what was found. make test: everything.
.DEFAULT_GOAL := run
SHELL := /bin/sh
PYTHON := .venv/bin/python
CONGVAN := .venv/bin/congvan
SAMPLES = $(filter-out %.json %.md,$(wildcard samples/*.*))

.PHONY: run test setup setup-test lock verify lint types pictures

setup:
	@sh scripts/setup-system.sh run
	@sh scripts/setup-python.sh

# An archive that an older version left in the data folder is first brought up, as ingest's error 6
# asks for; nothing of it is lost.
run: setup
	@$(CONGVAN) ingest $(SAMPLES) || \
		{ [ $$? -eq 6 ] && $(CONGVAN) reindex && $(CONGVAN) ingest $(SAMPLES); }
	@echo
	@echo '$$ congvan search --references 16/KH-BQL'
	@$(CONGVAN) search --references 16/KH-BQL --no-json
	@echo
	@echo '$$ congvan links 16/KH-BQL'
	@$(CONGVAN) links 16/KH-BQL
	@echo
	@$(CONGVAN) next-steps

setup-test: setup
	@sh scripts/setup-system.sh test

lint: setup
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .

types: setup
	$(PYTHON) -m mypy

test: setup-test lint types
	sh scripts/test.sh

# The pictures of README.md, made by the browser tests.
pictures: setup-test
	CONGVAN_PICTURES=docs/images $(PYTHON) -m pytest tests/web -m browser -q

# The lock: every package, hashed, for Python 3.11; see docs/decisions/lock-file.md.
lock:
	uv pip compile pyproject.toml --all-extras --generate-hashes --no-strip-extras --no-header \
		--python-version 3.11 -o requirements.lock

verify: test
	sh scripts/verify.sh
