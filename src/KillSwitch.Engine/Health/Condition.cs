namespace KillSwitch.Engine.Health;

/// <summary>Something that is wrong with the guard now.</summary>
/// <param name="Kind">One of <see cref="Core.Settings.GuardCondition"/>.</param>
/// <param name="Subject">In a few words.</param>
/// <param name="Text">What it is and what it means, in whole sentences.</param>
/// <param name="Remedy">What a person is to do.</param>
public sealed record Condition(string Kind, string Subject, string Text, string Remedy)
{
    /// <summary>Told at once: it was mended when it was found, and is gone with the next look.</summary>
    public bool IsToldAtOnce { get; init; }

    /// <summary>What it is made of, where each part that comes to a condition which lasts is news.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    /// <summary>Whoever found it told of it, each of its parts once: it is kept, and told only when it is over.</summary>
    public bool IsToldElsewhere { get; init; }
}

/// <summary>A condition over time.</summary>
/// <param name="Condition">As it was seen last.</param>
/// <param name="Since">When it was seen first.</param>
/// <param name="Seen">When it was seen last.</param>
/// <param name="ToldAt">When people were told last; null while they were not.</param>
public sealed record LastingCondition(Condition Condition, DateTimeOffset Since, DateTimeOffset Seen, DateTimeOffset? ToldAt);
