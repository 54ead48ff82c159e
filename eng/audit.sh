#!/usr/bin/env bash
# Asks the registries for known vulnerabilities of every package, and says so where a registry cannot answer.
# Exit code 1: something is vulnerable. A registry without such data is no failure, and no all-clear either.
set -uo pipefail
cd "$(dirname "$0")/.."
vulnerable=0 unanswered=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# A version with a published advisory (GHSA-5crp-9r3c-p9vr): a registry that does not name it has no data.
cat >"$scratch/canary.csproj" <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
<ItemGroup><PackageReference Include="Newtonsoft.Json" Version="12.0.3" /></ItemGroup></Project>
PROJECT
if ! dotnet restore "$scratch/canary.csproj" -v quiet >"$scratch/log" 2>&1; then
  echo "NuGet: not answered: the registry does not give out the package that is asked about to test it"
  unanswered=1
elif ! dotnet list "$scratch/canary.csproj" package --vulnerable 2>&1 | grep -q GHSA-5crp-9r3c-p9vr; then
  echo "NuGet: not answered: the registry has no data on vulnerabilities (it does not know that Newtonsoft.Json 12.0.3 has one)"
  unanswered=1
elif dotnet list KillSwitch.sln package --vulnerable --include-transitive >"$scratch/nuget" 2>&1 && ! grep -qE '^ +> ' "$scratch/nuget"; then
  echo "NuGet: no known vulnerability in any package"
else
  grep -E '^(Project|   \[| +> )' "$scratch/nuget"
  vulnerable=1
fi

for folder in infra eng/prices eng/policy-proof; do
  (cd "$folder" && npm audit --json) >"$scratch/npm" 2>/dev/null
  case $(node -p "const a = JSON.parse(require('fs').readFileSync('$scratch/npm', 'utf8')); a.metadata?.vulnerabilities?.total ?? 'none'" 2>/dev/null || echo none) in
    none) echo "npm, $folder: not answered: the registry has no data on vulnerabilities"; unanswered=1 ;;
    0) echo "npm, $folder: no known vulnerability in any package" ;;
    *) (cd "$folder" && npm audit); vulnerable=1 ;;
  esac
done

if [ "$vulnerable" -ne 0 ]; then exit 1; fi
if [ "$unanswered" -ne 0 ]; then echo "What was not answered is not known to be safe: run this where the registries answer."; fi
