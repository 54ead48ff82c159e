namespace KillSwitch.Core.RunningWork;

/// <summary>What a stop means for a job that runs.</summary>
public abstract record JobVerdict
{
    private JobVerdict()
    {
    }

    /// <param name="Reason">Why, as the end of "stopped, as …".</param>
    public sealed record Stop(string Reason) : JobVerdict;

    /// <summary>It is somebody else's.</summary>
    public sealed record Leave : JobVerdict;

    /// <summary>Whose it is cannot be told: it is never stopped for that.</summary>
    /// <param name="Reason">What is not known, as the end of "still runs, as …".</param>
    public sealed record Unknown(string Reason) : JobVerdict;
}
