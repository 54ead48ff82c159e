namespace KillSwitch.Core.RunningWork;

/// <summary>Where the guard may read what batch jobs cost, and whether anybody wants to hear of batch jobs at all.</summary>
/// <param name="All">The places; empty where nobody chose one.</param>
/// <param name="AreWanted">False where a person said <c>none</c>: batch jobs are neither counted nor told.</param>
public sealed record BatchOutputs(IReadOnlyList<BatchOutput> All, bool AreWanted)
{
    public const string None = "none";

    public static BatchOutputs Unsaid { get; } = new([], true);

    /// <summary>As a person writes them: <c>none</c>, or places with commas between them.</summary>
    /// <exception cref="FormatException">One of them is no place; the sentence says which.</exception>
    public static BatchOutputs Parse(string? text) => text switch
    {
        null or "" => Unsaid,
        None => new([], false),
        _ => new(
            [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(one => BatchOutput.Parse(one)
                ?? throw new FormatException(
                    $"`{one}` is not allowed for `batchOutputs`; allowed: BUCKET or BUCKET/PREFIX, with commas between them, or none"))],
            true),
    };

    public override string ToString() => AreWanted ? string.Join(',', All) : None;
}
