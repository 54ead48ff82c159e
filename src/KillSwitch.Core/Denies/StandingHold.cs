using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Settings;

namespace KillSwitch.Core.Denies;

/// <summary>
/// What principals are kept from at all times, without a stop: spending that no record of an invocation tells, so that no cap on a
/// principal or a session can count it. The policy asks for it or the deployment.
/// </summary>
public sealed record StandingHold
{
    private readonly Func<Policy, bool> _isAsked;

    private StandingHold(string name, string request, string condition, Func<Policy, bool> isAsked)
    {
        (Name, Request, Condition) = (name, request, condition);
        _isAsked = isAsked;
    }

    /// <summary>The mantle endpoint, which writes no invocation logs.</summary>
    public static StandingHold Mantle { get; } =
        new("mantle", "mantle: deny", GuardCondition.MantleOpen, policy => policy.Mantle == MantleAccess.Deny);

    /// <summary>Everything else that no record meters.</summary>
    public static StandingHold Unmetered { get; } =
        new("unmetered", "unmetered: deny", GuardCondition.UnmeteredOpen, policy => policy.Unmetered == UnmeteredUse.Deny);

    /// <summary>Bedrock in every region whose records nobody takes in.</summary>
    /// <param name="isAsked">Whether the deployment asks for it.</param>
    public static StandingHold OtherRegions(bool isAsked) =>
        new("otherRegions", "otherRegions=deny", GuardCondition.OtherRegionsOpen, _ => isAsked) { IsOnEverybody = true };

    /// <summary>The key of the policy's head, or the option of the deployment, that asks for it.</summary>
    public string Name { get; }

    /// <summary>What asks for it, as people write it.</summary>
    public string Request { get; }

    /// <summary>What is wrong where somebody cannot be kept from it.</summary>
    public string Condition { get; }

    /// <summary>Whether it is on everybody but the exempt; else only on those under a cap of their own.</summary>
    public bool IsOnEverybody { get; private init; }

    /// <summary>Whether anybody is kept from it: a policy that observes cuts nothing.</summary>
    public bool IsInForce(Policy policy) => _isAsked(policy) && policy.Mode == PolicyMode.Enforce;

    /// <summary>Whether this principal is kept from it, where it is not exempt.</summary>
    public bool Concerns(Policy policy, Principal principal) =>
        IsInForce(policy) && (IsOnEverybody || PrincipalCaps.IsUnder(policy, principal));

    public override string ToString() => Request;
}
