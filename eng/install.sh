#!/bin/sh
# Installs `killswitch` from a release: one file and what it deploys. It needs no .NET, and a shell, tar, and curl where it comes by network.
#
# FROM is where the release's files lie; KILLSWITCH_RELEASE says so, too. Each is held against SHA256SUMS before anything is installed. What
# an installation put into a folder is listed there, and nothing else in it is ever replaced or removed.
set -eu

say() { echo "install.sh: $*" >&2; }
fail() { say "$*"; exit 1; }
misuse() { say "$*"; exit 2; }
usage() {
  echo 'install.sh [--from URL|DIR] [--to DIR]   installs killswitch, into ~/.local/share/killswitch with a link in ~/.local/bin'
  echo 'install.sh --remove [--to DIR]           removes what it installed, and nothing else'
  echo
  echo '--from URL|DIR   where the files of a release lie (https://…/releases/latest/download, or a folder); KILLSWITCH_RELEASE says so, too'
  echo '--to DIR         the folder of the program, which is not linked to then'
}

from=${KILLSWITCH_RELEASE:-} to='' removes=''
while [ $# -gt 0 ]; do
  case "$1" in
    --from | --to)
      [ -n "${2:-}" ] || misuse "\`$1\` takes a value"
      if [ "$1" = --from ]; then from=$2; else to=$2; fi
      shift 2
      ;;
    --remove) removes=yes; shift ;;
    --help | -h) usage; exit ;;
    *) misuse "\`$1\` is not allowed; allowed: --from URL|DIR, --to DIR, --remove, --help" ;;
  esac
done

link=''
if [ -z "$to" ]; then
  [ -n "${HOME:-}" ] || misuse "HOME is not set, and so it is not known where to install: --to names a folder"
  to=$HOME/.local/share/killswitch link=$HOME/.local/bin
fi
case "$to" in /* | [A-Za-z]:*) ;; *) to=$PWD/${to#./} ;; esac
# What was installed there, one path a line.
list=$to/release/installed.txt

is_installed() { [ -e "$1/release/release.json" ] && [ -x "$1/killswitch" ]; }
# A link that an installation made: it points at the program of one.
is_ours() {
  [ -L "$1" ] || return 1
  target=$(readlink "$1")
  [ "$target" = "$to/killswitch" ] || { [ "${target##*/}" = killswitch ] && is_installed "${target%/*}"; }
}
# The files of a list, then the folders that are empty without them.
remove() {
  sort -r "$1" | while IFS= read -r path; do
    case "$path" in ./*) ;; *) continue ;; esac
    if [ -d "$to/$path" ] && [ ! -L "$to/$path" ]; then
      rmdir "$to/$path" 2> /dev/null || true
    else
      rm -f "$to/$path" 2> /dev/null || fail "\`$to/${path#./}\` cannot be removed"
    fi
  done
}

if [ -n "$removes" ]; then
  [ -f "$list" ] || fail "nothing was removed: \`$to\` is no installation; --to names another folder"
  lists=$(mktemp) || fail "there is no folder for temporary files"
  trap 'rm -f "$lists"' EXIT
  cp "$list" "$lists"
  if [ -n "$link" ] && is_ours "$link/killswitch" && [ "$target" = "$to/killswitch" ]; then
    rm -f "$link/killswitch" 2> /dev/null || fail "\`$link/killswitch\` cannot be removed"
  fi
  remove "$lists"
  rmdir "$to" 2> /dev/null || { [ ! -e "$to" ] || echo "\`$to\` stays, with what is not of the release"; }
  echo "killswitch is removed from \`$to\`"
  exit
fi

case "$from" in
  '') misuse "where the release lies is not known: --from https://…/releases/latest/download, or a folder" ;;
  http://*) misuse "\`$from\` is not read: anybody on the way can change what comes by http; allowed: https://… or a folder" ;;
esac
from=${from#file://}

case "$(uname -s)/$(uname -m)" in
  Linux/x86_64) archive=killswitch-linux-x64.tar.gz ;;
  Linux/aarch64 | Linux/arm64) archive=killswitch-linux-arm64.tar.gz ;;
  Darwin/x86_64) archive=killswitch-osx-x64.tar.gz ;;
  Darwin/arm64) archive=killswitch-osx-arm64.tar.gz ;;
  MINGW*/x86_64 | MSYS*/x86_64) archive=killswitch-win-x64.zip ;;
  *) fail "no program is released for $(uname -s) on $(uname -m); the .NET tool of the release runs wherever .NET 10 does" ;;
esac

lacks() { ! command -v "$1" > /dev/null 2>&1; }
case "$from" in
  https://*)
    ! lacks curl \
      || fail "it takes curl to fetch \`$from\`, and there is none: install it, or download the release and name its folder by --from"
    ;;
esac
case "$archive" in
  *.zip) ! lacks unzip || fail "it takes unzip to unpack \`$archive\`, and there is none" ;;
  *) ! lacks tar || fail "it takes tar to unpack \`$archive\`, and there is none" ;;
esac
! lacks sha256sum || ! lacks shasum || fail "it takes sha256sum or shasum to check \`$archive\`, and there is neither"

# Only what an installation put there is replaced.
if [ -e "$to" ] && [ ! -d "$to" ]; then fail "\`$to\` is no folder, and nothing was installed; --to names another one"; fi
if [ -d "$to" ] && ! is_installed "$to" && [ ! -f "$list" ] && [ -n "$(ls -A "$to" 2> /dev/null)" ]; then
  fail "\`$to\` holds something else, and nothing was installed; --to names another folder"
fi
if [ -n "$link" ] && { [ -e "$link/killswitch" ] || [ -L "$link/killswitch" ]; } && ! is_ours "$link/killswitch"; then
  fail "\`$link/killswitch\` is something else's, and nothing was installed: move it away, or name a folder by --to"
fi

work=$(mktemp -d 2> /dev/null) || fail "no folder for temporary files can be made, and nothing was installed"
stage=''
trap 'rm -rf "$work" ${stage:+"$stage"}' EXIT
trap 'exit 130' INT TERM
for file in SHA256SUMS "$archive"; do
  case "$from" in
    https://*)
      curl -fsSL --proto '=https' --retry 3 -o "$work/$file" "$from/$file" 2> "$work/why" \
        || fail "\`$from/$file\` cannot be had ($(tail -n 1 "$work/why"))"
      ;;
    *) cp "$from/$file" "$work/$file" 2> /dev/null || fail "the release in \`$from\` lacks \`$file\`" ;;
  esac
done
if lacks sha256sum; then sum=$(shasum -a 256 < "$work/$archive"); else sum=$(sha256sum < "$work/$archive"); fi
[ -s "$work/SHA256SUMS" ] || fail "\`SHA256SUMS\` of the release is empty, and nothing was installed: nothing tells whether \`$archive\` is the release's"
grep -q " [ *]$archive\$" "$work/SHA256SUMS" \
  || fail "\`SHA256SUMS\` of the release does not list \`$archive\`, and nothing was installed: nothing tells whether it is the release's"
grep -q "^${sum%% *} [ *]$archive\$" "$work/SHA256SUMS" \
  || fail "\`$archive\` is not what the release was made with, and nothing was installed: its SHA-256 is another"

mkdir "$work/new"
case "$archive" in
  *.zip) unzip -q "$work/$archive" -d "$work/new" > /dev/null 2>&1 ;;
  *) tar -xzf "$work/$archive" -C "$work/new" 2> /dev/null ;;
esac || fail "\`$archive\` cannot be unpacked, and nothing was installed: the disk may be full"
# It starts, or what is there stays.
said=$("$work/new/killswitch" --version 2> "$work/why") \
  || fail "\`$archive\` does not run on this machine, and nothing was installed ($(head -n 1 "$work/why"))"
[ -f "$work/new/release/release.json" ] || fail "\`$archive\` holds no release, and nothing was installed"
(cd "$work/new" && : > release/installed.txt && find . ! -name . | sort > "$work/files" && cp "$work/files" release/installed.txt)

before=''
if is_installed "$to"; then
  before=$(sed -nE 's/.*"version": *"([^"]+)".*/\1/p' "$to/release/release.json" 2> /dev/null | head -n 1)
fi
if [ -f "$list" ]; then
  cp "$list" "$work/old"
  # What lies where the release's files go, and was not installed, is somebody's.
  while IFS= read -r path; do
    if { [ -e "$to/$path" ] || [ -L "$to/$path" ]; } && [ ! -d "$work/new/$path" ] && ! grep -qxF -e "$path" "$work/old"; then
      fail "\`$to/${path#./}\` was not installed and the release has a file of its name; nothing was installed: move it away"
    fi
  done < "$work/files"
fi
# On the same disk first: where that is full, what is there stays.
mkdir -p "$to" 2> /dev/null && stage=$(mktemp -d "$to/.killswitch.XXXXXX" 2> /dev/null) && cp -R "$work/new/." "$stage" 2> /dev/null \
  || fail "\`$to\` cannot be written, and nothing was installed: --to names another folder"
while IFS= read -r path; do
  if [ -d "$stage/$path" ]; then mkdir -p "$to/$path" 2> /dev/null; else mv -f "$stage/$path" "$to/$path" 2> /dev/null; fi \
    || fail "\`$to/${path#./}\` cannot be replaced: end what uses it, and install again"
done < "$work/files"
if [ -f "$work/old" ]; then
  grep -vxF -f "$work/files" "$work/old" > "$work/gone" || true
  remove "$work/gone"
fi
if [ -n "$link" ]; then
  mkdir -p "$link" 2> /dev/null && rm -f "$link/killswitch" 2> /dev/null && ln -s "$to/killswitch" "$link/killswitch" 2> /dev/null \
    || fail "killswitch $said is installed in \`$to\`, and no link can be made in \`$link\`: put \`$to\` on your PATH"
else
  link=$to
fi
echo "killswitch $said is installed in $to${before:+, in place of $before}"
case ":$PATH:" in *":$link:"*) ;; *) echo "put it on your PATH to run it: export PATH=\"$link:\$PATH\"" ;; esac
