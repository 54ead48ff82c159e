namespace KillSwitch.Core.Invocations;

/// <summary>
/// A batch job that has ended, all of it as one record: neither the invocation log nor CloudWatch's metrics of calls tell of it.
/// </summary>
public sealed record BatchInvocation : Invocation
{
    /// <summary>How many records of the job the model answered.</summary>
    public required long Records { get; init; }

    public override long Calls => Math.Max(Records, 1);

    public override bool IsBatchJob => true;
}
