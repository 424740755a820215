# Everything here works on a machine that has only Python 3.11 and pip.
.DEFAULT_GOAL := help
SHELL := bash
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
RUN := $(UV) run --no-project
PACKAGES := shared/contracts shared/kit services/intake services/plans services/referrals services/reporting deploy/local
STAMP := .venv/.installed
# Whatever environment is active in the shell, this one is meant.
export VIRTUAL_ENV := $(CURDIR)/.venv

help: ## say what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

.tools/bin/uv:
	python3 -m pip install --quiet --disable-pip-version-check --target .tools uv

$(STAMP): requirements.lock $(addsuffix /pyproject.toml,$(PACKAGES)) | $(UV)
	$(UV) venv --quiet --allow-existing --no-python-downloads .venv
	$(UV) pip sync --quiet --require-hashes requirements.lock
	$(UV) pip install --quiet --no-deps --no-build-isolation $(addprefix --editable ,$(PACKAGES))
	touch $(STAMP)

install: $(STAMP) ## install everything from the lock into .venv

demo: $(STAMP) ## start everything, live a demonstration through, show the headline table
	$(RUN) ht demo

test: $(STAMP) check ## everything that must pass
	$(RUN) pytest -n 2 --dist loadscope --no-loadscope-reorder -m "engines or slow"

check: $(STAMP) ## the fast part: format, lint, types, imports, unit tests
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) mypy
	$(RUN) lint-imports
	$(RUN) pytest -q -n 2 --dist loadfile -m "not engines and not slow"

fmt: $(STAMP) ## put the code in order
	$(RUN) ruff format .
	$(RUN) ruff check --fix .

bench: $(STAMP) ## measure, as ratios against yardsticks in the same run
	$(RUN) python -m tests.bench

soak: $(STAMP) ## faults for MINUTES=n minutes
	$(RUN) python -m tests.soak --minutes $(or $(MINUTES),5) $(if $(SEED),--seed $(SEED))

lock: | $(UV) ## resolve requirements.lock anew
	@# uv reads no dependency group of a project that says it is not managed by uv.
	@mkdir -p .tools/lock && sed '/^managed/d' pyproject.toml > .tools/lock/pyproject.toml
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-annotate --no-header --group .tools/lock/pyproject.toml:dev $(addsuffix /pyproject.toml,$(PACKAGES)) \
	  --no-emit-package ht-contracts --no-emit-package ht-kit --no-emit-package ht-intake \
	  --no-emit-package ht-plans --no-emit-package ht-referrals --no-emit-package ht-reporting \
	  --output-file requirements.lock

.PHONY: help install demo test check fmt bench soak lock
