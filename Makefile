# `make run` and `make test` are all that a newcomer needs; both install what is missing first.
PYTHON ?= python3
PORT   ?= 8017
BIN    := .venv/bin
READY  := .venv/.ready

.PHONY: run test setup lint lock soak bench mutants clean help

help:            ## what there is to make
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

run: setup       ## the bot and its local workspace page, nothing to configure
	$(BIN)/python app.py workspace --port $(PORT)

test: setup      ## every test, a browser included
	@tools/browser.sh
	$(BIN)/python -m pytest -n auto --dist loadgroup

setup: $(READY)  ## .venv from the lock file

$(READY): requirements.lock
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@touch $(READY)

lint: setup      ## ruff, mypy, import rules, catalogues complete
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m messages.catalogue check
	$(BIN)/python -m pytest tests/test_architecture.py

lock: setup      ## pin anew what pyproject.toml asks for
	$(BIN)/python tools/lock.py

soak: setup      ## the long failure test
	$(BIN)/python -m tests.soak

bench: setup     ## every benchmark, each beside its peer; with BASE=<commit>, beside that commit (ARGS="commands sweep")
ifdef BASE
	$(BIN)/python tools/bench.py $(BASE) $(ARGS)
else
	for b in benchmarks/[a-z]*.py; do $(BIN)/python $$b || exit 1; done
endif

mutants: setup   ## would the tests notice small mistakes? (ARGS="--only bot/people/access.py", "--sample 50 --seed 1")
	$(BIN)/python tools/mutants.py $(ARGS)

clean:           ## remove what was built
	rm -rf .venv data
