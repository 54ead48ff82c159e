#!/usr/bin/env bash
# Makes the templates of a release, side by side, where what makes them has changed: eng/templates.sh KillSwitch.Infra.dll
#
# Each is found from a hundred and more that the CDK makes under different options, which takes a minute.
set -euo pipefail
cd "$(dirname "$0")/.."
infra=$1 folder=artifacts/templates
makers=()
for what in guard sensor; do
  [ "$folder/$what.template.json" -nt "$infra" ] && [ "$folder/$what.any-name.template.json" -nt "$infra" ] && continue
  dotnet "$infra" template "$what" "$folder" &
  makers+=($!)
done
for maker in "${makers[@]}"; do wait "$maker"; done
