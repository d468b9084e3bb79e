# `make run` starts the product, `make test` proves it. Both begin from nothing.
SHELL := /bin/bash
.DELETE_ON_ERROR:
.PHONY: help run demo test check fix bench bench-search bench-bulk bench-import images messages lock clean

VENV := .venv
RUNTIME := $(VENV)/.runtime
DEVELOPMENT := $(VENV)/.development
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# More arguments for pytest, as in: make test TEST_ARGS="tests/users -k invite"
TEST_ARGS ?=
# For a short run: make bench-search SIZES=10k,100k DATABASES=sqlite PARTS=queries. BENCH_ARGS=--write puts the tables
# into docs/performance.md.
BENCH_ARGS ?=

help: ## Show this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 21

run: $(RUNTIME) ## Start the product on PORT (3000); prints its address
	@python -m admin_dashboard serve

# The demo never touches a configured database, mail server or Redis.
demo: export DATA_DIR := data/demo
demo: export DATABASE_URL :=
demo: export SMTP_URL :=
demo: export REDIS_URL :=
demo: $(RUNTIME) ## Start a copy with 2,000 users; prints one sign-in per role
	@python -m admin_dashboard demo
	@python -m admin_dashboard serve

# The browser's driver keeps an event loop running in its process, so its tests have processes of their own; each of
# their files is one story, told in its order.
test: check ## Check everything, then run every test
	@tools/browser
	@python -m admin_dashboard.build
	pytest -n 2 --dist loadfile $(or $(TEST_ARGS),--ignore tests/structure --ignore tests/e2e)
	$(if $(TEST_ARGS),,pytest -n 2 --dist loadfile -p no:randomly tests/e2e)

check: $(DEVELOPMENT) ## Style, types, import rules, dead code, structure
	ruff check .
	ruff format --check .
	basedpyright
	lint-imports
	vulture
	pytest -q tests/structure

fix: $(DEVELOPMENT) ## Format the code and mend what can be mended
	ruff check --fix .
	ruff format .

bench: $(DEVELOPMENT) ## Measure, and print the figures of docs/performance.md
	@python -m benchmarks

bench-search: $(DEVELOPMENT) ## Measure finding users beside the floor, the naive query and Django's admin
	@tools/browser
	@python -m benchmarks.search $(BENCH_ARGS)

bench-bulk: $(DEVELOPMENT) ## Measure disabling and enabling everybody beside the floor and Django's admin
	@python -m benchmarks.bulk $(BENCH_ARGS)

bench-import: $(DEVELOPMENT) ## Measure imports and exports beside the floor and django-import-export
	@python -m benchmarks.imports $(BENCH_ARGS)

images: $(DEVELOPMENT) ## Take the pictures of docs/images anew
	@tools/browser
	@python -m tools.screenshots

messages: $(DEVELOPMENT) ## Bring new texts into the catalogues
	@python -m tools.messages

lock: $(DEVELOPMENT) ## Renew constraints.txt and reflex.lock after a change of requirements
	@python -m tools.pins
	@rm -rf .web reflex.lock && python -m admin_dashboard.build

clean: ## Remove what was built; data/ stays
	rm -rf $(VENV) .web .cache .states .pytest_cache .ruff_cache .import_linter_cache .hypothesis test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@tools/environment $(VENV)

$(RUNTIME): requirements.txt constraints.txt | $(VENV)/bin/python
	@echo "Installing the product's packages (once)…"
	@pip install -q -r requirements.txt
	@touch $@

$(DEVELOPMENT): requirements-dev.txt $(RUNTIME)
	@echo "Installing the tools for tests and checks (once)…"
	@pip install -q -r requirements-dev.txt
	@touch $@
