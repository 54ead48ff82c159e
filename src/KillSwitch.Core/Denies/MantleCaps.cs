using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;

namespace KillSwitch.Core.Denies;

/// <summary>
/// Whom <c>mantle: deny</c> keeps from the mantle endpoint: principals under a cap of their own. That endpoint writes no invocation logs, so
/// no cap on a principal or a session can count what is called there.
/// </summary>
public static class MantleCaps
{
    /// <summary>Whether some rule of the policy cuts this principal or a session of its by a limit; what a rule asks besides of session, model, region or tag may yet come true.</summary>
    public static bool Concern(Policy policy, Principal principal) => IsDenied(policy) && PrincipalCaps.On(policy, principal).Any();

    /// <summary>Whether anybody is kept from it: a policy that observes cuts nothing.</summary>
    public static bool IsDenied(Policy policy) => policy is { Mantle: MantleAccess.Deny, Mode: PolicyMode.Enforce };
}
