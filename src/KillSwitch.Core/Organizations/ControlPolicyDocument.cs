using KillSwitch.Core.Denies;

namespace KillSwitch.Core.Organizations;

/// <summary>What the two service control policies of the guard have in common.</summary>
public static class ControlPolicyDocument
{
    /// <summary>The characters that a service control policy may have, white space counted.</summary>
    public const int MaximumLength = 10_240;

    internal const string Caller = "aws:PrincipalArn";

    /// <summary>What would lift a stop of the organization, from an account that may manage its policies.</summary>
    internal static readonly string[] Lifting = ["organizations:DetachPolicy", "organizations:UpdatePolicy", "organizations:DeletePolicy"];

    internal static readonly string[] Spending = [.. SpendingDeny.SpendingActions];
}
