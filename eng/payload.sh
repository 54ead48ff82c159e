#!/usr/bin/env bash
# What `killswitch deploy` deploys, in artifacts/payload: templates, the functions for both architectures, their checksums and the version.
# `make templates` comes first. What was packaged since the sources changed is taken as it is; with FUNCTIONS=given, what is there, however old:
# it came from another machine.
set -euo pipefail
cd "$(dirname "$0")/.."

templates=(guard.template.json sensor.template.json guard.any-name.template.json sensor.any-name.template.json)
for template in "${templates[@]}"; do
  [ -s "artifacts/templates/$template" ] || { echo "$0: artifacts/templates/$template is missing: make templates" >&2; exit 1; }
done
for arch in x86_64 arm64; do
  if [ "${FUNCTIONS:-}" = given ]; then
    [ -s "artifacts/lambda/$arch/bootstrap" ] || { echo "$0: artifacts/lambda/$arch/bootstrap was not given" >&2; exit 1; }
  elif eng/stale.sh "artifacts/lambda/$arch/bootstrap"; then
    eng/package-lambda.sh "$arch"
  fi
done

rm -rf artifacts/payload
mkdir -p artifacts/payload
for template in "${templates[@]}"; do cp "artifacts/templates/$template" artifacts/payload/; done
for arch in x86_64 arm64; do python3 eng/zip.py "artifacts/payload/kill-switch-lambda-$arch.zip" "artifacts/lambda/$arch" bootstrap; done
printf '{"version":"%s"}\n' "$(eng/version.sh)" > artifacts/payload/release.json
eng/sums.sh artifacts/payload
ls artifacts/payload
