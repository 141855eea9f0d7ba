# Two commands: `make run` to look around, `make test` to run everything. `make help` lists the rest.
#
# RELEASE=1   optimised binaries; slow to build, small and fast to run
# NAME=PC-02  which station `make station` is

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

export CARGO_TERM_PROGRESS_WHEN ?= never
TARGET := $(or $(CARGO_TARGET_DIR),target)
ifdef RELEASE
BIN := $(TARGET)/release
RELEASE_FLAG := --release
else
BIN := $(TARGET)/debug
RELEASE_FLAG :=
endif
export BIN

NPM_CI := npm ci --no-audit --no-fund --loglevel=error
WEB_SOURCES := $(shell find web/src web/public web/build -type f 2>/dev/null) web/index.html web/vite.config.ts web/tsconfig.json web/package.json

.PHONY: help
help: ## what there is to make
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

.PHONY: setup setup-run
setup: ## install from Debian what is missing for `make test`
	@scripts/setup.sh test

setup-run:
	@scripts/setup.sh run

web/node_modules/.stamp: web/package.json web/package-lock.json | setup-run
	cd web
	$(NPM_CI)
	touch node_modules/.stamp

tests/e2e/node_modules/.stamp: tests/e2e/package.json tests/e2e/package-lock.json | setup-run
	cd tests/e2e
	$(NPM_CI)
	touch node_modules/.stamp

web/dist/index.html: web/node_modules/.stamp $(WEB_SOURCES)
	cd web
	npm run --silent build
	touch dist/index.html

.PHONY: web
web: web/dist/index.html ## build the console, with its type check

.PHONY: build
build: setup-run web ## build the console, the server and the station's client
	cargo build --locked $(RELEASE_FLAG) -p guichet -p guichet-kiosk

.PHONY: run
run: build ## start a server with demonstration data, and a station's window when there is a display
	@scripts/run.sh

.PHONY: station
station: build ## open the window of a station beside `make run`: make station NAME=PC-02
	@scripts/station.sh "$(or $(NAME),PC-02)"

# One stage after the other, the quick ones first; each says how long it took. The binaries are built
# together with the tests, so that their dependencies are compiled once.
.PHONY: test
test: setup ## run everything: format, types, lints, unit, both databases, browser and client end to end
	@rm -f target/stages
	scripts/stage.sh "format" cargo fmt --all --check
	scripts/stage.sh "console: build and types" $(MAKE) web tests/e2e/node_modules/.stamp
	scripts/stage.sh "console: unit tests" npm --prefix web run --silent test
	scripts/stage.sh "clippy" cargo clippy --workspace --all-targets --locked --quiet -- -D warnings
	scripts/stage.sh "build" cargo build --workspace --bins --tests --locked --quiet
	scripts/stage.sh "OpenAPI document" scripts/schema.sh
	scripts/stage.sh "unit and integration tests" cargo test --workspace --locked
	scripts/stage.sh "end to end" $(MAKE) e2e-only
	scripts/stage.sh "cut cables" $(MAKE) partition-only
	scripts/stage.sh "the station's lock" $(MAKE) kiosk-lock-only
	scripts/stage.sh "starts over the network" $(MAKE) boot-test-short-only
	scripts/stage.sh --total

.PHONY: e2e e2e-only
e2e: setup web tests/e2e/node_modules/.stamp ## play whole stories with the real server, console and client
	cargo build --workspace --bins --tests --locked --quiet
	$(MAKE) e2e-only

e2e-only:
	@cd tests/e2e
	BIN="$(abspath $(TARGET)/debug)" node --test --test-concurrency=2 --test-reporter=spec $$(ls *.test.mjs)

.PHONY: partition partition-only
partition: setup tests/e2e/node_modules/.stamp ## cut stations off from the server in network namespaces; needs root
	cargo build --locked --quiet -p guichet -p guichet-kiosk
	$(MAKE) partition-only

partition-only:
	@BIN="$(abspath $(TARGET)/debug)" scripts/partition.sh

.PHONY: kiosk-lock kiosk-lock-only kiosk-update kiosk-desktop kiosk-breakout kiosk-figures
kiosk-lock: setup ## test the station's lock with its real units in a Debian 13; needs root
	cargo build --locked --quiet -p guichet -p guichet-kiosk -p guichet-kiosk-gate
	$(MAKE) kiosk-lock-only

kiosk-lock-only:
	@BIN="$(abspath $(TARGET)/debug)" scripts/kiosk-lock.sh lock

# A client of another version is built beside the usual one, which is built last.
NEWER := $(shell sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)+essai
kiosk-update: setup ## test how a station takes newer software from the server; needs root
	GUICHET_VERSION=$(NEWER) cargo build --locked --quiet -p guichet-kiosk -p guichet-kiosk-gate
	KIOSK_NEWER=$$(BIN="$(abspath $(TARGET)/debug)" GUICHET_VERSION=$(NEWER) scripts/deb.sh)
	cargo build --locked --quiet -p guichet -p guichet-kiosk -p guichet-kiosk-gate
	KIOSK_NEWER=$$PWD/$$KIOSK_NEWER BIN="$(abspath $(TARGET)/debug)" scripts/kiosk-lock.sh update

kiosk-desktop: setup ## test the visitor's desktop with Firefox, LibreOffice and the rest (1.5 GB of Debian 13); needs root
	cargo build --locked --quiet --release -p guichet -p guichet-kiosk -p guichet-kiosk-gate
	@BIN="$(abspath $(TARGET)/release)" scripts/kiosk-lock.sh desktop

kiosk-breakout: setup ## try what visitors try to get round the lock; needs root
	cargo build --locked --quiet --release -p guichet -p guichet-kiosk -p guichet-kiosk-gate
	@BIN="$(abspath $(TARGET)/release)" scripts/kiosk-lock.sh breakout

kiosk-figures: setup ## measure the station: start, memory, processor, opening, end; needs root
	cargo build --locked --quiet --release -p guichet -p guichet-kiosk -p guichet-kiosk-gate
	@BIN="$(abspath $(TARGET)/release)" scripts/kiosk-lock.sh figures

.PHONY: kiosk-machine kiosk-tpm
kiosk-machine: setup ## test the station on an emulated PC: USB, screens, TPM, sound, power; needs root, and patience
	cargo build --locked --quiet --release -p guichet -p guichet-kiosk -p guichet-kiosk-gate
	@BIN="$(abspath $(TARGET)/release)" scripts/kiosk-machine.sh machine

kiosk-tpm: setup ## test that the station's key is sealed by the TPM, on the same emulated PC; needs root
	cargo build --locked --quiet --release -p guichet -p guichet-kiosk -p guichet-kiosk-gate
	@BIN="$(abspath $(TARGET)/release)" scripts/kiosk-machine.sh tpm

# Not part of `make test`: everything is compiled once more, the standard library with it where it must be.
.PHONY: windows windows-only
windows: setup-run tests/e2e/node_modules/.stamp ## build the station's client for Windows, and play its story under Wine
	scripts/setup.sh windows
	cargo build --locked --quiet -p guichet
	scripts/windows.sh build $(RELEASE_FLAG)
	$(MAKE) windows-only

windows-only:
	@BIN="$(abspath $(TARGET)/debug)" scripts/windows.sh test $(RELEASE_FLAG)

.PHONY: deb
deb: setup-run web ## build the Debian packages of the server and of the station
	cargo build --locked --release -p guichet -p guichet-kiosk -p guichet-kiosk-gate
	@BIN="$(abspath $(TARGET)/release)" scripts/deb.sh server
	BIN="$(abspath $(TARGET)/release)" scripts/deb.sh kiosk

# Not part of `make test`: cargo-deny is compiled for it once, for some minutes, and its list of known holes is fetched.
DENY := target/tools/bin/cargo-deny
$(DENY):
	CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=1 cargo install --locked --root target/tools --version 0.20.2 cargo-deny

.PHONY: deny sbom
deny: $(DENY) ## check licences, sources and known holes of the crates: CHECKS=licenses bans sources without a network
	$(DENY) --locked check $(or $(CHECKS),advisories licenses bans sources)
	npm --prefix web audit --omit dev --audit-level=high

sbom: ## write what the packages are made of, as CycloneDX, into target/sbom
	mkdir -p target/sbom
	scripts/sbom.mjs server > target/sbom/guichet.cdx.json
	scripts/sbom.mjs kiosk > target/sbom/guichet-kiosk.cdx.json

# The binaries are the release's whatever RELEASE says: here it means the smaller image, at twelve times the work.
PROFILE ?= kiosk
.PHONY: image image-twice image-test setup-image
setup-image:
	@scripts/setup.sh image

image: setup-run setup-image ## build an image that stations start from: PROFILE=test, kiosk or minimal, VERSION=…; needs root
	cargo build --locked --quiet --release -p guichet-kiosk -p guichet-kiosk-gate
	BIN="$(abspath $(TARGET)/release)" RELEASE="$(RELEASE)" pxe/image/build.sh $(PROFILE) $(VERSION)

image-twice: setup-run setup-image ## build an image twice: the same bytes, and nothing of who builds in it; needs root
	cargo build --locked --quiet --release -p guichet-kiosk -p guichet-kiosk-gate
	BIN="$(abspath $(TARGET)/release)" tests/image/twice.sh $(PROFILE)

image-test: setup setup-image ## build the test image twice, look into it, and start it on emulated machines; needs root
	cargo build --locked --quiet -p guichet
	cargo build --locked --quiet --release -p guichet-kiosk -p guichet-kiosk-gate
	@BIN="$(abspath $(TARGET)/debug)" RELEASE_BIN="$(abspath $(TARGET)/release)" scripts/image-test.sh

.PHONY: deb-test
deb-test: setup ## install the packages in a bare Debian 12 and 13, try them, remove them; needs root
	cargo build --locked --quiet -p guichet -p guichet-kiosk -p guichet-kiosk-gate
	@BIN="$(abspath $(TARGET)/debug)" scripts/deb-test.sh

# Not part of `make test`: Ansible and a Debian 13 are fetched for it.
VENV := target/ansible/venv
$(VENV)/.stamp: ansible/requirements.txt | setup-site
	python3 -m venv --clear $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --requirement ansible/requirements.txt
	touch $(VENV)/.stamp

.PHONY: ansible setup-site ansible-test ansible-test-only
setup-site:
	@scripts/setup.sh site

ansible: $(VENV)/.stamp ## install Ansible for the playbooks of ansible/, into target/ansible/venv

ansible-test: $(VENV)/.stamp ## provision a bare Debian 13 with the playbooks, twice, and try what it then does; needs root
	cargo build --locked --quiet -p guichet -p guichet-kiosk -p guichet-kiosk-gate
	$(MAKE) ansible-test-only

ansible-test-only:
	@BIN="$(abspath $(TARGET)/debug)" VENV="$(abspath $(VENV))" scripts/ansible-test.sh

.PHONY: boot-test boot-test-only boot-test-short boot-test-short-only
boot-test: $(VENV)/.stamp ## start emulated PCs over the network from a site that Ansible made, up to the lock; needs root
	scripts/setup.sh boot
	cargo build --locked --quiet --release -p guichet -p guichet-kiosk -p guichet-kiosk-gate
	$(MAKE) boot-test-only RELEASE=1

boot-test-only:
	@BIN="$(abspath $(BIN))" VENV="$(abspath $(VENV))" scripts/boot-test.sh short screens trust cache story

boot-test-short: ## start emulated PCs over the network, until the server hears of them; needs root
	scripts/setup.sh boot
	cargo build --locked --quiet -p guichet -p guichet-kiosk -p guichet-kiosk-gate
	$(MAKE) boot-test-short-only

boot-test-short-only:
	@BIN="$(abspath $(TARGET)/debug)" scripts/boot-test.sh short

.PHONY: proof
proof: setup ## put every promise to the test as it was given, with its figures; `make test` does it in a short form
	PROOF=full cargo test --locked -p guichet-tests --test proof

.PHONY: cluster cluster-test
cluster: tests/e2e/node_modules/.stamp web ## three servers on one PostgreSQL behind a proxy, on loopback, until Ctrl-C: make cluster NODES=5
	@scripts/setup.sh cluster
	cargo build --locked --quiet $(RELEASE_FLAG) -p guichet
	BIN="$(abspath $(BIN))" scripts/cluster.sh

cluster-test: tests/e2e/node_modules/.stamp ## kill some of them under load, and restart all of them; prints its figures
	@scripts/setup.sh cluster
	cargo build --locked --quiet $(RELEASE_FLAG) -p guichet
	BIN="$(abspath $(BIN))" scripts/cluster.sh test

.PHONY: simulation
simulation: ## play 10,000 sequences of frames, cuts, sleeps and restarts for each promise of the station about time
	GUICHET_SEEDS=$(or $(SEEDS),10000) cargo test --locked -p guichet-kiosk machine::simulation

.PHONY: bench bench-console
bench: setup web tests/e2e/node_modules/.stamp ## measure the server beside the least that could do the same work, and the console on a weak link
	cargo bench --locked -p guichet-tests --bench load
	cargo build --locked --quiet --release -p guichet
	$(MAKE) bench-console RELEASE=1

bench-console: web tests/e2e/node_modules/.stamp ## measure the console alone: sizes, a weak link, 200 busy stations
	BIN="$(abspath $(BIN))" node tests/bench/console.mjs

.PHONY: fmt
fmt: ## format the Rust sources
	cargo fmt --all

.PHONY: schema
schema: build ## write server/openapi.json anew
	$(BIN)/guichet openapi > server/openapi.json.new
	mv server/openapi.json.new server/openapi.json
	npm --prefix web run --silent schema

.PHONY: clean
clean: ## remove everything that was built; ./data stays
	cargo clean
	rm -rf web/dist web/node_modules tests/e2e/node_modules
