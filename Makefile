# Every target sets up what it needs. `make` alone says what there is.
.POSIX:
.SUFFIXES:
.DEFAULT_GOAL := help
.PHONY: help site serve test accessible coverage parity mutate check lint bench lock clean distclean

# A Python to use in place of the one that is found: make PYTHON=/path/to/python3.12 site
PYTHON =
# What `make mutate` looks at: names of modules, `--one-in 10`, `--only TEXT`; all that computes where left out.
MUTATE =
# How many pages of each type `make accessible` looks at.
EACH = 1000
# How many tests run at once: one more than two processors have work for, since a browser often waits.
WORKERS = 3

# The sample company is shown as its managers see it, on a day on which a result of its stands open to objection.
AUDIENCE = managers
AS_OF = 2026-11-16

bin = .venv/bin
demo = .perfsite/demo
site_ready = .venv/.ready-site
dev_ready = .venv/.ready-dev
project = pyproject.toml src/perfsite/__init__.py scripts/environment.sh

help:
	@echo 'make site       build the sample site into public/, with two years of history'
	@echo 'make serve      show the sample site in a browser, and again after each change of content/'
	@echo 'make check      check the code and the sample records'
	@echo 'make test       all tests, those in a real browser too'
	@echo 'make coverage   which lines and branches no test outside the browser runs'
	@echo 'make accessible axe-core and a screen of 320 px on every page of the sample, which takes long'
	@echo 'make parity     a million random cases: the calculator in the page against perfsite itself'
	@echo 'make mutate     which small changes of the code of scoring no test notices'
	@echo 'make bench      measure how fast large sites are checked and built, results scored, histories read'
	@echo 'make lock       write the lock files anew, after a change of the dependencies'
	@echo 'make clean      remove what was built and the caches of the tools'
	@echo 'make distclean  remove the environments too'
	@echo
	@echo 'Python 3.11 or newer is all that is needed; make PYTHON=... names one.'

# Built from the sample with its past, written anew each time (a second). Where the records were edited and the past does
# not know of it yet, or git is not there, the site is built from the records as they stand.
site: $(site_ready)
	@rm -rf $(demo)
	@$(bin)/perfsite demo $(demo) || { mkdir -p $(demo) && cp -R content perfsite.yml $(demo); \
	  echo 'The site is built from content/ as it stands, without its past.'; }
	@$(bin)/perfsite -C $(demo) build --out "$$(pwd)/public" --audience $(AUDIENCE) --as-of $(AS_OF)
	@echo
	@echo 'The site is in public/. Open this page in a browser:'
	@echo "  $$(pwd)/public/index.html"
	@echo 'or run `make serve` and follow the address that it shows.'

serve: $(site_ready)
	@$(bin)/perfsite serve --audience $(AUDIENCE) --as-of $(AS_OF)

lint: $(dev_ready)
	@$(bin)/ruff check
	@$(bin)/ruff format --check
	@$(bin)/mypy

check: lint
	@$(bin)/perfsite check --strict --as-of $(AS_OF)

test: lint node_modules/.package-lock.json
	@sh tests/browser/install.sh
	@$(bin)/pytest --numprocesses $(WORKERS) --dist worksteal

# Apart from the tests, which it makes take more than twice as long; what runs in the browser is not of this language.
coverage: $(dev_ready) node_modules/.package-lock.json
	@sh tests/browser/install.sh
	@$(bin)/pytest --numprocesses $(WORKERS) --dist worksteal --ignore tests/browser --cov --cov-report=term

accessible: $(dev_ready) node_modules/.package-lock.json site
	@sh tests/browser/install.sh
	@PERFSITE_SAMPLE_SITE="$$(pwd)/public" PERFSITE_PAGES_OF_EACH_TYPE=$(EACH) nice -n 10 \
	  $(bin)/pytest -q --log-cli-level=INFO -o faulthandler_timeout=0 tests/browser/test_accessibility.py -k further

parity: $(dev_ready)
	@sh tests/browser/install.sh
	@PERFSITE_PARITY_CASES=1000000 $(bin)/pytest --numprocesses $(WORKERS) --dist worksteal \
	  tests/scoring/test_browser_parity.py

mutate: $(dev_ready)
	@sh tests/browser/install.sh
	@nice -n 19 $(bin)/python -u scripts/mutate.py $(MUTATE)

bench: $(dev_ready)
	@$(bin)/python benchmarks/run.py 1000 10000
	@$(bin)/python benchmarks/explained.py 10000
	@$(bin)/python benchmarks/score.py 10000
	@$(bin)/python benchmarks/history.py 10000

lock: $(dev_ready)
	@UV_CUSTOM_COMPILE_COMMAND='make lock' $(bin)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	  --generate-hashes --no-annotate --group build --output-file requirements/runtime.txt pyproject.toml
	@UV_CUSTOM_COMPILE_COMMAND='make lock' $(bin)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	  --generate-hashes --no-annotate --group dev --constraint requirements/runtime.txt \
	  --output-file requirements/dev.txt pyproject.toml
	@npm update --package-lock-only --ignore-scripts --no-audit --no-fund

clean:
	@rm -rf public dist htmlcov .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache .import_linter_cache \
	  .hypothesis .perfsite
	@find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean
	@rm -rf .venv node_modules

# The test environment holds all of the site's, in the same versions, so either will do for a site.
$(site_ready): requirements/runtime.txt $(project)
	@PYTHON='$(PYTHON)' sh scripts/environment.sh site
	@touch $@

$(dev_ready): requirements/dev.txt $(project)
	@PYTHON='$(PYTHON)' sh scripts/environment.sh dev
	@touch $@ $(site_ready)

node_modules/.package-lock.json: package.json package-lock.json
	@sh tests/browser/install.sh
	@npm ci --loglevel=error --ignore-scripts --no-audit --no-fund
	@touch $@
