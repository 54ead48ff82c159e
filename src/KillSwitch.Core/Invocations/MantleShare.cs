namespace KillSwitch.Core.Invocations;

/// <summary>
/// One caller's part of the tokens that the mantle endpoint's metrics count of a model and a project in a minute. It is no call: those are
/// counted by themselves.
/// </summary>
public sealed record MantleShare : MantleInvocation
{
    /// <summary>For how many calls the tokens are, rounded up.</summary>
    public required long Covered { get; init; }

    /// <summary>Several share the minute, or some of its calls are not told of: the part is the mean of a call, times the calls.</summary>
    public required bool IsEstimated { get; init; }

    public override long Calls => 0;

    public override long PricedCalls => Covered;

    public override bool IsRestated => true;
}
