# Two commands do everything: `make serve` and `make test`. The rest is for those who look closer.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8000

# MkDocs and Material print advertisements for their successors; they are no news to us.
export NO_MKDOCS_2_WARNING := 1
export DISABLE_MKDOCS_2_WARNING := true

.DEFAULT_GOAL := help
.PHONY: help serve site test lint check format wheel messages bench clean

help: ## Show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

serve: $(VENV)/ready ## Preview the help centre in the browser, live
	$(BIN)/mkdocs serve --open --dev-addr 127.0.0.1:$(PORT)

site: $(VENV)/ready ## Build the help centre into site/
	$(BIN)/mkdocs build --strict

test: $(VENV)/ready $(VENV)/browser lint ## Run every check and every test
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

lint: $(VENV)/ready ## Check style, types, who imports whom, and the manual
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/kb check

format: $(VENV)/ready ## Sort imports and mend what ruff can mend
	$(BIN)/ruff check --fix .

wheel: $(VENV)/ready ## Build the package into dist/
	$(BIN)/python -m build

messages: $(VENV)/ready ## Collect the interface texts into the catalogues
	$(BIN)/pybabel extract -F babel.cfg --no-location --sort-output --omit-header -o kb_plugins/i18n/locales/messages.pot .
	$(BIN)/python -m kb_plugins.i18n.update

bench: $(VENV)/ready ## Measure builds against plain Material
	$(BIN)/python bench/build.py --preview --zensical
	$(BIN)/python bench/check.py

clean: ## Remove what the other commands made
	rm -rf $(VENV) site dist build

$(VENV)/ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("Firstline needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python lacks venv; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

$(VENV)/browser: $(VENV)/ready
	$(BIN)/python tests/browser/install.py
	@touch $@
