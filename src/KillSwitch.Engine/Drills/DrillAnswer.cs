namespace KillSwitch.Engine.Drills;

/// <summary>What became of a call.</summary>
/// <param name="Began">When it was sent.</param>
/// <param name="Ended">When the whole of the answer was there.</param>
public abstract record DrillAnswer(DateTimeOffset Began, DateTimeOffset Ended)
{
    /// <summary>The model answered.</summary>
    /// <param name="RequestId">As the answer's header has it.</param>
    /// <param name="Counts">What the answer says that it took; null where it says nothing.</param>
    public sealed record Served(string RequestId, ReportedCounts? Counts, DateTimeOffset Began, DateTimeOffset Ended)
        : DrillAnswer(Began, Ended);

    /// <summary>IAM refused it.</summary>
    /// <param name="RequestId">Null where the answer has none.</param>
    /// <param name="Why">In AWS's words, one clause.</param>
    public sealed record Denied(string? RequestId, string Why, DateTimeOffset Began, DateTimeOffset Ended) : DrillAnswer(Began, Ended);

    /// <summary>The model, the account or the endpoint does not do that: it cost nothing.</summary>
    public sealed record Unable(string Why, DateTimeOffset Began, DateTimeOffset Ended) : DrillAnswer(Began, Ended);

    /// <summary>No answer came, or none that says whether it cost anything.</summary>
    public sealed record Failed(string Why, DateTimeOffset Began, DateTimeOffset Ended) : DrillAnswer(Began, Ended);

    /// <summary>It was not made: it could have passed the budget.</summary>
    public sealed record Unaffordable(string Why, DateTimeOffset Began) : DrillAnswer(Began, Began);

    /// <summary>Why there is nothing to be seen in it; null where it was served.</summary>
    public string? Reason => this switch
    {
        Served => null,
        Denied denied => $"IAM refused it: {denied.Why}",
        Unable unable => unable.Why,
        Failed failed => failed.Why,
        Unaffordable one => one.Why,
        _ => throw new InvalidOperationException($"`{this}` is no answer"),
    };
}
