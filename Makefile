# make demo    install cenum, and take a letter all the way on the embedded service
# make test    install what the tests need too, and run them (Chromium too, where it is or can be installed)
# make test-all      the tests, and every case of what they try in part
# make check   ruff, mypy (for Windows too), the page's JavaScript, catalogue, workflows
# make ahead   the demo and the tests a year from now; AT="2028-02-29 10:00" for another moment, TESTS=… for some of them
# make wheel-demo    build the wheel, install it in an environment that has nothing else, and run the demo with it
# make bench   speed and memory, against programs in Node and lychee; ROWS=build,check for some, RUNS=1 for a small form
# make golden  write the golden files of the tests anew, to be reviewed in the diff
# make mutations     take each guard away and see a test fail; docs/sending.md and docs/security-guards.md list them; FEW=1 for one of each file
# make clients      bring what mail programs support (cenum/analysis/caniemail.json) up to date; needs npm
# make editor      bundle the editor of the preview's view for writing (tools/editor/) anew; needs npm
# make docs       the documentation as a site, build/docs/en/ and build/docs/fr/
# make pictures      take the pictures of docs/ anew; NAMES=view-3 for some
# make contract URL=… USER=… TOKEN=…   hold what a service must do against a listmonk that you run; CONTRIBUTING.md says how
# make small      each of the commands that neither check nor test starts, in a small form
# make requirements  bring requirements.txt and requirements/ up to date with pyproject.toml and constraints.txt
# make catalogue, make reference   bring the French sentences, and the pages made from declarations, up to date

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Python compiles what is imported, a third of it, when it is.
export PIP_COMPILE := 0
# What somebody set for another program of Python's.
unexport PYTHONOPTIMIZE PYTHONPATH PYTHONDONTWRITEBYTECODE PYTHONHOME PYTHONWARNINGS PYTHONDEVMODE PYTHONWARNDEFAULTENCODING

.PHONY: install demo test test-all check ahead wheel-demo bench docs golden catalogue reference pictures mutations requirements clients editor contract small chromium clean

# One environment, of three sizes: a target adds what it needs, and leaves what is there.
MO := cenum/locale/fr/LC_MESSAGES/cenum.mo
PROGRAM := $(MO) $(VENV)/.program
FOR_TESTS := $(MO) $(VENV)/.tests
FOR_ALL := $(MO) $(VENV)/.all
# Only the files whose hashes are written down, and nothing that would have to be built.
LIBRARIES := -m pip install --quiet --require-hashes --only-binary :all: --requirement
ITSELF := -m pip install --quiet --no-deps --no-build-isolation
SIZES := $(addprefix $(VENV)/,.program .tests .all)

install: $(FOR_ALL)

$(SIZES): $(VENV)/.builder pyproject.toml

$(VENV)/.program:
	@$(BIN)/python $(ITSELF) --editable .
	@touch $@

$(VENV)/.tests: requirements/tests.txt
	@echo "Installing what the tests need …"
	@$(BIN)/python $(LIBRARIES) requirements/tests.txt
	@$(BIN)/python $(ITSELF) --editable .
	@touch $(VENV)/.program $@

$(VENV)/.all: requirements/all.txt
	@echo "Installing what the tests and the checks need …"
	@$(BIN)/python $(LIBRARIES) requirements/all.txt
	@$(BIN)/python $(ITSELF) --editable .
	@touch $(SIZES)

$(VENV)/.builder: requirements/program.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "cenum needs Python 3.11 or newer: make PYTHON=python3.12"; exit 1; }
	@echo "Creating an environment for Python in $(VENV) …"
	@$(PYTHON) -m venv $(VENV)
	@echo "Installing cenum and the libraries that it needs …"
	@$(BIN)/python $(LIBRARIES) requirements/program.txt
	@touch $@

%.mo: %.po | $(VENV)/.builder
	@$(BIN)/python -m tools.build_hook

demo: $(PROGRAM)
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh demo.sh

test: $(FOR_TESTS) chromium
	$(BIN)/python -m pytest

test-all: $(FOR_TESTS) chromium
	$(BIN)/python -m pytest -m ""

# Each on its own: `make --jobs=2 --output-sync check` has two of them at work, and what each says in one piece.
CHECKS := style types types-on-windows scripts sentences workflows
.PHONY: $(CHECKS)
check: $(CHECKS)
$(CHECKS): install

style:
	$(BIN)/ruff check
	$(BIN)/ruff check --preview --select PLW1514 # a file names its encoding: Windows has another
	$(BIN)/ruff format --check

types:
	$(BIN)/mypy

types-on-windows:
	$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/windows --package cenum

scripts:
	$(BIN)/oxlint --deny-warnings --report-unused-disable-directives cenum/preview/static cenum/archive

sentences:
	$(BIN)/python -m tools.catalogue
	$(BIN)/python -m tools.reference

# A program in Go, which no package of Python's brings.
ACTIONLINT := github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
workflows:
	$(BIN)/zizmor --offline --no-progress --quiet --persona=auditor .github
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
	@export PATH="$(CURDIR)/$(BIN):$$PATH"; if command -v actionlint >/dev/null; then actionlint .github/workflows/*.yml; \
	  else echo "actionlint is not installed (go install $(ACTIONLINT)): workflows were not read by it"; fi

# libfaketime moves the clock of every program, ours and others'.
AT ?= $(shell date -d '+1 year' '+%Y-%m-%d %H:%M:%S')
MOVED := faketime --exclude-monotonic '$(AT)'
ahead: $(FOR_TESTS) chromium
	@command -v faketime >/dev/null || { echo "faketime is not installed: apt-get install faketime"; exit 1; }
	@PATH="$(CURDIR)/$(BIN):$$PATH" PYTHONPATH="$(CURDIR)/tests/machine" $(MOVED) sh demo.sh
	$(MOVED) $(BIN)/python -m pytest $(TESTS)

wheel-demo:
	rm -rf build/wheel build/clean
	$(PYTHON) -m venv build/clean
	build/clean/bin/python $(LIBRARIES) requirements/program.txt
	build/clean/bin/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir build/wheel .
	build/clean/bin/python $(ITSELF) build/wheel/*.whl
	@PATH="$(CURDIR)/build/clean/bin:$$PATH" sh demo.sh

bench: $(FOR_TESTS)
	@$(BIN)/python -m bench $(if $(ROWS),--rows $(ROWS)) $(if $(RUNS),--runs $(RUNS)) $(if $(WRITE),--write)

GOLDEN := tests/edition/test_golden.py tests/services/test_listmonk.py::test_that_is_what_go_makes_of_it
golden: $(FOR_TESTS)
	CENUM_GOLDEN=write $(BIN)/python -m pytest -n0 -q -m "" $(or $(TESTS),$(GOLDEN))

docs: $(FOR_TESTS)
	$(BIN)/sphinx-build --fail-on-warning --keep-going --quiet docs build/docs/en
	$(BIN)/sphinx-build --fail-on-warning --keep-going --quiet --conf-dir docs --tag fr docs/fr build/docs/fr
	@echo "build/docs/en/index.html, build/docs/fr/index.html"

catalogue: install
	$(BIN)/python -m tools.catalogue --write

reference: install
	$(BIN)/python -m tools.reference --write

# Needs the package index.
requirements: install
	$(BIN)/python -m tools.requirements

mutations: install
	$(BIN)/python -m tools.mutations $(if $(FEW),--few,--write)

# DATA=… for a file that is here already, INTO=… for another place than cenum's own.
clients: install
ifdef DATA
	$(BIN)/python -m tools.caniemail $(DATA) $(INTO)
else
	@folder=$$(mktemp -d) && (cd $$folder && npm pack --silent caniemail && tar xzf caniemail-*.tgz) \
	  && $(BIN)/python -m tools.caniemail $$folder/package/dist/data/caniemail.json $(INTO); status=$$?; rm -rf $$folder; exit $$status
endif

# INTO=… for another place than cenum's own, to compare.
editor:
	@folder=$$(mktemp -d) && cp tools/editor/* tools/editor/.npmrc $$folder && ( cd $$folder && npm ci --silent && node bundle.mjs codemirror.js codemirror.txt ) \
	  && cp $$folder/codemirror.js $(or $(INTO),cenum/preview/bundle) && cp $$folder/codemirror.txt $(or $(INTO),licenses); status=$$?; rm -rf $$folder; exit $$status

pictures: $(FOR_TESTS) chromium
	$(BIN)/python -m tools.pictures $(NAMES) $(if $(INTO),--into $(INTO))

# LIST=… for a list that is there and empty, SMTP=1025 for the port of 127.0.0.1 that listmonk hands its letters to,
# REALLY=1 if it is on another machine, FAKE=1 for the fake of the tests, RECORD=1 to write its answers down for them. Keys are read from the environment, to which
# make adds what stands on its command line; USER is often set there already, to somebody else.
contract: $(FOR_TESTS)
	@$(if $(filter command line,$(origin USER)),LISTMONK_API_USER="$$USER") LISTMONK_API_TOKEN="$${TOKEN:-$${LISTMONK_API_TOKEN-}}" \
	  $(BIN)/python -m tools.contract $(if $(FAKE),--fake,$(URL)) $(if $(LIST),--list $(LIST)) $(if $(SMTP),--smtp $(SMTP)) \
	  $(if $(REALLY),--really) $(if $(RECORD),--record) $(TESTS)

small: install
	@.ci/small

# The tests that need a browser, or a dictionary, say so and are skipped where there is none.
chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing Debian's Chromium for the tests of pages and e-mails"; \
	    (apt-get update -qq && apt-get install -y -qq chromium fonts-noto-color-emoji hunspell-fr faketime) >/dev/null 2>&1 \
	      || echo "Chromium could not be installed: the tests that need it are skipped"; \
	  else \
	    echo "Chromium is not installed (apt-get install chromium): the tests that need it are skipped"; \
	  fi; }

clean:
	rm -rf $(VENV) .cenum dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
