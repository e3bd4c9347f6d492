# For GNU make 4.3 or newer and any POSIX shell. Each target has one line of help after "##".
# ARGS goes to the command behind a target: make test ARGS="-k history", make demo ARGS="--persons 500".

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.ONESHELL:
.SHELLFLAGS := -euc
SHELL := /bin/sh

RUN := .venv/bin
STAMP := .venv/.installed
PIP := $(RUN)/python -m pip --disable-pip-version-check --no-input --quiet
PYTHON ?=
ARGS ?=
# The tests of one file stay together, and a worker has a store of its own: PARALLEL= runs them one by one.
PARALLEL ?= -n auto --maxprocesses 4 --dist loadfile

.PHONY: help install demo test check test-neo4j docs bench torture torture-order notebooks screenshots assets format lock browser

help: ## show these lines
	@awk 'BEGIN {FS = ":.*## "} /^[a-z0-9-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' Makefile

install: $(STAMP) ## put Pursuit and everything it needs into .venv (instant the second time)

# The folder is made anew when its Python does not run or is not one of ours.
$(STAMP): requirements.txt pyproject.toml
	@fits() { "$$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }
	has() { "$$1" -c "import $$2" 2>/dev/null; }
	if ! { fits $(RUN)/python && has $(RUN)/python pip; }; then
	    bare= python=
	    for name in $(or $(PYTHON),python3.13 python3.12 python3.11 python3 python); do
	        fits "$$name" || continue
	        if has "$$name" 'ensurepip, venv'; then python=$$name; break; fi
	        bare=$$name
	    done
	    if [ -z "$$python" ] && [ -n "$$bare" ]; then
	        echo "$$bare is here but cannot make virtual environments: install its venv module (Debian: apt-get install python3-venv) and try again." >&2
	        exit 1
	    elif [ -z "$$python" ]; then
	        echo "Pursuit needs Python 3.11, 3.12 or 3.13; here is: $$(python3 --version 2>&1 || true). Install one of them, or name it: make install PYTHON=/path/to/python3.12" >&2
	        exit 1
	    fi
	    echo "Making .venv with $$("$$python" --version)."
	    "$$python" -m venv --clear .venv
	fi
	echo "Installing $$(grep -c '^[a-zA-Z0-9]' requirements.txt) packages, each checked against its hash: a minute or two, some 1.2 GB."
	$(PIP) install --require-hashes -r requirements.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	touch $@
	echo "Installed. Next: make demo, make test, or $(RUN)/pursuit --help."

demo: install ## build a small invented force, score it and open the pages; prints the address
	@$(RUN)/pursuit demo $(ARGS)

test: install browser ## run the tests (store tests on the embedded store; ARGS="--stores neo4j" for another)
	@if command -v chromium >/dev/null 2>&1; then
	    $(RUN)/pytest $(PARALLEL) $(ARGS)
	elif [ "$${CI:-}" = true ]; then
	    echo "The browser tests need Chromium, and a CI run leaves nothing out." >&2
	    exit 1
	else
	    $(RUN)/pytest $(PARALLEL) -m "not browser" $(ARGS)
	    echo "All tests but those marked browser were run: they need Chromium." >&2
	fi

browser: ## bring Debian's Chromium for the browser tests, where it is missing and may be installed
	@if command -v chromium >/dev/null 2>&1; then exit 0; fi
	as_root=
	if ! command -v apt-get >/dev/null 2>&1; then
	    echo "Chromium is missing and there is no apt-get to bring it: install a package that gives the command chromium." >&2
	    exit 0
	elif [ "$$(id -u)" -ne 0 ]; then
	    if ! sudo -n true 2>/dev/null; then
	        echo "Chromium is missing and may not be installed from here: run apt-get install chromium as root." >&2
	        exit 0
	    fi
	    as_root="sudo -n"
	fi
	echo "Installing Debian's Chromium for the browser tests."
	$$as_root apt-get update -qq || true
	if ! $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	    chromium chromium-sandbox fonts-liberation >/dev/null; then
	    echo "Chromium is missing and apt-get could not install it: its own words are above." >&2
	fi

test-neo4j: install ## run the store tests on a real Neo4j server, fetched with Maven
	@if ! command -v mvn >/dev/null 2>&1; then
	    echo "Maven (mvn) is missing, and it fetches the Neo4j server (Debian: apt-get install maven). No test was run." >&2
	    exit 1
	fi
	$(RUN)/python tests/neo4j/fetch.py
	$(RUN)/pytest $(PARALLEL) --stores neo4j -m store $(ARGS)

check: install ## lint, format, types, import contracts, generated pages
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/lint-imports
	$(RUN)/python -m graph_service.documentation --check
	$(RUN)/python -m scoring.documentation --check
	$(RUN)/python docs/commands.py --check

docs: install ## write the generated pages of docs/ anew
	$(RUN)/python -m graph_service.documentation
	$(RUN)/python -m scoring.documentation
	$(RUN)/python docs/commands.py
	$(RUN)/python -m benchmarks.likeness --write

screenshots: install browser ## take the pictures of docs/ anew, from the demo's pages
	$(RUN)/python docs/screenshots.py $(ARGS)

bench: install ## measure: how like life the invented force is, and what each step costs beside its floor
	$(RUN)/python -m benchmarks.likeness
	$(RUN)/python -m benchmarks.pipeline $(ARGS)

torture: install ## feed ingest 100,000 damaged extracts: hours (ARGS="--cases 5000 --seed 7" or "--seed 1 --only 42")
	@$(RUN)/python -m tests.dirty.torture $(ARGS)

LONG := tests/graph/test_touched.py tests/ingest/test_order_of_batches.py tests/ingest/test_kills.py
torture-order: install ## batches in any order and a hundred kills, on both stores: an hour
	@$(RUN)/python tests/neo4j/fetch.py
	$(RUN)/pytest --stores embedded,neo4j --kills 100 --longer 25 $(LONG) $(ARGS)

notebooks: install ## run every notebook from top to bottom on a small invented force
	$(RUN)/python notebooks/run.py

assets: ## build the pages' style and scripts anew with npm (their output is kept in the repository)
	@sh assets/build.sh $(ARGS)

format: install ## put the code into the house style
	$(RUN)/ruff check --fix .
	$(RUN)/ruff format .

lock: ## write requirements.txt anew from pyproject.toml with uv (ARGS=--upgrade takes newer releases)
	@if ! command -v uv >/dev/null 2>&1; then
	    echo "uv is missing, and it resolves the requirements: install it (pip install uv) and try again." >&2
	    exit 1
	fi
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --all-extras \
	    pyproject.toml -o requirements.txt $(ARGS)
