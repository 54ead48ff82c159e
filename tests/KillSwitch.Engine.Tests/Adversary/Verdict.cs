namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>What did not hold, and after which step of the history, the first being 0.</summary>
internal sealed record Verdict(string Invariant, string Detail, int Step)
{
    public override string ToString() => $"{Invariant}: {Detail}";
}

/// <summary>Something that must be true is not.</summary>
internal sealed class ViolationException(string invariant, string detail) : Exception($"{invariant}: {detail}")
{
    public string Invariant { get; } = invariant;

    public string Detail { get; } = detail;
}
