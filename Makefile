PORT ?= 8000
ONLY ?=
BIG ?=
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
CODE := fairwild tests tools migrations

.DEFAULT_GOAL := help
.PHONY: help install demo test check format bench soak clean

help: ## List what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | \
		while IFS='|' read -r name said; do printf '  make %-8s %s\n' "$$name" "$$said"; done

# uv is quicker where it is at hand; plain pip does the same with the same hashes
$(READY): requirements.lock setup.cfg pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; say which: make PYTHON=python3.12 …" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@if command -v uv >/dev/null 2>&1; then \
		uv pip install -q --python $(BIN)/python --require-hashes -r requirements.lock && \
		uv pip install -q --python $(BIN)/python --no-deps -e . ; \
	else \
		$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes \
			-r requirements.lock && \
		$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e . ; \
	fi
	@touch $@

install: $(READY) ## Make .venv with everything in it, and nothing more

demo: $(READY) ## Load the demonstration and serve it (PORT=8000)
	@FAIRWILD_SYNTHETIC=1 $(BIN)/fairwild demo --port $(PORT)

check: $(READY) ## Lint, types and import contracts
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/ruff format --check $(CODE)
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

test: check ## Everything: lint, types, contracts, then every test on both databases
	@$(BIN)/pytest -n 2 --dist worksteal --durations 20

format: $(READY) ## Write the code in the house's form
	@$(BIN)/ruff check --fix $(CODE)
	@$(BIN)/ruff format $(CODE)

bench: $(READY) ## Measure, one line a figure, and write build/bench.json (ONLY=name, BIG=1)
	@BIG="$(BIG)" $(BIN)/fairwild bench --only "$(ONLY)"

soak: $(READY) ## Play thousands of random histories and kill the server a hundred times (hours)
	@$(BIN)/pytest -n 2 --dist worksteal --hypothesis-profile soak --timeout 1800 \
		-m "soak or not soak" tests/soundness

clean: ## Remove what was built, but neither .venv nor instance/
	@rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
