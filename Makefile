# Commands of the library; `make` alone lists them. Everything runs in .venv, set up from requirements.lock.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
FRAME ?=
VALIDATE_FLAGS ?=
PYTEST_FLAGS ?=
PUBLISH_FLAGS ?=
PDF_FLAGS ?=
BROWSERS_FLAGS ?=
# As many as there are cores: one more keeps them no busier, and loads all tests once more.
WORKERS ?= $(shell getconf _NPROCESSORS_ONLN)
LOCK_FLAGS ?=
BENCH_FLAGS ?=
# What is named after `bench` is what is measured (make bench import), not a goal of its own.
BENCHES := $(if $(filter bench,$(firstword $(MAKECMDGOALS))),$(wordlist 2,99,$(MAKECMDGOALS)))
# What Python compiles is kept: the tests start hundreds of processes, each of which would compile all of it again.
export PYTHONDONTWRITEBYTECODE :=
# Named, not looked for: ProperDocs looks for properdocs.yml first.
SITE_CONFIG := --config-file mkdocs.yml

.DEFAULT_GOAL := help
.PHONY: help setup serve site validate prove lint lint-types lint-files format check test pdf browsers bench publish zip release lock audit sbom clean $(BENCHES)

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

setup: $(READY) ## set up .venv (the other commands do so by themselves)

# Two stamps: a new lock makes the environment anew, a change of pyproject.toml only installs the two packages again.
$(VENV)/.locked: requirements.lock scripts/setup_venv.sh
	@PYTHON="$(PYTHON)" scripts/setup_venv.sh $(VENV)
	@touch $@

$(READY): $(VENV)/.locked pyproject.toml
	@PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m pip check >/dev/null || { echo "pyproject.toml 与 requirements.lock 不一致，请运行 make lock" >&2; exit 1; }
	@touch $@

# Only `make lint` needs it: whoever looks at the site or edits a plan needs no node.
node_modules/.locked: package.json package-lock.json .npmrc scripts/setup_node.sh
	@scripts/setup_node.sh
	@touch $@

serve: $(READY) ## serve on http://127.0.0.1:8000 and rebuild on every change
	$(BIN)/properdocs serve $(SITE_CONFIG) --dev-addr 127.0.0.1:8000

# FRAME=plain writes the same site into plain frames, without the engine.
site: $(READY) ## check everything, and build strictly into site/ (MEDPLAN_DATA=DIR: another data root)
	$(if $(filter plain,$(FRAME)),$(BIN)/python -m macros.plain,$(BIN)/properdocs build $(SITE_CONFIG) --strict)

validate: $(READY) ## check every file under data/
	$(BIN)/python scripts/validate.py $(VALIDATE_FLAGS)

lint: lint-types lint-files ## check style and types

lint-types: $(READY)
	$(BIN)/mypy

lint-files: $(READY) node_modules/.locked
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	node_modules/.bin/tsc --project jsconfig.json
	$(BIN)/yamllint --strict .
	$(BIN)/python scripts/format_plan.py --check
	scripts/lint_workflows.sh $(BIN)

format: $(READY) ## mend what ruff can mend, write what is generated: the layers in CONTRIBUTING.md, the rows' types
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	cd tests && ../$(BIN)/python -m unit.test_layers && ../$(BIN)/python -m unit.test_row_types

prove: $(READY) ## prove that every plan is its source, character for character
	$(BIN)/python scripts/prove_source.py

# A fast test that has become slow is named at the end.
check: lint validate prove ## lint, types, data, fidelity and the fast tests, under a minute
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not slow" --durations 5 --durations-min 1 $(PYTEST_FLAGS)

test: $(READY) ## everything: lint, data, fidelity, unit, golden, site, browser
	scripts/ensure_browser.sh
	$(MAKE) --no-print-directory --jobs 2 --output-sync=target lint validate prove
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(PYTEST_FLAGS)

browsers: $(READY) ## read the built site in Debian's Firefox and WebKit: widths of lines, script errors, pictures
	scripts/ensure_engines.sh
	cd tests && ../$(BIN)/python -m engines $(BROWSERS_FLAGS)

pdf: $(READY) ## a tagged PDF with bookmarks of every plan of the built site (PDF_FLAGS=ID: one)
	scripts/ensure_browser.sh
	$(BIN)/python scripts/make_pdf.py $(PDF_FLAGS)

publish: $(READY) ## put site/ on an S3-compatible storage or in a folder, only what changed (PUBLISH_FLAGS=--dry-run)
	@command -v rclone >/dev/null || scripts/install_debian.sh rclone
	@$(BIN)/python scripts/publish.py $(PUBLISH_FLAGS)

zip: $(READY) ## pack site/ into dist/medplan-site.zip, to be read from disk without a server
	$(BIN)/python -m macros.steps.pack_site

release: $(READY) ## pack the data of a built site as a release into dist/release/ (RELEASE=2026.11)
	@$(BIN)/python -m macros.steps.pack_release "$(RELEASE)"

bench: $(READY) ## measure (one: make bench import), print a table, write benchmarks/results.json
	@test -d benchmarks || { echo "there is no folder benchmarks/: nothing to measure" >&2; exit 1; }
	$(BIN)/python -m benchmarks.run $(BENCHES) $(BENCH_FLAGS)

# Nothing to do for them; `validate` is both, and checks the data first.
$(filter-out validate,$(BENCHES)):
	@:

lock: $(VENV)/.locked ## write requirements.lock anew (LOCK_FLAGS=--upgrade: newest releases)
	CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --extra dev --generate-hashes --allow-unsafe \
		--strip-extras --no-emit-options $(LOCK_FLAGS) --output-file requirements.lock pyproject.toml
	@echo "checking that every release in requirements.lock runs on Python 3.11.0"
	@$(BIN)/python -m pip install --dry-run --quiet --disable-pip-version-check --target $(VENV)/floor --python-version 3.11 \
		--only-binary :all: --require-hashes --requirement requirements.lock

audit: $(READY) ## look up known weaknesses of what the locks name (asks the packages' registries)
	$(BIN)/pip-audit --requirement requirements.lock --disable-pip --require-hashes --progress-spinner off
	npm audit --package-lock-only

sbom: $(READY) ## write what the locks name as CycloneDX into dist/
	mkdir -p dist
	$(BIN)/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --output-reproducible \
		--output-file dist/sbom-python.json 2>/dev/null
	npm sbom --package-lock-only --sbom-format cyclonedx > dist/sbom-javascript.json

clean: ## remove what builds and tests leave behind (not .venv, not node_modules)
	rm -rf site site-bulk .site.building-* build dist test-results benchmarks/out .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -not -path './$(VENV)/*' -prune -exec rm -rf {} +
