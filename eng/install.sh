#!/bin/sh
# Installs `killswitch` from a release: one file and what it deploys. It needs no .NET, and a shell, tar, and curl where it comes by network.
#
#   install.sh [--from URL|DIR] [--to DIR]
#
# FROM is where the release's files lie; KILLSWITCH_RELEASE says so, too. Each is held against SHA256SUMS before anything is installed.
set -eu

say() { echo "install.sh: $*" >&2; }

from=${KILLSWITCH_RELEASE:-} to=${HOME:-}/.local/share/killswitch
link=${HOME:-}/.local/bin
while [ $# -gt 0 ]; do
  case "$1" in
    --from | --to)
      [ $# -ge 2 ] || { say "\`$1\` takes a value"; exit 2; }
      if [ "$1" = --from ]; then from=$2; else to=$2 link=''; fi
      shift 2
      ;;
    *) say "\`$1\` is not allowed; allowed: --from URL|DIR, --to DIR"; exit 2 ;;
  esac
done
case "$from" in
  '') say "where the release lies is not known: --from https://…/releases/latest/download, or a folder"; exit 2 ;;
  http://*) say "\`$from\` is not read: anybody on the way can change what comes by http; allowed: https://… or a folder"; exit 2 ;;
esac
from=${from#file://}

case "$(uname -s)/$(uname -m)" in
  Linux/x86_64) archive=killswitch-linux-x64.tar.gz ;;
  Linux/aarch64 | Linux/arm64) archive=killswitch-linux-arm64.tar.gz ;;
  Darwin/x86_64) archive=killswitch-osx-x64.tar.gz ;;
  Darwin/arm64) archive=killswitch-osx-arm64.tar.gz ;;
  MINGW*/x86_64 | MSYS*/x86_64) archive=killswitch-win-x64.zip ;;
  *) say "no program is released for $(uname -s) on $(uname -m); the .NET tool of the release runs wherever .NET 10 does"; exit 1 ;;
esac

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for file in SHA256SUMS "$archive"; do
  case "$from" in
    https://*) curl -fsSL --proto '=https' --retry 3 -o "$work/$file" "$from/$file" || { say "\`$from/$file\` cannot be had"; exit 1; } ;;
    *) cp "$from/$file" "$work/$file" 2> /dev/null || { say "the release in \`$from\` lacks \`$file\`"; exit 1; } ;;
  esac
done
if command -v sha256sum > /dev/null; then sum=$(sha256sum < "$work/$archive"); else sum=$(shasum -a 256 < "$work/$archive"); fi
grep -q "^${sum%% *} [ *]$archive\$" "$work/SHA256SUMS" \
  || { say "\`$archive\` is not what the release was made with, and nothing was installed: its SHA-256 is another"; exit 1; }

mkdir "$work/new"
case "$archive" in
  *.zip) unzip -q "$work/$archive" -d "$work/new" ;;
  *) tar -xzf "$work/$archive" -C "$work/new" ;;
esac
# It starts, or what is there stays.
said=$("$work/new/killswitch" --version) || { say "\`$archive\` does not run on this machine, and nothing was installed"; exit 1; }
# Only what an installation put there is replaced.
if [ -e "$to" ] && [ ! -e "$to/release/release.json" ] && [ -n "$(ls -A "$to")" ]; then
  say "\`$to\` holds something else, and nothing was installed; --to names another folder"
  exit 1
fi
mkdir -p "$(dirname "$to")"
rm -rf "$to"
cp -R "$work/new" "$to"
if [ -n "$link" ]; then
  mkdir -p "$link"
  ln -sf "$to/killswitch" "$link/killswitch"
else
  link=$to
fi
echo "killswitch $said is installed"
case ":$PATH:" in *":$link:"*) ;; *) echo "put it on your PATH to run it: export PATH=\"$link:\$PATH\"" ;; esac
