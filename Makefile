# newsbook: `make demo` sets up and builds the example; `make test` sets up and runs everything.
PY := .venv/bin/python
PYTEST := $(PY) -m pytest -n 2 --dist loadfile

.PHONY: demo test check slow fuzz golden bench docs wheel lock format setup clean

demo:
	@tools/setup demo
	@$(PY) -m newsbook build examples/silk-road/manifest.yml --timings

test: setup
	@$(PYTEST)

# The fast part: under a minute.
check: setup
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@$(PYTEST) -q -m "not slow"

slow: setup
	@$(PYTEST) -q -m slow

fuzz: setup
	@NEWSBOOK_EXAMPLES=2000 $(PYTEST) -q tests/laws --timeout 3600

# Writes what the tests expect anew; `git diff` is the review.
golden: setup
	@$(PYTEST) -q --update-golden

bench: setup
	@$(PY) bench/run.py

docs: setup
	@$(PY) tools/docs

wheel: setup
	@$(PY) -m build --wheel --no-isolation -o dist .

# requirements.lock: everything, for tests; requirements-run.lock: what building books takes.
COMPILE := uv pip compile pyproject.toml --universal --python-version 3.11 --no-header --no-annotate -q
lock: setup
	@$(PY) -m $(COMPILE) --all-extras --group dev -o requirements.lock
	@$(PY) -m $(COMPILE) --group build -c requirements.lock -o requirements-run.lock

format: setup
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .

setup:
	@tools/setup test

clean:
	rm -rf .venv dist build
