# newsbook: make demo (set up, build the example), make test (set up, run everything).
PY := .venv/bin/python
STAMP := .venv/.set-up

.PHONY: demo test check slow fuzz golden setup bench wheel docs format clean

demo: setup
	$(PY) -m newsbook build examples/silk-road/manifest.yml --timings

test: setup
	$(PY) -m pytest -n 2 --dist loadgroup

setup:
	@tools/setup

check:
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(PY) -m pytest -n 2 --dist loadgroup -q -m "not slow"

slow:
	$(PY) -m pytest -n 2 --dist loadgroup -q -m slow

format:
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

clean:
	rm -rf .venv dist build
