using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Stops;

namespace KillSwitch.Engine.ByHand;

/// <summary>What a raise came to.</summary>
public abstract record RaiseResult
{
    private RaiseResult()
    {
    }

    /// <summary>Nothing was granted. The reason is one sentence without a full stop.</summary>
    public sealed record Refused(string Reason) : RaiseResult;

    /// <param name="Hit">The counter.</param>
    /// <param name="Measured">In the limit's unit.</param>
    /// <param name="Limit">With all that was granted.</param>
    /// <param name="Until">When the room ends; under a trailing window without a time of its own, when it may leave the window.</param>
    /// <param name="Stop">The open stop of the counter, which is to be restored; null for none.</param>
    public sealed record Done(RuleHit Hit, decimal Measured, decimal Limit, DateTimeOffset Until, Stop? Stop) : RaiseResult;
}
