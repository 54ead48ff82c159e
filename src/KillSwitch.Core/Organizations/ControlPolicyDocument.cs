using KillSwitch.Core.Denies;

namespace KillSwitch.Core.Organizations;

/// <summary>What the two service control policies of the guard have in common.</summary>
public static class ControlPolicyDocument
{
    /// <summary>The characters that a service control policy may have, white space counted.</summary>
    public const int MaximumLength = 10_240;

    internal const string Caller = "aws:PrincipalArn";

    internal static readonly string[] Spending = [.. SpendingDeny.SpendingActions];

    private static readonly DenyStatement Detaching = Protecting("DetachTheStop");
    private static readonly DenyStatement Tagging = Protecting("RetagTheStop");

    /// <summary>
    /// What would let somebody go or keep people from hearing; the organization's own policies, from an account that may manage them. Goes
    /// with <see cref="OfPreparedDenies"/>.
    /// </summary>
    internal static readonly string[] Undoing =
    [
        .. Detaching.Actions, .. Protecting("TurnInvocationLoggingOff").Actions, GuardDeny.Unsubscribe,
        "organizations:DetachPolicy", "organizations:UpdatePolicy", "organizations:DeletePolicy",
    ];

    /// <summary>Holds for a call that names a prepared deny, and for one that names no policy, as it has no word of any.</summary>
    internal static readonly DenyCondition OfPreparedDenies =
        Detaching.Condition! with { Operator = Detaching.Condition.Operator + "IfExists" };

    /// <summary>Denies to change what is the guard's own, and the tags of the stopped. Reading stays allowed.</summary>
    /// <param name="guard">What is the guard's; null for the prepared denies alone.</param>
    /// <param name="whom">Whom it concerns, as a condition on <see cref="Caller"/>.</param>
    internal static DenyStatement[] Protection(GuardResources? guard, DenyCondition whom) =>
    [
        new("ChangeTheGuard", GuardDeny.Reading, [.. guard?.Arns ?? [], .. StopProtection.Prepared], whom) { IsAllBut = true },
        // A statement of its own: one of the tags does not hold for calls without any, not with `IfExists` either.
        Tagging with { Condition = whom, Also = [Tagging.Condition!] },
    ];

    private static DenyStatement Protecting(string sid) => StopProtection.Statements.Single(statement => statement.Sid == sid);
}
