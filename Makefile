SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

CONFIGURATION ?= Release
DOTNET := dotnet
CDK := infra/node_modules/.bin/cdk
INFRA := infra/KillSwitch.Infra/bin/$(CONFIGURATION)/net10.0/KillSwitch.Infra.dll
KILLSWITCH := $(DOTNET) src/KillSwitch.Cli/bin/$(CONFIGURATION)/net10.0/killswitch.dll

export DOTNET_NOLOGO = 1
export DOTNET_CLI_TELEMETRY_OPTOUT = 1
export CDK_DISABLE_CLI_TELEMETRY = true

# From the machine where they are there; else from PyPI into .venv. A shim of pyenv's starts half a dozen shells before the program.
program = $(shell pyenv which $(1) 2> /dev/null || command -v $(1))
CFN_LINT := $(or $(call program,cfn-lint),.venv/bin/cfn-lint)
# Whatever of these brings botocore, which has AWS's own models.
PYTHON := $(firstword $(wildcard .venv/bin/python3) python3)
export MOTO_SERVER := $(or $(call program,moto_server),$(CURDIR)/.venv/bin/moto_server)
export AWS_CLI := $(or $(call program,aws),$(CURDIR)/.venv/bin/aws)
ARCHITECTURE ?= x86_64
HOST_ARCHITECTURE := $(if $(filter aarch64 arm64,$(shell uname -m)),arm64,x86_64)
HOST_PACKAGE := artifacts/lambda/$(HOST_ARCHITECTURE)/bootstrap

# Goals of one go that run at the same time (make -j2 lint format synth test) wait for what they would disturb.
after = $(filter $(1),$(MAKECMDGOALS))

.PHONY: help demo test templates build format lint bench bench-startup bench-overshoot package install package-lambda synth demo-account walkthrough bootstrap deploy assembly destroy models prices clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{ printf "  %-15s %s\n", $$1, $$2 }'

demo: build-cli ## The incident, replayed and stopped, with its chart and report
	@echo "Replaying nine days, 101,733 calls, under each rule alone and under all: some ten seconds" >&2
	@$(KILLSWITCH) simulate incident --report artifacts/incident.html

test: build $(call after,lint format) test-package infra/node_modules eng/policy-proof/node_modules $(MOTO_SERVER) $(AWS_CLI) ## All tests; the last line says N passed, N failed
	@eng/test.sh $(CONFIGURATION)

# The account tests run the very program that is deployed.
.PHONY: test-package
test-package: synth templates package-host

.PHONY: package-host
package-host: $(if $(call after,test),build)
	@! eng/stale.sh $(HOST_PACKAGE) || eng/package-lambda.sh $(HOST_ARCHITECTURE)

build: ## Everything, warnings as errors
	@$(DOTNET) build KillSwitch.sln -c $(CONFIGURATION) -v quiet -clp:NoSummary

.PHONY: build-infra
build-infra:
	@$(DOTNET) build infra/KillSwitch.Infra -c $(CONFIGURATION) -v quiet -clp:NoSummary

.PHONY: build-cli
build-cli:
	@eng/build-cli.sh $(CONFIGURATION)

format: ## Check the formatting (make format FIX=1 mends what a tool can)
	@python3 eng/line-length.py
	@git ls-files -z --cached --others --exclude-standard '*.cs' | xargs -0 $(DOTNET) format whitespace . --folder $(if $(FIX),,--verify-no-changes) --include

lint: build synth templates eng/prices/node_modules eng/terraform/node_modules $(CFN_LINT) ## Analyzers (in the build), shell syntax, templates, generated prices, AWS clients against AWS's models
	@for script in eng/*.sh .ci/run; do bash -n $$script; done
	@$(CFN_LINT) cdk.out/*.template.json cdk.out/lease/*.template.json artifacts/templates/guard.template.json artifacts/templates/sensor.template.json
	@cd eng/prices && node generate.mjs --check
	@node eng/supply-chain/notices.mjs --check
	@node eng/terraform/check.mjs artifacts/templates/guard.template.json artifacts/templates/sensor.template.json
	@$(PYTHON) eng/check-api.py

bench: ## Benchmarks, as ratios in one run (make bench FILTER='*Reader*')
	@$(DOTNET) run -c Release --project tests/KillSwitch.Benchmarks -- --filter '$(or $(FILTER),*)' --artifacts artifacts/bench

.PHONY: bench-check bench-growth
bench-check: ## Fails when a ratio is worse than the committed one by more than its margin (tests/KillSwitch.Benchmarks/ratios.json); WRITE=1 commits what is measured
	@DOTNET_TieredCompilation=0 $(DOTNET) run -c Release --project tests/KillSwitch.Benchmarks -- $(if $(WRITE),write,check) tests/KillSwitch.Benchmarks/ratios.json

bench-growth: ## How the work of a batch grows with records, principals, rules and open stops; artifacts/bench/growth.json
	@mkdir -p artifacts/bench
	@DOTNET_TieredCompilation=0 $(DOTNET) run -c Release --project tests/KillSwitch.Benchmarks -- growth artifacts/bench/growth.json

.PHONY: bench-replay
bench-replay: eng/bench/node_modules ## What a back-test takes: the sample policy to one cap, one cap to DuckDB (make bench-replay DAYS=40; artifacts/bench/replay)
	@$(DOTNET) publish src/KillSwitch.Cli -c Release -o artifacts/bench/killswitch -v quiet -clp:NoSummary
	@python3 eng/bench/replay.py artifacts/bench/killswitch/killswitch artifacts/bench/replay $(or $(PRINCIPALS),300) $(or $(DAYS),4)

.PHONY: bench-contention
bench-contention: ## What many deliveries at once come to on a table with DynamoDB's conflicts and bounds, in simulated time; artifacts/bench/contention.json
	@mkdir -p artifacts/bench
	@$(DOTNET) run -c Release --project tests/KillSwitch.Contention -- killswitch.yaml artifacts/bench/contention.json $(SPAN)

.PHONY: faults
faults: ## Every single fault of every port of the guard, and pairs of them at random (make faults SECONDS_OF_PAIRS=60)
	@$(DOTNET) build tests/KillSwitch.Engine.Tests -c $(CONFIGURATION) -v quiet -clp:NoSummary
	@KILLSWITCH_FUZZ_SECONDS=$(if $(filter command line,$(origin SECONDS)),$(SECONDS),60) $(DOTNET) tests/KillSwitch.Engine.Tests/bin/$(CONFIGURATION)/net10.0/KillSwitch.Engine.Tests.dll -noColor -noLogo -showLiveOutput -class '*.FaultTests'

.PHONY: adversary
adversary: ## Histories at random against a model of what must be true (make adversary SECONDS=600; SEED=N repeats one, HISTORY=FILE runs one that is written)
	@$(DOTNET) build tests/KillSwitch.Engine.Tests -c $(CONFIGURATION) -v quiet -clp:NoSummary
	@KILLSWITCH_ADVERSARY_SECONDS=$(if $(filter command line,$(origin SECONDS)),$(SECONDS),60) KILLSWITCH_ADVERSARY_FROM=anywhere KILLSWITCH_ADVERSARY_SEED=$(SEED) KILLSWITCH_ADVERSARY_HISTORY=$(HISTORY) $(DOTNET) tests/KillSwitch.Engine.Tests/bin/$(CONFIGURATION)/net10.0/KillSwitch.Engine.Tests.dll -noColor -noLogo -showLiveOutput -class '*.AdversaryTests'

bench-startup: ## From start to the first request for an event, native against self-contained (needs gcc or clang, and python3)
	@eng/measure-startup.sh

.PHONY: bench-cost
bench-cost: build test-package infra/node_modules $(MOTO_SERVER) $(AWS_CLI) ## What guarding costs, from counted requests of the packaged program on an emulated account; artifacts/bench/cost.json
	@$(DOTNET) tests/KillSwitch.Account.Tests/bin/$(CONFIGURATION)/net10.0/KillSwitch.Account.Tests.dll -noColor -noLogo -explicit only -class '*CostStudy'

SEEDS ?= 60
bench-overshoot: ## Money past the limit and left unspent, and innocents stopped (make bench-overshoot SEEDS=200; CHECK=1: no worse than what is committed, no innocent)
	@$(DOTNET) run -c Release --project tests/KillSwitch.Overshoot -- $(SEEDS) artifacts/bench $(if $(CHECK),tests/KillSwitch.Overshoot/overshoot.json)

package: payload ## The command line as a .NET tool, in artifacts/packages, with what `killswitch deploy` deploys; installed elsewhere and tried
	@eng/pack-tool.sh
	@eng/check-tool.sh artifacts/packages

.PHONY: package-cdk
package-cdk: payload build test-package infra/node_modules $(MOTO_SERVER) $(AWS_CLI) ## The construct for CDK apps, in artifacts/packages; the example app with it, deployed on an emulated account
	@eng/pack-cdk.sh
	@STORY=1 eng/check-cdk.sh artifacts/packages

install: ## The command line as `killswitch`, a global .NET tool; the same again updates it
	@eng/pack-tool.sh
	@eng/install-tool.sh

package-lambda: ## The Lambda program for x86_64 and arm64, in artifacts/lambda: native where the toolchain is there
	@for arch in x86_64 arm64; do eng/package-lambda.sh $$arch; done

synth: $(if $(call after,lint test),build,build-infra) infra/node_modules ## The CloudFormation templates, in cdk.out; no credentials needed
	@$(CDK) synth --quiet --no-notices --app '$(DOTNET) $(INFRA)'
	@$(CDK) synth --quiet --no-notices --app '$(DOTNET) $(INFRA)' -c lease=role/agent-a,user/ci -c operators=role/oncall,user/anna -c batchOutputs=acme-batch/night,acme-evals -c chat=true --output cdk.out/lease
	@ls cdk.out/*.template.json

templates: $(if $(call after,lint test),build,build-infra) ## The templates of a release, in artifacts/templates, which need no CDK
	@eng/templates.sh $(INFRA)

.venv/bin/cfn-lint:
	@python3 -m venv .venv && .venv/bin/pip install --quiet cfn-lint

$(CURDIR)/.venv/bin/moto_server:
	@python3 -m venv .venv && .venv/bin/pip install --quiet 'moto[server,all]==5.2.1'

$(CURDIR)/.venv/bin/aws:
	@python3 -m venv .venv && .venv/bin/pip install --quiet awscli

demo-account: build test-package infra/node_modules $(MOTO_SERVER) $(AWS_CLI) ## From cdk deploy to the first stop and its restore on an emulated account, each step timed (KEEP=1 keeps the account until Ctrl-C)
	@KILLSWITCH_DEMO=$(if $(KEEP),keep,show) $(DOTNET) tests/KillSwitch.Account.Tests/bin/$(CONFIGURATION)/net10.0/KillSwitch.Account.Tests.dll -noColor -noLogo -reporter quiet -noAutoReporters -method '*.DemoStory.*'

walkthrough: build payload test-package infra/node_modules $(MOTO_SERVER) $(AWS_CLI) ## Type the commands of docs/walkthrough.md into a terminal, on an emulated account, and write the page
	@eng/package-cli.sh linux-x64 && rm -rf artifacts/cli/linux-x64/release && cp -r artifacts/payload artifacts/cli/linux-x64/release
	@export KILLSWITCH_WALKTHROUGH=docs/walkthrough.md KILLSWITCH_RELEASED=$(CURDIR)/artifacts/cli/linux-x64/killswitch; \
	  for story in '*A_guard_is_deployed_proved_and_removed_from_a_release_alone' '*A_new_users_hour'; do \
	    $(DOTNET) tests/KillSwitch.Account.Tests/bin/$(CONFIGURATION)/net10.0/KillSwitch.Account.Tests.dll -noColor -noLogo -method "$$story"; \
	  done

bootstrap: infra/node_modules ## What the CDK needs in an account and region, once: a bucket and its roles
	@$(CDK) bootstrap --no-notices $(CONTEXT)

deploy: infra/node_modules $(AWS_CLI) ## The guard into the account of your credentials (make deploy CONTEXT='-c email=you@example.com'; REPAIR=1: and what was deleted or changed by hand is put back)
	@eng/package-lambda.sh $(ARCHITECTURE)
	@CDK=$(CDK) eng/deploy.sh deploy --require-approval $(or $(APPROVAL),broadening) $(if $(REPAIR),--revert-drift) -c architecture=$(ARCHITECTURE) $(CONTEXT)

assembly: infra/node_modules ## What `deploy` deploys, in artifacts/assembly, for a pipeline or another tool to deploy (CONTEXT as there)
	@eng/package-lambda.sh $(ARCHITECTURE)
	@$(CDK) synth --quiet --no-notices -c architecture=$(ARCHITECTURE) $(CONTEXT) --output artifacts/assembly
	@ls artifacts/assembly/*.template.json

destroy: infra/node_modules $(AWS_CLI) ## Remove it: every stop is lifted, and invocation logging is as it was (FORCE=1 asks nobody)
	@[ -n "$(FORCE)" ] || [ -t 0 ] || { echo "nobody can be asked without a terminal, and nothing was removed: make destroy FORCE=1 removes it without asking" >&2; exit 2; }
	@[ -n "$(FORCE)" ] || { read -r -p "Every stop is lifted, and the guard is removed. Are you sure (y/n)? " sure && [ "$$sure" = y ]; }
	@CDK=$(CDK) eng/deploy.sh destroy $(CONTEXT)

.PHONY: payload release
payload: templates ## What `killswitch deploy` deploys, in artifacts/payload: templates, the functions for both architectures, checksums
	@eng/payload.sh

release: payload ## All that a release's page holds, in artifacts/release, tried here (TAG=v1.2.3: refused where this is another version)
	@eng/release.sh
	@eng/check-tool.sh artifacts/release
	@eng/check-release.sh artifacts/release
	@eng/check-cdk.sh artifacts/release

.PHONY: notices sbom audit
notices: ## List the packages and their licences in THIRD-PARTY-NOTICES.md, from the lock files
	@node eng/supply-chain/notices.mjs

sbom: ## A CycloneDX bill of materials for the Lambda program, the command line, the deployment and development, in artifacts/sbom
	@node eng/supply-chain/sbom.mjs

audit: ## Known vulnerabilities of all packages, where the registries answer
	@eng/audit.sh

infra/node_modules: infra/package-lock.json
	@cd infra && npm ci --no-fund --no-audit --loglevel=error
	@touch infra/node_modules

models: ## What AWS's own models say of hosts, lists and errors, for the tests (needs python3 with botocore)
	@$(PYTHON) eng/aws-models.py

prices: eng/prices/node_modules ## Generate the price catalogue from the package that eng/prices pins
	@cd eng/prices && node generate.mjs

eng/prices/node_modules: eng/prices/package-lock.json
	@cd eng/prices && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch eng/prices/node_modules

eng/policy-proof/node_modules: eng/policy-proof/package-lock.json
	@cd eng/policy-proof && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch eng/policy-proof/node_modules

eng/bench/node_modules: eng/bench/package-lock.json
	@cd eng/bench && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch eng/bench/node_modules

eng/terraform/node_modules: eng/terraform/package-lock.json
	@cd eng/terraform && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch eng/terraform/node_modules

clean: ## Remove what was built
	@rm -rf artifacts cdk.out .venv infra/node_modules eng/prices/node_modules eng/policy-proof/node_modules eng/terraform/node_modules eng/bench/node_modules
	@find src tests infra -type d \( -name bin -o -name obj \) -prune -exec rm -rf {} +
