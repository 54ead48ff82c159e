#!/usr/bin/env bash
# Runs every test project that was built, and ends with one line: N passed, N failed.
set -uo pipefail
cd "$(dirname "$0")/.."
configuration=${1:-Release}
passed=0 failed=0 skipped=0
for project in tests/*.Tests; do
  name=$(basename "$project")
  dll=$(echo "$project"/bin/"$configuration"/net10.0/"$name".dll)
  if [ ! -f "$dll" ]; then
    echo "$name was not built: run make build" >&2
    failed=$((failed + 1))
    continue
  fi
  log=$(mktemp)
  dotnet "$dll" -noColor -noLogo 2>&1 | tee "$log"
  code=${PIPESTATUS[0]}
  summary=$(grep -E "^ +$name +Total: " "$log" | tail -n 1)
  rm -f "$log"
  number() { sed -nE "s/.*$1: ([0-9]+).*/\1/p" <<<"$summary"; }
  total=$(number Total) errors=$(number Errors) bad=$(number Failed) left=$(number Skipped) unasked=$(number "Not Run")
  if [ -z "$total" ]; then
    echo "$name ended without a summary (exit code $code)" >&2
    failed=$((failed + 1))
    continue
  fi
  # Studies run when they are asked for, and are no tests.
  total=$((total - ${unasked:-0}))
  bad=$((bad + errors))
  # A runner that fails without a failed test (a crash at the end, say) has failed.
  if [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
  passed=$((passed + total - bad - left)) failed=$((failed + bad)) skipped=$((skipped + left))
done
if [ "$passed" -eq 0 ]; then
  echo "no test ran" >&2
  failed=$((failed + 1))
fi
if [ "$skipped" -gt 0 ]; then echo "$passed passed, $failed failed, $skipped skipped"; else echo "$passed passed, $failed failed"; fi
[ "$failed" -eq 0 ]
