using System.Runtime.CompilerServices;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Core.Policies;

namespace KillSwitch.Aws.Diagnosis.Principals;

/// <summary>Why somebody is out of reach.</summary>
public enum Reach
{
    /// <summary>Root of the account.</summary>
    Root,

    /// <summary>A role of a service of AWS's own.</summary>
    ServiceLinked,

    /// <summary>A role of IAM Identity Center.</summary>
    IdentityCenter,

    /// <summary>It holds as many policies as it may.</summary>
    PolicyLimit,

    /// <summary>It holds as many policies as it may, and has no place for the deny of a session or of a model.</summary>
    NoRoomForPart,

    /// <summary>It belongs to another account, or is no role and no user.</summary>
    OtherAccount,

    /// <summary>
    /// Whoever assumes it may pass tags that hide those of a stop: it is stopped as a whole, but no session and no model of it.
    /// </summary>
    PassesStopTags,
}

/// <summary>Somebody who may spend and cannot be stopped, or not in every way.</summary>
/// <param name="Principal"><c>role/NAME</c>, <c>user/NAME</c>, <c>root</c> or an ARN.</param>
/// <param name="Reach">Why.</param>
/// <param name="Reason">The same as one sentence.</param>
/// <param name="Remedy">What a person can do about it; null for nothing.</param>
public sealed record Unstoppable(string Principal, Reach Reach, string Reason, string? Remedy);

/// <summary>Who is out of reach, and who is meant to be.</summary>
/// <param name="Unstoppable">In the order of their names.</param>
/// <param name="Exempt">Who may spend and is never stopped, as the policy says.</param>
public sealed record OutOfReach(IReadOnlyList<Unstoppable> Unstoppable, IReadOnlyList<string> Exempt)
{
    /// <summary>By the policy in force; null where AWS does not let that be seen.</summary>
    public static Task<OutOfReach?> TryFindAsync(DoctorContext account, CancellationToken cancellation) =>
        LookRefusal.TryAsync(() => FindAsync(account, cancellation));

    internal static async Task<OutOfReach> FindAsync(DoctorContext account, CancellationToken cancellation) =>
        await FindAsync(account, (await account.PolicyAsync(cancellation)).Policy, cancellation);

    /// <summary>By another policy; the same policy is judged once.</summary>
    internal static Task<OutOfReach> FindAsync(DoctorContext account, Policy policy, CancellationToken cancellation) =>
        account.OnceAsync(
            "out of reach/" + RuntimeHelpers.GetHashCode(policy), () => Reachability.FindAsync(account, policy, cancellation));
}
