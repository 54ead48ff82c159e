#!/usr/bin/env bash
# Packs the command line as a .NET tool into artifacts/packages, under a version of its own for each commit.
set -euo pipefail
cd "$(dirname "$0")/.."
# Aside from the other builds: a version that is not theirs would build them anew each time.
dotnet pack src/KillSwitch.Cli -c Release -o artifacts/packages --artifacts-path artifacts/tool-build \
  -p:Version="$(eng/version.sh)" -p:RunAnalyzers=false -v quiet -clp:NoSummary
ls "artifacts/packages/KillSwitch.Bedrock.Cli.$(eng/version.sh).nupkg"
