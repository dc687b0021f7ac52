# make run    try it: http://127.0.0.1:8000 (PORT= and YAKUSOKU_DATA= choose another port and folder)
# make test   everything CI checks
# make chaos  kill its processes while messages are due (ARGS="messages=20000 kills=200"; docs/operations.md)
# make bench  measure it beside other ways of sending and booking (ARGS="--quick"; docs/benchmarks.md)
# make lock   pin requirements*.txt anew from requirements*.in
# make format put the code in order

PYTHON ?= python3
.DEFAULT_GOAL := help
.PHONY: help run test chaos bench lock format

help:
	@sed -n 's/^# \(make .*\)/  \1/p' Makefile

run:
	@exec $(PYTHON) bin/run.py --for-make

test:
	@exec bin/test

chaos:
	@exec bin/chaos $(ARGS)

bench:
	@exec bin/bench $(ARGS)

lock:
	@exec bin/lock

format:
	@$(PYTHON) bin/prepare.py requirements-dev.txt
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .
	@find templates -name '*.html' -exec .venv/bin/djade --target-version 5.2 {} +
