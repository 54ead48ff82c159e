#!/usr/bin/env bash
# Packages the Lambda program for one architecture: artifacts/lambda/ARCH/bootstrap and nothing else.
# Native where the toolchain is there; self-contained, trimmed and compiled ahead of time (ReadyToRun) elsewhere.
#
#   eng/package-lambda.sh x86_64|arm64 [native|self-contained]
#
# The second word asks for one way only; OUTPUT names another folder.
set -euo pipefail
cd "$(dirname "$0")/.."

arch=${1:-} way=${2:-}
case "$arch" in
  x86_64) gcc_prefix=x86_64-linux-gnu ;;
  arm64) gcc_prefix=aarch64-linux-gnu ;;
  *) echo "usage: $0 x86_64|arm64 [native|self-contained]" >&2; exit 2 ;;
esac
case "$way" in '' | native | self-contained) ;; *) echo "$0: \`$way\` is neither native nor self-contained" >&2; exit 2 ;; esac

output=${OUTPUT:-artifacts/lambda/$arch}
# Amazon Linux 2023, on which provided.al2023 runs, has this one.
newest_glibc=2.34

machine=$(uname -m)
[ "$machine" = aarch64 ] && machine=arm64

# The compiler driver that links for the architecture; fails where there is none.
linker() {
  [ "$(uname -s)" = Linux ] || return 1
  if [ "$machine" = "$arch" ]; then
    command -v clang || command -v gcc
  else
    command -v "$gcc_prefix-gcc"
  fi
}

publish() { # way, then further properties
  local build=$PWD/artifacts/lambda-build/$arch-$1 native=false
  [ "$1" = native ] && native=true
  shift
  rm -rf "$build/out"
  dotnet publish src/KillSwitch.Lambda -c Release -v quiet -clp:NoSummary -nodeReuse:false \
    --artifacts-path "$build" -o "$build/out" \
    -p:LambdaArchitecture="$arch" -p:LambdaNative=$native -p:RunAnalyzers=false "$@" || return 1
  rm -rf "$output"
  mkdir -p "$output"
  cp "$build/out/bootstrap" "$output/bootstrap"
  chmod 755 "$output/bootstrap"
}

publish_native() {
  local driver prefix=''
  driver=$(linker) || { echo "no compiler that links for $arch" >&2; return 1; }
  [ "$machine" = "$arch" ] || prefix=$gcc_prefix-
  publish native -p:CppCompilerAndLinker="$driver" -p:ObjCopyName="${prefix}objcopy"
}

check_glibc() {
  command -v objdump >/dev/null || { echo "  glibc: not checked, objdump is missing"; return 0; }
  local newest
  newest=$(objdump -T "$output/bootstrap" 2>/dev/null | sed -nE 's/.*\(?GLIBC_([0-9.]+)\)?.*/\1/p' | sort -Vu | tail -n 1)
  # Of a foreign architecture objdump may read nothing; readelf reads them all.
  [ -n "$newest" ] || newest=$(readelf -W --dyn-syms "$output/bootstrap" | sed -nE 's/.*@GLIBC_([0-9.]+).*/\1/p' | sort -Vu | tail -n 1)
  if [ -z "$newest" ]; then
    echo "$0: no glibc symbol found in $output/bootstrap: is it a Linux program?" >&2
    return 1
  fi
  if [ "$(printf '%s\n' "$newest" "$newest_glibc" | sort -V | tail -n 1)" != "$newest_glibc" ]; then
    echo "$0: $output/bootstrap needs glibc $newest, and Lambda has $newest_glibc: package on an older system, or self-contained" >&2
    return 1
  fi
  echo "  glibc: $newest or newer (Lambda has $newest_glibc)"
}

# The program itself says whether it takes a truncated gzip for a whole one: a run-time switch that a publish could lose.
check_gzip() {
  [ "$(uname -s)" = Linux ] && [ "$machine" = "$arch" ] || { echo "  truncated gzip: not checked, this machine cannot run $arch"; return 0; }
  local facts
  facts=$("$output/bootstrap" diagnose)
  if ! grep -q '"refusesTruncatedGzip":true' <<<"$facts"; then
    echo "$0: $output/bootstrap takes a truncated gzip for a whole one: $facts" >&2
    return 1
  fi
  echo "  truncated gzip: refused"
}

taken=''
if [ "$way" != self-contained ]; then
  if publish_native && check_glibc && check_gzip; then
    taken='native (AOT)'
  elif [ "$way" = native ]; then
    echo "$0: no native program for $arch could be made on this machine" >&2
    rm -rf "$output"
    exit 1
  else
    echo "$arch: falling back to a self-contained program" >&2
  fi
fi
if [ -z "$taken" ]; then
  if publish self-contained && check_glibc && check_gzip; then
    taken='self-contained, trimmed, ReadyToRun'
  else
    echo "$0: neither a native nor a self-contained program for $arch could be made; the errors stand above" >&2
    rm -rf "$output"
    exit 1
  fi
fi
bytes=$(wc -c <"$output/bootstrap")
echo "$arch: $output/bootstrap, $taken, $((bytes / 1024)) KiB"
