# Two commands do everything: `make run` shows 督办 on this machine, `make test` proves it.
PYTHON ?= python3
PY := .venv/bin/python
COMPILE := .venv/bin/uv pip compile pyproject.toml --extra setup --generate-hashes --universal \
	--no-emit-index-url --no-annotate --python-version 3.11 -q --custom-compile-command "make lock"

SOAK := SECONDS SEED KILLS STOPS FAULT FAULT_SECONDS PEOPLE STRANGERS RATE PLAIN PATIENCE DATABASE KEEP FIGURES

# Compiled code is kept even where the machine is set not to: the tests start the program many times.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test lint bench soak setup setup-dev setup-postgres lock clean

run: setup
	$(PY) -m bot run

test: setup-dev
	$(PY) -m pytest

lint: setup-dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

bench: setup-dev
	$(PY) -m tests.bench

# `make soak` also runs the long tests; with options (make soak SECONDS=600 SEED=1, see tests/soak/options.py)
# only the traffic that they describe.
GIVEN := $(strip $(foreach name,$(SOAK),$(if $($(name)),$(name)=$($(name)))))
soak: setup-dev
	$(PY) -m tests.soak $(GIVEN)
	$(if $(GIVEN),,$(PY) -m pytest -m soak)

setup: .venv/setup
setup-dev: .venv/setup-dev
setup-postgres: .venv/setup-postgres

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "督办 needs Python 3.11 or newer; set PYTHON=")'
	$(PYTHON) -m venv .venv

# Installed editable: a change of the code is seen at once, a change of the locks installs again.
.venv/setup: requirements.lock pyproject.toml | .venv/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv/setup-dev: requirements-dev.lock .venv/setup
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

# The driver for DATABASE_URL=postgresql+asyncpg://…
.venv/setup-postgres: requirements-postgres.lock .venv/setup
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-postgres.lock
	touch $@

lock: setup-dev
	$(PY) -m pip install --quiet --disable-pip-version-check uv
	$(COMPILE) --extra dev -o requirements-dev.lock
	$(COMPILE) --extra postgres -c requirements-dev.lock -o requirements-postgres.lock
	$(COMPILE) -c requirements-dev.lock -o requirements.lock

clean:
	rm -rf .venv data
