#!/usr/bin/env bash
# What a release's page holds, in artifacts/release. `make release` makes first what it needs: the templates and artifacts/payload.
#
# A TAG that is not of this version (v and eng/version.sh) is refused. PLATFORMS names some of the platforms; all of them are the default.
set -euo pipefail
cd "$(dirname "$0")/.."

version=$(eng/version.sh) tag=${TAG:-}
if [ -n "$tag" ] && [ "$tag" != "v$version" ]; then
  echo "$0: the tag is $tag, and what is built here is v$version: tag the commit as v$version, or raise the version in Directory.Build.props" >&2
  exit 2
fi
platforms=${PLATFORMS:-linux-x64 linux-arm64 osx-x64 osx-arm64 win-x64}
release=artifacts/release
rm -rf "$release"
mkdir -p "$release"
cp artifacts/payload/* "$release/"

eng/pack-tool.sh
eng/pack-cdk.sh
cp "artifacts/packages/KillSwitch.Bedrock."{Cli,Cdk}".$version.nupkg" "$release/"

# The program, and beside it what it deploys.
# shellcheck disable=SC2086
eng/package-cli.sh $platforms
for platform in $platforms; do
  folder=artifacts/archives/$platform
  rm -rf "$folder"
  mkdir -p "$folder"
  cp -r "artifacts/cli/$platform/." "$folder/"
  cp -r artifacts/payload "$folder/release"
  cp LICENSE THIRD-PARTY-NOTICES.md "$folder/"
  case "$platform" in
    win-*) python3 eng/zip.py "$release/killswitch-$platform.zip" "$folder" ;;
    *)
      tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=go-w -C "$folder" -c . \
        | gzip -9n > "$release/killswitch-$platform.tar.gz"
      ;;
  esac
done

cp eng/install.sh "$release/install.sh"
rm -rf artifacts/archives/terraform
cp -r integrations/terraform artifacts/archives/terraform
cp -r artifacts/payload artifacts/archives/terraform/release
python3 eng/zip.py "$release/terraform-module.zip" artifacts/archives/terraform
node eng/supply-chain/sbom.mjs > /dev/null
cp artifacts/sbom/{lambda,cli}.cdx.json "$release/"
eng/sums.sh "$release"
ls -l "$release"
