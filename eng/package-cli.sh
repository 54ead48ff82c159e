#!/usr/bin/env bash
# Makes the command line one file that needs no .NET: artifacts/cli/PLATFORM/killswitch, or killswitch.exe.
#
#   eng/package-cli.sh linux-x64|linux-arm64|osx-x64|osx-arm64|win-x64 ...
#
# It is self-contained, so that any machine makes it for every platform. Nothing is cut out of it: the parser of command lines and the AWS SDK
# look at types while they run.
set -euo pipefail
cd "$(dirname "$0")/.."

[ $# -gt 0 ] || { echo "usage: $0 PLATFORM ..." >&2; exit 2; }
for platform in "$@"; do
  case "$platform" in
    linux-x64 | linux-arm64 | osx-x64 | osx-arm64) name=killswitch ;;
    win-x64) name=killswitch.exe ;;
    *) echo "$0: \`$platform\` is not allowed; allowed: linux-x64, linux-arm64, osx-x64, osx-arm64, win-x64" >&2; exit 2 ;;
  esac
  build=$PWD/artifacts/cli-build/$platform output=artifacts/cli/$platform
  rm -rf "$build/out" "$output"
  # Aside from the other builds, whose packages are those of the lock files.
  dotnet publish src/KillSwitch.Cli -c Release -v quiet -clp:NoSummary -nodeReuse:false --artifacts-path "$build" -o "$build/out" \
    -p:CliRuntime="$platform" -p:Version="$(eng/version.sh)" -p:RunAnalyzers=false
  mkdir -p "$output"
  cp "$build/out/$name" "$output/$name"
  chmod 755 "$output/$name"
  echo "$platform: $output/$name, $(($(wc -c < "$output/$name") / 1024)) KiB"
done
