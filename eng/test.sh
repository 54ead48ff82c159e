#!/usr/bin/env bash
# Runs every test project that was built, and ends with what failed, by name, and one line: N passed, N failed.
set -uo pipefail
cd "$(dirname "$0")/.."
configuration=${1:-Release}

# The account stories mostly wait for the programs that they start, so these run beside them, one after another. What is named nowhere runs
# alone: some tests fuzz by the clock, and try less on a busy machine.
waiting=KillSwitch.Account.Tests
beside=" KillSwitch.Cli.Tests KillSwitch.Core.Tests KillSwitch.Infra.Tests KillSwitch.Lambda.Tests KillSwitch.PolicyProof.Tests "

# None of these lives long enough to gain by the one, and code that is written once need not be guarded: a tenth of a second for each of
# some hundred command lines.
export DOTNET_TieredPGO=0 DOTNET_EnableWriteXorExecute=0

logs=$(mktemp -d)
side=
trap '[ -z "$side" ] || kill -- -"$side" 2> /dev/null; rm -rf "$logs"' EXIT

dll() { echo "tests/$1/bin/$configuration/net10.0/$1.dll"; }

# Prints what the project prints, and keeps it, its exit code and its time.
run() {
  [ -f "$(dll "$1")" ] || return 0
  local start=$SECONDS
  dotnet "$(dll "$1")" -noColor -noLogo 2>&1 | tee "$logs/$1"
  echo "${PIPESTATUS[0]}" > "$logs/$1.code"
  echo $((SECONDS - start)) > "$logs/$1.seconds"
}

passed=0 failed=0 skipped=0

name_failure() { echo "  $1" >> "$logs/failures"; }

fail() {
  failed=$((failed + 1))
  name_failure "$1"
}

count() {
  local name=$1 summary total errors bad left unasked code known
  if [ ! -f "$(dll "$name")" ]; then
    fail "$name was not built: run make build"
    return
  fi
  code=$(cat "$logs/$name.code")
  echo "$name: $(cat "$logs/$name.seconds") s" >> "$logs/times"
  summary=$(grep -E "^ +$name +Total: " "$logs/$name" | tail -n 1)
  number() { sed -nE "s/.*$1: ([0-9]+).*/\1/p" <<< "$summary"; }
  total=$(number Total) errors=$(number Errors) bad=$(number Failed) left=$(number Skipped) unasked=$(number "Not Run")
  # A run that ended early may have told of failures all the same.
  known=$(sed -nE 's/^ +(.*) \[FAIL\]$/  \1/p; s/^ +(\[.* Failure.*\].*)$/  \1/p' "$logs/$name" | sort -u)
  [ -z "$known" ] || echo "$known" >> "$logs/failures"
  if [ -z "$total" ]; then
    fail "$name ended without a summary (exit code $code)"
    return
  fi
  # Studies run when they are asked for, and are no tests.
  total=$((total - ${unasked:-0}))
  bad=$((bad + errors))
  # A runner that fails without a failed test (a crash at the end, say) has failed.
  if [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; then
    bad=1
    name_failure "$name ended with exit code $code, and without a failed test"
  elif [ "$bad" -gt 0 ] && [ -z "$known" ]; then
    name_failure "$name, $bad of its tests"
  fi
  passed=$((passed + total - bad - left)) failed=$((failed + bad)) skipped=$((skipped + left))
}

light='' alone=''
for project in tests/*.Tests; do
  name=$(basename "$project")
  case "$beside" in
    *" $name "*) light="$light $name" ;;
    *) [ "$name" = "$waiting" ] || alone="$alone $name" ;;
  esac
done

# In a process group of its own, so that it ends with this script; and after the stories, where both want the processor.
set -m
(renice -n 5 "$BASHPID" > /dev/null 2>&1; for name in $light; do run "$name" > /dev/null; done) &
side=$!
set +m
[ ! -d "tests/$waiting" ] || run "$waiting"
wait "$side"
side=
for name in $light; do [ ! -f "$logs/$name" ] || cat "$logs/$name"; done
for name in $alone; do run "$name"; done

for project in tests/*.Tests; do count "$(basename "$project")"; done
if [ "$passed" -eq 0 ]; then fail "no test ran"; fi
[ ! -f "$logs/times" ] || cat "$logs/times"
if [ -f "$logs/failures" ]; then
  echo "failed:"
  cat "$logs/failures"
fi
if [ "$skipped" -gt 0 ]; then echo "$passed passed, $failed failed, $skipped skipped"; else echo "$passed passed, $failed failed"; fi
[ "$failed" -eq 0 ]
