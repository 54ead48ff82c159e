#!/usr/bin/env bash
# Installs the packed command line as a global .NET tool, in place of the one that is there.
set -euo pipefail
cd "$(dirname "$0")/.."
name=KillSwitch.Bedrock.Cli version=$(eng/version.sh)

# What was changed since the last commit has its version, and NuGet would take what it knows of that one.
rm -rf "${NUGET_PACKAGES:-$HOME/.nuget/packages}/${name,,}/$version"
dotnet tool uninstall --global "$name" > /dev/null 2>&1 || true
dotnet tool install --global "$name" --version "$version" --add-source artifacts/packages > /dev/null
echo "killswitch $version is installed"
command -v killswitch > /dev/null || echo "put \`$HOME/.dotnet/tools\` on your PATH to run it: export PATH=\"\$PATH:$HOME/.dotnet/tools\""
