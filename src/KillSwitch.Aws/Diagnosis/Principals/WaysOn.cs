using System.Runtime.CompilerServices;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Core.Denies;
using KillSwitch.Core.OtherKeys;
using KillSwitch.Core.Policies;

namespace KillSwitch.Aws.Diagnosis.Principals;

/// <summary>How principals under a cap spend past it: unmetered before a stop, by another identity after it.</summary>
/// <param name="Roads">What no record meters, and who may use it; none where the policy denies it and everybody is held.</param>
/// <param name="Keys">The worst first.</param>
public sealed record WaysOn(IReadOnlyList<OpenRoad> Roads, IReadOnlyList<KeyRing> Keys)
{
    /// <summary>By a policy; the same policy is judged once.</summary>
    public static Task<WaysOn> FindAsync(DoctorContext account, Policy policy, CancellationToken cancellation) =>
        account.OnceAsync("ways on/" + RuntimeHelpers.GetHashCode(policy), async () =>
        {
            var all = await account.IdentitiesAsync(cancellation);
            return new WaysOn(OpenRoads.Of(all, policy), new KeySearch(all, policy).Run());
        });

    /// <summary>The same of the policy in force; null where AWS does not let that be seen.</summary>
    public static Task<WaysOn?> TryFindAsync(DoctorContext account, CancellationToken cancellation) =>
        LookRefusal.TryAsync(async () => await FindAsync(account, (await account.PolicyAsync(cancellation)).Policy, cancellation));

    /// <summary>The same of another policy.</summary>
    public static Task<WaysOn?> TryFindAsync(DoctorContext account, Policy policy, CancellationToken cancellation) =>
        LookRefusal.TryAsync(() => FindAsync(account, policy, cancellation));
}
