using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;

namespace KillSwitch.Engine.ByHand;

/// <summary>Lifts a stop for a person. The keys that were deactivated with it come first, and the deny holds until then.</summary>
public sealed class RestoreByHand(Restoration restoration, KeySwitch keys)
{
    /// <param name="stop">As it was read.</param>
    /// <param name="policy">What is in force.</param>
    /// <param name="raise">What is granted beyond the limit, in its unit; 0 for nothing.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The stop as its keys left it, and what the restore came to.</returns>
    public async ValueTask<(Stop Stop, RestoreResult Result)> RunAsync(
        Stop stop, Policy policy, decimal raise, Asker.Heard by, DateTimeOffset now, CancellationToken cancellation)
    {
        var switched = await keys.ReactivateAsync(stop, by, now, cancellation);
        return (switched.Stop, switched is KeyResult.Wrong { Keys: var wrong }
            ? new RestoreResult.KeysOff(wrong)
            : await restoration.RunAsync(switched.Stop, policy, raise, by.Arn, now, cancellation));
    }
}
