#!/usr/bin/env bash
# After a deployment that failed: a stack whose first creation was rolled back is of no use, and stands in the way of the next
# deployment. The CDK deletes it before it begins anew, but for the protection that it has put on the stack itself: that is taken off here.
# A stack that was ever deployed keeps its protection.
#
#   eng/after-failed-deploy.sh STACK
#
# AWS_CLI names the command line of AWS.
set -euo pipefail
stack=${1:?usage: eng/after-failed-deploy.sh STACK}
region=(${AWS_REGION:+--region "$AWS_REGION"})

status=$("${AWS_CLI:-aws}" cloudformation describe-stacks "${region[@]}" --stack-name "$stack" \
  --query 'Stacks[0].StackStatus' --output text 2>/dev/null) || exit 0
case "$status" in ROLLBACK_COMPLETE | ROLLBACK_FAILED) ;; *) exit 0 ;; esac

"${AWS_CLI:-aws}" cloudformation update-termination-protection "${region[@]}" --no-enable-termination-protection \
  --stack-name "$stack" >/dev/null
echo "$stack was never deployed, and nothing of it is left but its name: mend what is said above and deploy again" >&2
