#!/usr/bin/env bash
# Installs the packed tool as a person does, and runs it: eng/check-tool.sh artifacts/packages
set -euo pipefail
packages=$(realpath "$1")
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
# Other sources are looked at as well: --add-source adds, and the tool needs none of them. A cached package of the same version would be taken
# instead of the new one, so that it gets a cache of its own.
export NUGET_PACKAGES=$here/cache
version=$(basename "$(ls -t "$packages"/KillSwitch.Bedrock.Cli.*.nupkg | head -n 1)" .nupkg)
version=${version#KillSwitch.Bedrock.Cli.}
dotnet tool install KillSwitch.Bedrock.Cli --tool-path "$here/bin" --add-source "$packages" --version "$version" >"$here/log" 2>&1 || { cat "$here/log" >&2; exit 1; }
cd "$here"
PATH=$here/bin:$PATH
said=$(killswitch --version)
[ "${said%%+*}" = "$version" ] || { echo "the tool says it is $said and was packed as $version" >&2; exit 1; }
killswitch init >/dev/null
killswitch policy check killswitch.yaml >/dev/null
# Into files: a reader that goes once it knows enough ends the writer with a failure.
killswitch simulate incident --output json >incident
grep -q '"withoutGuard": 37901.73' incident || { echo "the incident does not replay" >&2; exit 1; }
killswitch completion bash | bash -n
killswitch man >man
grep -q '^\.TH "KILLSWITCH"' man
release=$(dirname "$(find "$here/bin/.store" -name killswitch.dll -print -quit)")/release
[ -f "$release/release.json" ] || { echo "the tool lacks what it deploys: there is no folder release beside killswitch.dll" >&2; exit 1; }
grep -qF "\"$version\"" "$release/release.json" || { echo "the tool $version carries another release: $(cat "$release/release.json")" >&2; exit 1; }
(cd "$release" && sha256sum --check --strict --quiet SHA256SUMS)
for file in {guard,sensor}{,.any-name}.template.json kill-switch-lambda-{x86_64,arm64}.zip; do
  grep -q "  $file\$" "$release/SHA256SUMS" || { echo "the tool's release lacks $file" >&2; exit 1; }
done
echo "killswitch $version installs as a tool and runs"
