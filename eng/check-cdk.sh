#!/usr/bin/env bash
# Synthesizes docs/examples/cdk-app from the packed construct, outside of the repository, and holds its template against the one that this
# repository's own app makes under the same options: eng/check-cdk.sh artifacts/packages
# With STORY=1 (make package-cdk does so) the account's first story is told on what that app deploys, under the stories' own options.
set -euo pipefail
packages=$(realpath "$1")
cd "$(dirname "$0")/.."
root=$PWD
version=$(basename "$(ls -t "$packages"/KillSwitch.Bedrock.Cdk.*.nupkg | head -n 1)" .nupkg)
version=${version#KillSwitch.Bedrock.Cdk.}
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
# NuGet would take what it knows of the same version.
rm -rf "${NUGET_PACKAGES:-$HOME/.nuget/packages}/killswitch.bedrock.cdk/$version"
cp docs/examples/cdk-app/{Program.cs,CdkApp.csproj,cdk.json} "$here/"
dotnet build infra/KillSwitch.Infra -c Release -p:RunAnalyzers=false -v quiet -clp:NoSummary
export JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=true

(cd "$here" && CDK_OUTDIR=$here/theirs dotnet run -v quiet --property:RestoreAdditionalProjectSources="$packages" \
  --property:KillSwitchVersion="$version")
for architecture in x86_64 arm64; do
  cmp <(unzip -p "$here"/bin/Debug/net10.0/killswitch-release/kill-switch-lambda-$architecture.zip bootstrap) "artifacts/lambda/$architecture/bootstrap"
done
CDK_OUTDIR=$here/ours CDK_CONTEXT_JSON='{"email":"oncall@example.com","operators":"role/oncall"}' \
  dotnet infra/KillSwitch.Infra/bin/Release/net10.0/KillSwitch.Infra.dll
cd "$here"
node "$root/eng/same-template.mjs" theirs/KillSwitch.template.json ours/KillSwitch.template.json
if [ -n "${STORY:-}" ]; then
  sed -i -e '/Email = /d' -e 's#Operators = .*#Operators = ["user/admin"], Lease = ["user/agent-leased", "role/agent-leased-role"], RetainData = false,\
    TerminationProtection = false, OwnerTopics = ["arn:aws:sns:us-east-1:123456789012:agents", "arn:aws:sns:eu-west-1:123456789012:agents"],#' Program.cs
  CDK_OUTDIR=$here/story CDK_CONTEXT_JSON='{"@aws-cdk/core:bootstrapQualifier":"localhost"}' dotnet run -v quiet \
    --property:RestoreAdditionalProjectSources="$packages" --property:KillSwitchVersion="$version"
  KILLSWITCH_ASSEMBLY=$here/story dotnet "$root/tests/KillSwitch.Account.Tests/bin/Release/net10.0/KillSwitch.Account.Tests.dll" -noColor -noLogo \
    -method '*.BreachStories.A_runaway_is_denied_an_innocent_is_not_and_a_restore_lets_it_through_again'
fi
echo "KillSwitch.Bedrock.Cdk $version: the example app synthesizes, and its guard is the one of this repository's app"
