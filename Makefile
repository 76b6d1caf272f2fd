# `make help` lists what there is. Everything runs in .venv, made by `make setup`.
PYTHON ?= python3
VENV := .venv
# Side by side, for two cores: most tests wait now and then.
JOBS ?= 3
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SOURCES := actors analysis benchmarks bot cli deploy docs/configuration.py faceit measures monitoring pipelines reports sandbox setting_sections storage tasks tests texts \
           connections.py errors.py logs.py pools.py settings.py web.py

export PYTHONPATH := $(CURDIR)

.DEFAULT_GOAL := help

.PHONY: help
help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

.PHONY: setup
setup: $(STAMP) ## Make .venv and install everything into it

$(STAMP): requirements-dev.txt requirements-dashboard.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; this is $$($(PYTHON) --version 2>&1). Try: make $(MAKECMDGOALS) PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "python3-venv is missing. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dashboard.txt
	@touch $@

.PHONY: demo
demo: $(STAMP) ## Run bot, workers and stand-ins on loopback (DEMO_PORT=8088)
	@$(BIN)/python -m sandbox.demo

.PHONY: test
test: $(STAMP) ## Run the tests (REDIS=system: against the installed redis-server; JOBS=3 side by side)
	@$(if $(REDIS),TEST_REDIS=$(REDIS) )sh tests/side_by_side $(BIN)/python $(JOBS)

.PHONY: cover
cover: $(STAMP) ## Branch coverage of the pure packages, 95 % at least
	$(BIN)/python -m pytest -q -n 2 --cov=analysis --cov=reports --cov=faceit.models --cov=faceit.links --cov-branch \
	  --cov-report= tests/analysis tests/reports tests/faceit_models tests/faceit/test_faceit_links.py \
	  tests/faceit/test_faceit_lists.py tests/faceit/test_faceit_finding.py
	$(BIN)/python -m coverage report --skip-covered --fail-under=95 \
	  --include='analysis/*,reports/*,faceit/models/*,faceit/links.py'

.PHONY: lint
lint: $(STAMP) ## Style and floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

.PHONY: types
types: $(STAMP) ## Strict types
	$(BIN)/mypy $(SOURCES)

.PHONY: deploy-check
deploy-check: $(STAMP) ## Build and run it as Heroku does, with TLS and PostgreSQL, and end it
	@$(BIN)/python deploy/check

.PHONY: audit
audit: $(STAMP) ## Look the pinned packages up in lists of known holes, where these answer
	@$(BIN)/python .ci/audit requirements.txt

.PHONY: bench
bench: $(STAMP) ## Measure, as ratios in one run
	$(BIN)/python -m benchmarks

.PHONY: soak
soak: $(STAMP) ## Two thousand tasks in bad weather; none may be lost
	$(BIN)/python -m tests.faults --tasks 2000

.PHONY: lock
lock: $(STAMP) ## Compile the requirements anew (needs uv: pip install uv)
	uv pip compile --quiet --no-strip-extras --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-annotate --no-header pyproject.toml -o requirements.txt
	uv pip compile --quiet --no-strip-extras --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-annotate --no-header pyproject.toml --extra dev -o requirements-dev.txt

.PHONY: clean
clean: ## Remove .venv and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
