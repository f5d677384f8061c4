.PHONY: venv try test lint bench simulation kill fuzz docs pictures lock
.DEFAULT_GOAL := test
PY := .venv/bin/python

venv: .venv/ready
.venv/ready: requirements-dev.lock
	python3 -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@echo "$(CURDIR)" > "$$($(PY) -c 'import site; print(site.getsitepackages()[0])')/cairn.pth"
	@printf '#!%s\nfrom bot.cli import main\nmain()\n' "$(CURDIR)/$(PY)" > .venv/bin/cairn && chmod +x .venv/bin/cairn
	@touch $@

try: venv
	$(PY) -m bot try

test: venv
	$(PY) -m pytest -n auto

lint: venv
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/pyright

bench: venv
	$(PY) -m tests.bench

simulation: venv
	$(PY) -m tests.simulation

kill: venv
	$(PY) -m pytest tests/kill --kills=50

fuzz: venv
	$(PY) -m tests.safety.fuzz

docs: venv
	$(PY) -m tests.docs

pictures: venv
	$(PY) -m tests.pictures

lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -o requirements.lock
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -o requirements-dev.lock
