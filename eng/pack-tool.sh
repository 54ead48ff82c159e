#!/usr/bin/env bash
# Packs the command line as a .NET tool into artifacts/packages, under a version of its own for each commit. What `killswitch deploy` deploys
# goes with it where artifacts/payload has it (make payload), and is of this version.
set -euo pipefail
cd "$(dirname "$0")/.."
version=$(eng/version.sh) payload=''
if grep -qsF "\"$version\"" artifacts/payload/release.json; then payload=$PWD/artifacts/payload; fi
# Aside from the other builds: a version that is not theirs would build them anew each time.
dotnet pack src/KillSwitch.Cli -c Release -o artifacts/packages --artifacts-path artifacts/tool-build \
  -p:Version="$version" -p:ReleaseFolder="$payload" -p:RunAnalyzers=false -v quiet -clp:NoSummary
ls "artifacts/packages/KillSwitch.Bedrock.Cli.$version.nupkg"
