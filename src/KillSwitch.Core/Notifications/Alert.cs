namespace KillSwitch.Core.Notifications;

/// <summary>A message that is about no counter and no stop: the guard's own trouble, someone who undid its work, a budget.</summary>
public sealed record Alert
{
    /// <summary>Two or three words in capitals: <c>GUARD BLIND</c>.</summary>
    public required string Head { get; init; }

    /// <summary>What it is about, in a few words: <c>no invocation logs in us-east-1</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>One or more whole sentences.</summary>
    public required string Text { get; init; }

    /// <summary>What a person is to do, as one sentence or a command; null where there is nothing to do.</summary>
    public string? Remedy { get; init; }

    /// <summary>What kind of message it is, for programs: <c>logsSilent</c>, <c>tampering</c>, <c>budget</c>.</summary>
    public required string Kind { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The id of the stop in whose thread of a chat it stands; null for a message of its own.</summary>
    public string? Thread { get; init; }

    /// <summary>Whether it answers in a chat, and nobody else hears it.</summary>
    public bool IsForChatAlone { get; init; }

    /// <summary>Labels and what they say, in order, for people and programs; labels in camel case.</summary>
    public IReadOnlyList<(string Label, string Value)> Details { get; init; } = [];
}
