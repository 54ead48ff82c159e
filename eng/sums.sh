#!/usr/bin/env bash
# Writes SHA256SUMS of all other files of a folder: eng/sums.sh artifacts/release
set -euo pipefail
cd "$1"
files=(*)
for at in "${!files[@]}"; do [ "${files[at]}" != SHA256SUMS ] || unset "files[at]"; done
if command -v sha256sum > /dev/null; then sha256sum -- "${files[@]}"; else shasum -a 256 -- "${files[@]}"; fi > SHA256SUMS
