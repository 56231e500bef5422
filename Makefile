# Every target sets up what it needs on a machine that has only Python (3.11 or newer) and make.

HOST ?= 127.0.0.1
PORT ?= 8000
SITE ?= .

.DEFAULT_GOAL := help
.PHONY: help serve preview test format check catalogs bench audit browser

help: ## Lists these commands
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' $(MAKEFILE_LIST) | expand -t 18

serve: .venv/installed ## Serves the publication: HOST=127.0.0.1 PORT=8000 SITE=.
	@.venv/bin/pwa --site "$(SITE)" serve --host $(HOST) --port $(PORT)

preview: .venv/installed ## The same for translators: open pages follow saved files
	@.venv/bin/pwa --site "$(SITE)" serve --preview --host $(HOST) --port $(PORT)

# The tests start a hundred processes, none of which has to compile what another one has.
test: export PYTHONDONTWRITEBYTECODE =
test: .venv/installed-dev browser ## Checks format, types, floors and behaviour
	.venv/bin/ruff format --check
	.venv/bin/ruff check
	.venv/bin/mypy
	.venv/bin/lint-imports
	.ci/types
	.venv/bin/pytest --numprocesses=auto --dist=worksteal

format: .venv/installed-dev ## Formats the code and mends what the linter can mend
	.venv/bin/ruff format
	.venv/bin/ruff check --fix

check: .venv/installed ## Reports what is wrong in content, catalogs and records
	@.venv/bin/pwa --site "$(SITE)" check

catalogs: .venv/installed ## Brings the catalogs up to the content and the interface
	@.venv/bin/pwa --site "$(SITE)" update

bench: .venv/installed-dev ## Measures how fast pages are built and served
	.venv/bin/pytest tests/benchmarks -s -p no:randomly

audit: .venv/installed-dev browser ## Looks at every page (axe, Nu, Lighthouse, pictures) and at real nginx and Caddy
	.venv/bin/pytest tests/audit -s -p no:randomly
	PWA_BREADTH=yes .venv/bin/pytest $$(grep -l in_languages tests/browser/test_*.py)

browser: .venv/installed-dev
	@.ci/browser

.venv/installed: pyproject.toml .ci/setup
	@.ci/setup

.venv/installed-dev: pyproject.toml .ci/setup
	@.ci/setup dev
