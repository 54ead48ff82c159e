using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Policies;
using KillSwitch.Engine.Health;

namespace KillSwitch.Aws.Diagnosis.Cuts;

/// <summary>Whether people are kept from what is denied at all times, as the watch saw it last.</summary>
internal static class HoldFinding
{
    /// <param name="account">What is looked at.</param>
    /// <param name="hold">What is denied.</param>
    /// <param name="policy">In force.</param>
    /// <param name="from">What is denied, in a few words.</param>
    public static async Task<Finding> OfAsync(
        DoctorContext account, StandingHold hold, Policy policy, string from, CancellationToken cancellation) =>
        Judge(hold, policy, from, await account.ConditionAsync(hold.Condition, cancellation));

    internal static Finding Judge(StandingHold hold, Policy policy, string from, Condition? open) =>
        !hold.IsInForce(policy)
            ? Finding.Warning(
                $"`{hold}` keeps nobody from {from} while the policy observes",
                "`mode: enforce` in the policy, then killswitch policy apply")
        : open is not null ? Finding.Fault(Sentence.Of(open.Text), Sentence.Of(open.Remedy))
        : Finding.Ok($"`{hold}` keeps {(hold.IsOnEverybody ? "everyone but the exempt" : "principals under a cap")} from {from}");
}
