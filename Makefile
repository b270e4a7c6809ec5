# Everything a newcomer or a developer does; each target first sets up what it needs.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help install demo test check docs soak clean

help:
	@echo 'make install   set up .venv with Onrecord and its tools'
	@echo 'make demo      read the examples into a record and look into it'
	@echo 'make test      check, then run the tests'
	@echo 'make check     style, types, import rule, examples in the docs'
	@echo 'make docs      write the generated pages and the pictures anew; the site, in site/'
	@echo 'make soak      the tests that take minutes'
	@echo 'make clean     remove what the other targets made'

install: $(READY)

# A half-made .venv has no stamp, so an interrupted set-up simply starts again.
$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo 'Onrecord needs Python 3.11 or newer; name one: make $(MAKECMDGOALS) PYTHON=python3.11' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo 'This Python cannot make a virtual environment. On Debian or Ubuntu: sudo apt-get install python3-venv' >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --editable '.[dev]'
	@touch $@

demo: $(READY)
	@PATH="$(CURDIR)/$(BIN):$$PATH" docs/demo

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest tests/test_docs.py

# Warnings of a test are errors; its closing line is the last of the output.
test: check
	$(BIN)/pytest -m 'not soak' --timeout 600

docs: $(READY)
	$(BIN)/python docs/generate.py
	-$(BIN)/python docs/screenshots.py
	$(BIN)/mkdocs build --strict

soak: $(READY)
	$(BIN)/pytest -m soak --timeout 7200

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
