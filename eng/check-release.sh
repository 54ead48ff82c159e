#!/usr/bin/env bash
# Takes a release as a person does: checksums, then an installation for this machine, which is run: eng/check-release.sh artifacts/release
set -euo pipefail
script=$(dirname "$(realpath "$0")")/install.sh
release=$(realpath "$1")
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
sum() { if command -v sha256sum > /dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }

(cd "$release" && sum --check SHA256SUMS > /dev/null)
unlisted=$(comm -13 <(sed 's/^.\{66\}//' "$release/SHA256SUMS" | sort) <(cd "$release" && ls | grep -vx 'SHA256SUMS.*' | sort))
[ -z "$unlisted" ] || { echo "SHA256SUMS does not list $unlisted" >&2; exit 1; }
version=$(sed -nE 's/.*"version": *"([^"]+)".*/\1/p' "$release/release.json")

# No .NET is found, nor what the machine's variables say of one.
export DOTNET_ROOT=$here/none DOTNET_BUNDLE_EXTRACT_BASE_DIR=$here/extracted
HOME=$here sh "$script" --from "$release" --to "$here/killswitch" > "$here/log"
cd "$here"
PATH=$here/killswitch:$PATH
# Windows ends lines in two characters.
said=$(killswitch --version | tr -d '\r')
[ "${said%%+*}" = "$version" ] || { echo "the program says it is $said and the release $version" >&2; exit 1; }
killswitch init > /dev/null
killswitch policy check killswitch.yaml > /dev/null
killswitch simulate incident --output json > incident
grep -q '"withoutGuard": 37901.73' incident || { echo "the incident does not replay" >&2; exit 1; }
(cd killswitch/release && sum --check SHA256SUMS > /dev/null)

# A file that somebody changed is not installed, and what is there stays.
cp -R "$release" changed
for archive in changed/killswitch-*-*.*; do echo >> "$archive"; done
if HOME=$here sh "$script" --from "$here/changed" --to "$here/killswitch" 2> refused; then echo "a changed archive was installed" >&2; exit 1; fi
grep -q 'its SHA-256 is another' refused || { cat refused >&2; exit 1; }
killswitch --version > /dev/null
echo "killswitch $version installs from the release and runs"
