#!/usr/bin/env bash
# Packs the construct KillSwitch.Bedrock.Cdk into artifacts/packages, with the functions of artifacts/payload (make payload).
set -euo pipefail
cd "$(dirname "$0")/.."
version=$(eng/version.sh)
grep -qsF "\"$version\"" artifacts/payload/release.json || { echo "$0: artifacts/payload is not of $version: make payload" >&2; exit 1; }
dotnet pack infra/KillSwitch.Bedrock.Cdk -c Release -o artifacts/packages --artifacts-path artifacts/cdk-build \
  -p:Version="$version" -p:ReleaseFolder="$PWD/artifacts/payload" -p:RunAnalyzers=false -v quiet -clp:NoSummary
ls "artifacts/packages/KillSwitch.Bedrock.Cdk.$version.nupkg"
