# Two commands to know: `make demo` and `make test`. Both set everything up first.
PYTHON ?= python3.11
UV_VERSION := 0.13.9
BIN := .venv/bin
DEMO := demo

.PHONY: help demo test format check types contracts tests docs form e2e soak bench scores clean

help:
	@echo "make demo    set up, work out a real truce, write $(DEMO)/report.html"
	@echo "make test    set up, then format check, lint, types, contracts, tests, doc examples"
	@echo "make format  put every file into shape"
	@echo "make docs    build the documentation into site/"
	@echo "make form    write the form for patrols and its template anew"
	@echo "make e2e     pages in a browser: barriers, and pictures in e2e/; needs Chromium, installs nothing"
	@echo "make soak    the slow tests"
	@echo "make bench   how fast and how large"
	@echo "make scores  how good, in worlds with known truth"

# The lock file says what is in the environment; it is set up again only when that changes.
.venv/ready: uv.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@$(BIN)/uv sync --frozen --quiet
	@touch $@

demo: .venv/ready
	$(BIN)/ceaseline demo -o $(DEMO)

test: .venv/ready check types contracts tests

check: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: .venv/ready
	$(BIN)/mypy

contracts: .venv/ready
	$(BIN)/lint-imports

tests: .venv/ready
	$(BIN)/pytest -q -n 2 --dist loadfile

format: .venv/ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: .venv/ready
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

form: .venv/ready
	$(BIN)/python -m ceaseline.sources.patrol.form.making src/ceaseline/sources/patrol/form

# Chromium and Debian's fonts are not ours to install; without Chromium these tests skip and say so.
e2e: .venv/ready
	$(BIN)/pytest -q -m e2e tests/e2e

soak: .venv/ready
	$(BIN)/pytest -v -m soak --durations=10

bench: .venv/ready
	$(BIN)/python bench/reading.py
	$(BIN)/python bench/ledger.py
	$(BIN)/python bench/line.py
	$(BIN)/python bench/patrol.py
	$(BIN)/python bench/registers.py
	$(BIN)/python bench/exposure.py
	$(BIN)/python bench/assessment.py
	$(BIN)/python bench/fusion.py
	$(BIN)/python bench/attribution.py
	$(BIN)/python bench/attribution.py --large
	$(BIN)/python bench/accounts.py

scores: .venv/ready
	$(BIN)/python docs/believe.py
	$(BIN)/python bench/accounts.py

clean:
	rm -rf .venv site dist $(DEMO) e2e .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
