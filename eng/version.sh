#!/usr/bin/env bash
# Prints the version of what is packed: MAJOR.MINOR of Directory.Build.props, and how many commits there are, so that each is newer than the last.
set -euo pipefail
cd "$(dirname "$0")/.."
version=$(sed -nE 's:.*<Version>([0-9]+\.[0-9]+)\.[0-9]+</Version>.*:\1:p' Directory.Build.props)
# Without history (an archive of the sources) nobody can tell.
echo "$version.$(git rev-list --count HEAD 2> /dev/null || echo 0)"
