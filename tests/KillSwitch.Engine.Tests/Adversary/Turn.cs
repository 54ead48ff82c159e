namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>
/// A policy since it is in force, and when the watch has carried out what it changes: at once, and once more when no meter goes by the one
/// before.
/// </summary>
internal sealed class Turn(long at, PolicySpec policy)
{
    /// <summary>From then on no meter goes by the policy before.</summary>
    private const long Again = 120;

    public long At { get; } = at;

    public PolicySpec Policy { get; } = policy;

    public long? FirstRun { get; private set; }

    public long? SecondRun { get; private set; }

    /// <summary>What the policy that the history begins with needs nobody to carry out.</summary>
    public static Turn First(long at, PolicySpec policy) => new(at, policy) { FirstRun = at, SecondRun = at };

    public void Watched(long at)
    {
        if (FirstRun is null)
            FirstRun = at;
        else if (SecondRun is null && at >= FirstRun + Again)
            SecondRun = at;
    }

    /// <summary>Whether the watch has carried it out since something was done by a meter that may have gone by the policy before.</summary>
    public bool IsCarriedOutSince(long at) => at <= FirstRun || (SecondRun is not null && at <= SecondRun);
}
