#!/usr/bin/env bash
# What the GitHub Action does (action.yml), with its inputs in the environment: installs the command line of a release, and checks, tests and
# back-tests the policy. Ends with the first code that is not 0: 2 for a policy that is none, 1 for a case that fails or a stop.
set -uo pipefail
scripts=$(dirname "$(realpath "$0")")
work=$(realpath "${RUNNER_TEMP:-$(mktemp -d)}")
summary=${GITHUB_STEP_SUMMARY:-/dev/null} output=${GITHUB_OUTPUT:-/dev/null}
comment=$work/killswitch-comment.md report=''

case "${FAIL_ON_STOP:=true}" in
  true | false) ;;
  *) echo "\`$FAIL_ON_STOP\` is not allowed for \`fail-on-stop\`; allowed: true, false" >&2; exit 2 ;;
esac

# Where a release was asked for, that one; else the action's own, so that a pinned action is a pinned program.
[ -n "${VERSION:-}" ] || case "${ACTION_REF:-}" in v[0-9]*.[0-9]*.[0-9]*) VERSION=$ACTION_REF ;; esac
if [ -z "${RELEASE:-}" ]; then
  RELEASE=$ACTION_REPOSITORY/releases/${VERSION:+download/$VERSION}
  [ -n "${VERSION:-}" ] || RELEASE+=latest/download
fi
sh "$scripts/install.sh" --from "$RELEASE" --to "$work/killswitch" > /dev/null || exit
[ -z "${GITHUB_PATH:-}" ] || echo "$work/killswitch" >> "$GITHUB_PATH"
killswitch() { "$work/killswitch/killswitch" "$@"; }

: > "$comment"
# A title, then what a command says; the rest is not asked where one fails.
step() {
  local title=$1 code=0
  shift
  killswitch "$@" > "$work/said" 2>&1 || code=$?
  cat "$work/said"
  { echo "### $title"; echo '```'; cat "$work/said"; echo '```'; } >> "$comment"
  [ "$code" -eq 0 ] || finish "$code"
}

finish() {
  cat "$comment" >> "$summary"
  { echo "comment=$comment"; echo "report=$report"; } >> "$output"
  exit "$1"
}

step "Check of \`$POLICY\`" policy check "$POLICY"
if [ -n "${CASES:-}" ] && [ -f "$CASES" ]; then step "Cases of \`$CASES\`" policy test "$CASES" --policy "$POLICY"; fi
if [ -n "${RECORDS:-}" ]; then
  report=$work/killswitch-replay.html
  # As words, as a person types them.
  read -r -a records <<< "$RECORDS"
  [ "$FAIL_ON_STOP" = false ] || records+=(--fail-on-stop)
  step "Back-test of \`$POLICY\`" replay --policy "$POLICY" "${records[@]}" --mode enforce --report "$report"
fi
finish 0
