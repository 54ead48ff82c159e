#!/usr/bin/env bash
# Deploys home and then a sensor in each further region, or removes all of it the other way round.
#
#   eng/deploy.sh deploy|destroy [-c NAME=VALUE ...] [OPTION OF THE CDK ...]
#
# CDK and AWS_CLI name the programs. `regions=all` stands for every region that the account has enabled, that has Bedrock, and that the CDK
# was bootstrapped in. The CDK knows the stacks by the ids that the app gives them, whatever they are called. On removal the sensors are
# those that were deployed, whatever is named.
set -euo pipefail
cd "$(dirname "$0")/.."

verb=$1
shift
cdk=${CDK:-infra/node_modules/.bin/cdk} aws=${AWS_CLI:-aws}
# AWS's command line knows the one, the CDK the other.
[ -z "${AWS_REGION:-}" ] || export AWS_DEFAULT_REGION=$AWS_REGION

stack=KillSwitch regions='' qualifier=hnb659fds
rest=()
while [ $# -gt 0 ]; do
  case "$1 ${2:-}" in
    "-c regions="*) regions=${2#regions=} && shift 2 && continue ;;
    "-c stackName="*) stack=${2#stackName=} ;;
    "-c @aws-cdk/core:bootstrapQualifier="*) qualifier=${2#*=} ;;
    "--profile "*) export AWS_PROFILE=$2 ;;
  esac
  rest+=("$1")
  shift
done

# What home's parameter says of its sensors; nothing where there is no home, and a failure where that cannot be read.
deployed_sensors() {
  local said
  if said=$("$aws" ssm get-parameter --name "/killswitch/$stack/guard" --query Parameter.Value --output text 2>&1); then
    sed -nE 's/.*"sensors":"([^"]*)".*/\1/p' <<< "$said"
  elif [[ $said != *ParameterNotFound* ]]; then
    echo "which regions have a sensor cannot be read: $said" >&2
    return 1
  fi
}

bootstrapped() { "$aws" ssm get-parameter --name "/cdk-bootstrap/$qualifier/version" --region "$1" > /dev/null 2>&1; }

has_bedrock() { "$aws" bedrock get-model-invocation-logging-configuration --region "$1" > /dev/null 2>&1; }

enabled_regions() {
  "$aws" account list-regions --region-opt-status-contains ENABLED ENABLED_BY_DEFAULT --query 'Regions[].RegionName' --output text \
    | tr '\t' '\n'
}

run() { "$cdk" "$@" --no-notices ${regions:+-c "regions=$regions"} "${rest[@]}"; }

unprotect() { # stack, then the region where it is not that of the credentials
  local place=(--stack-name "$1" ${2:+--region "$2"})
  [ "$("$aws" cloudformation describe-stacks "${place[@]}" --query 'Stacks[0].EnableTerminationProtection' --output text)" != True ] \
    || "$aws" cloudformation update-termination-protection --no-enable-termination-protection "${place[@]}" > /dev/null
}

remove_sensor() { # region
  if "$aws" cloudformation describe-stacks --stack-name "$stack-sensor" --region "$1" > /dev/null 2>&1; then
    unprotect "$stack-sensor" "$1"
    run destroy --force --exclusively "KillSwitch-sensor-$1"
  fi
}

has() { case ",$1," in *",$2,"*) return 0 ;; *) return 1 ;; esac }

if [ "$verb" = destroy ]; then
  before=$(deployed_sensors) || { echo "nothing was removed" >&2; exit 1; }
  regions=$before
  for region in ${before//,/ }; do remove_sensor "$region"; done
  unprotect "$stack" ''
  run destroy --force --exclusively KillSwitch
  exit
fi
# Whoever deploys by the CDK's own roles may not read it: no sensor is removed then.
before=$(deployed_sensors) || before=

if [ "$regions" = all ]; then
  regions=''
  for region in $(enabled_regions); do
    has_bedrock "$region" || continue
    if bootstrapped "$region"; then
      regions=$regions${regions:+,}$region
    else
      echo "not heard: $region, which the CDK was not bootstrapped in: make bootstrap CONTEXT=aws://ACCOUNT/$region, then deploy again" >&2
    fi
  done
fi

# Home hears its own region.
home=${AWS_REGION:-${AWS_DEFAULT_REGION:-$("$aws" configure get region || true)}}
regions=$(tr ',' '\n' <<< "$regions" | grep -vxF -e "$home" -e '' | paste -sd, || true)

missing=''
for region in ${regions//,/ }; do
  bootstrapped "$region" || missing="$missing make bootstrap CONTEXT=aws://ACCOUNT/$region;"
done
if [ -n "$missing" ]; then
  echo "nothing was deployed: a sensor needs a region that the CDK was bootstrapped in:${missing%;}" >&2
  exit 1
fi

# A region that is no longer asked for: its logging is put back while home still lets its sensor write.
wanted=$regions
regions=$before
for region in ${before//,/ }; do has "$wanted" "$region" || remove_sensor "$region"; done
regions=$wanted

run deploy KillSwitch || { code=$? && eng/after-failed-deploy.sh "$stack" || true; exit "$code"; }
[ -n "$regions" ] || exit 0
run deploy --exclusively "KillSwitch-sensor-*" || {
  code=$?
  for region in ${regions//,/ }; do AWS_REGION=$region eng/after-failed-deploy.sh "$stack-sensor" || true; done
  exit "$code"
}
