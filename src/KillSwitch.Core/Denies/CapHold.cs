using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Settings;

namespace KillSwitch.Core.Denies;

/// <summary>
/// What a policy keeps principals under a cap of their own from at all times: spending that no record of an invocation tells, so that no
/// cap on a principal or a session can count it.
/// </summary>
public sealed record CapHold
{
    private readonly Func<Policy, bool> _isAsked;

    private CapHold(string name, string condition, Func<Policy, bool> isAsked)
    {
        (Name, Condition) = (name, condition);
        _isAsked = isAsked;
    }

    /// <summary>The mantle endpoint, which writes no invocation logs.</summary>
    public static CapHold Mantle { get; } = new("mantle", GuardCondition.MantleOpen, policy => policy.Mantle == MantleAccess.Deny);

    /// <summary>Everything else that no record meters.</summary>
    public static CapHold Unmetered { get; } =
        new("unmetered", GuardCondition.UnmeteredOpen, policy => policy.Unmetered == UnmeteredUse.Deny);

    /// <summary>The key of the policy's head that asks for it.</summary>
    public string Name { get; }

    /// <summary>What is wrong where somebody cannot be kept from it.</summary>
    public string Condition { get; }

    /// <summary>Whether anybody is kept from it: a policy that observes cuts nothing.</summary>
    public bool IsInForce(Policy policy) => _isAsked(policy) && policy.Mode == PolicyMode.Enforce;

    /// <summary>Whether this principal is kept from it.</summary>
    public bool Concerns(Policy policy, Principal principal) => IsInForce(policy) && PrincipalCaps.IsUnder(policy, principal);

    public override string ToString() => $"{Name}: deny";
}
