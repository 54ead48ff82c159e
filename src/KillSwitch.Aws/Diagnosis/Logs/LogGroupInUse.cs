using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Aws.Logging;

namespace KillSwitch.Aws.Diagnosis.Logs;

/// <summary>
/// The log group that records come from: the one that Bedrock writes to, or, while it writes to none, the one that the deployment meant.
/// </summary>
internal static class LogGroupInUse
{
    /// <summary>Null where neither is known.</summary>
    public static async Task<string?> FindAsync(DoctorContext account, string region, CancellationToken cancellation) =>
        await LogDelivery.AskAsync(account.Bedrock(region), cancellation) is LogDelivery.Group group ? group.Name : account.Place.LogGroup;
}
