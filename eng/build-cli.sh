#!/usr/bin/env bash
# Restores and builds the command line, and says in a line each what comes and how long it took; what the tools print only where they fail.
set -euo pipefail
cd "$(dirname "$0")/.."
configuration=${1:-Release}
project=src/KillSwitch.Cli
built=$project/bin/$configuration/net10.0/killswitch.dll

log=$(mktemp)
trap 'rm -f "$log"' EXIT

step() {
  local what=$1 start=$SECONDS
  shift
  printf '%s ... ' "$what" >&2
  if "$@" > "$log" 2>&1; then
    echo "$((SECONDS - start)) s" >&2
  else
    echo failed >&2
    cat "$log" >&2
    exit 1
  fi
}

if [ -f "$built" ]; then
  step "Building what changed" dotnet build "$project" -c "$configuration" -v quiet -clp:NoSummary
else
  step "Restoring the packages, up to a minute the first time" dotnet restore "$project" -v quiet
  step "Building the command line, one to two minutes the first time" \
    dotnet build "$project" -c "$configuration" -v quiet -clp:NoSummary --no-restore
fi
