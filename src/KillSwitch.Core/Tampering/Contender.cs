using KillSwitch.Core.Denies;

namespace KillSwitch.Core.Tampering;

/// <summary>How to make a tool leave the guard's work alone, by what it calls itself.</summary>
public static class Contender
{
    /// <param name="userAgent">As CloudTrail shows it; null where it did not.</param>
    /// <returns>Without a full stop.</returns>
    public static string Advice(string? userAgent)
    {
        return userAgent switch
        {
            null => "find in CloudTrail who undoes it, and keep them from it",
            // Whoever lists the deny there has it attached for good.
            _ when Says("Terraform") || Says("OpenTofu") =>
                "Terraform undoes what its configuration does not name: `lifecycle { ignore_changes = [policy_arns] }` in "
                    + "aws_iam_role_policy_attachments_exclusive (aws_iam_user_…) or `[managed_policy_arns]` in aws_iam_role, "
                + $"and `ignore_tags {{ key_prefixes = [\"{StopTag.KeyPrefix}\"] }}` in the provider; do not list the deny itself, which "
                    + "would put it on for good",
            _ when Says("Pulumi") =>
                "Pulumi undoes what its program does not name: `ignoreChanges: [\"managedPolicyArns\", \"policyArns\", \"tags\"]` on the "
                    + "role or user",
            _ when Says("cloudformation") =>
                "CloudFormation undoes it: leave the role or user out of what the stack updates while the stop stands",
            _ when Says("crossplane") =>
                "Crossplane undoes what its resources do not name: take the attachments and tags of the role or user out of what it "
                    + "manages",
            _ => "keep whoever undoes it from it",
        };

        bool Says(string name) => userAgent.Contains(name, StringComparison.OrdinalIgnoreCase);
    }
}
