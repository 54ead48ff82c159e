using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Core.Denies;

namespace KillSwitch.Aws.Diagnosis.Cuts;

/// <summary>Whether those under a cap are kept from what the policy denies them, as the watch saw it last.</summary>
internal static class HoldFinding
{
    /// <param name="account">What is looked at.</param>
    /// <param name="hold">What the policy denies.</param>
    /// <param name="from">The same in a few words.</param>
    public static async Task<Finding> OfAsync(DoctorContext account, CapHold hold, string from, CancellationToken cancellation) =>
        (await account.ConditionsAsync(cancellation)).FirstOrDefault(one => one.Condition.Kind == hold.Condition) is { } open
            ? Finding.Fault(Sentence.Of(open.Condition.Text), Sentence.Of(open.Condition.Remedy))
            : Finding.Ok($"`{hold}` keeps principals under a cap from {from}");
}
