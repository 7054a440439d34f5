# The report and its tests. The first `make report` or `make test` installs what it needs into
# .venv, from the hash-pinned lock; after that nothing here needs a network.
#
#   make report EDITION=2024-03     make diff FROM=2023-06 TO=2024-03     make check SOURCES=folder
#   make editions SCHEDULER=tcp://host:8786     make report PYTHON=python3.12

PYTHON ?= python3
EDITION ?= latest

# Relative paths only: make cannot name a target whose path has a space in it.
RUN := .venv/bin/python -m figurecheck

# uv is the machine's own, or comes from its lock; asked for only where something is installed.
UV = $$(uv --version >/dev/null 2>&1 && echo uv || echo .venv/bin/uv)
VENV = if uv --version >/dev/null 2>&1; \
	then uv venv --quiet --allow-existing --python "$(PYTHON)" .venv; \
	else "$(PYTHON)" -m venv .venv && .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-setup.lock; fi
INSTALL = $(UV) pip install --quiet --python .venv/bin/python

LOCK := uv pip compile --quiet --generate-hashes --universal --no-emit-index-url

export SOURCES SCHEDULER

.PHONY: report editions diff verify refresh check strip preview lab test bench lock clean

report: .venv/installed  ## build/latest/report.html, .pdf, .docx and the data; which numbers moved
	@$(RUN) report "$(EDITION)"

editions: .venv/installed  ## every edition of report/editions.toml
	@$(RUN) editions

diff: .venv/installed  ## how two editions differ, and why
	@$(RUN) diff "$(FROM)" "$(TO)" $(if $(FORMAT),--format "$(FORMAT)") $(if $(OUTPUT),--output "$(OUTPUT)")

verify: .venv/installed  ## build from nothing, compare byte for byte
	@$(RUN) verify "$(EDITION)"

check: .venv/installed  ## validate data, notebooks and lists; nothing is executed
	@$(RUN) check

strip: .venv/installed  ## store the notebooks without outputs
	@$(RUN) strip

preview: .venv/installed  ## serve the report, build it at every save
	@$(RUN) preview "$(EDITION)"

lab: .venv/installed  ## JupyterLab on the notebooks, after a report that their cells start from
	-@$(RUN) report --quiet
	@$(RUN) lab

refresh: .venv/installed-refresh  ## add new official figures to data/raw, from their services
	@$(RUN) refresh

test: .venv/installed-test  ## style, types and all tests
	.venv/bin/ruff check
	.venv/bin/ruff format --check --quiet
	.venv/bin/mypy
	.venv/bin/python -m pytest --numprocesses 2 --dist loadfile --cov

bench: .venv/installed  ## build times against papermill and nbconvert; BENCH="--quick" for a trial
	@.venv/bin/python -m bench $(BENCH)

lock:  ## the lock files anew from pyproject.toml (needs uv and the network)
	$(LOCK) --group setup -o requirements-setup.lock
	$(LOCK) pyproject.toml -o requirements.lock
	$(LOCK) --extra refresh --constraint requirements.lock pyproject.toml -o requirements-refresh.lock
	$(LOCK) --extra test --constraint requirements.lock pyproject.toml -o requirements-test.lock

clean:  ## remove what was generated; .venv stays
	rm -rf build .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/installed: requirements.lock pyproject.toml
	@"$(PYTHON)" -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	test -e .venv/pyvenv.cfg || { $(VENV); }
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/installed-refresh: requirements-refresh.lock .venv/installed
	$(INSTALL) --require-hashes -r requirements-refresh.lock
	@touch $@

.venv/installed-test: requirements-test.lock .venv/installed
	$(INSTALL) --require-hashes -r requirements-test.lock
	@touch $@
