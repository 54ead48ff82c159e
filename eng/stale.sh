#!/usr/bin/env bash
# Succeeds where a built file is missing, or older than any source: eng/stale.sh artifacts/lambda/x86_64/bootstrap
cd "$(dirname "$0")/.."
[ ! -s "$1" ] || [ -n "$(find src Directory.*.props Directory.Build.targets -type f -newer "$1" -not -path '*/obj/*' -not -path '*/bin/*' -print -quit)" ]
