using KillSwitch.Core.Notifications;

namespace KillSwitch.Engine.Messages;

/// <summary>What there is to say, before it is laid out for a mail, a program and a chat channel.</summary>
internal sealed record Draft
{
    public required GuardAddress Guard { get; init; }

    public required string Kind { get; init; }

    public required Urgency Urgency { get; init; }

    /// <summary>In capitals: <c>STOPPED</c>.</summary>
    public required string Head { get; init; }

    /// <summary>Who or what it is about; from outside.</summary>
    public required string Name { get; init; }

    /// <summary>What follows the name in a subject, our own words: <c>: $487.90 of $500.00 (agent-cap)</c>.</summary>
    public string Tail { get; init; } = "";

    /// <summary>One or two sentences that follow the head and the name.</summary>
    public required string Sentence { get; init; }

    /// <summary>Whether the sentence needs a line of its own, as the name alone says little.</summary>
    public bool IsSentenceApart { get; init; }

    /// <summary>Read first.</summary>
    public IReadOnlyList<(string Label, string Value)> Facts { get; init; } = [];

    /// <summary>What to type; the first is the one that matters.</summary>
    public IReadOnlyList<(string Label, string Command)> Commands { get; init; } = [];

    /// <summary>What it rests on: read when there is time.</summary>
    public IReadOnlyList<(string Label, string Value)> Evidence { get; init; } = [];

    /// <summary>What looks further.</summary>
    public IReadOnlyList<(string Label, string Command)> Further { get; init; } = [];

    /// <summary>In one thread of a chat; null for none.</summary>
    public string? Thread { get; init; }

    public IReadOnlyList<string> Keywords { get; init; } = [];

    public IReadOnlyList<string> Resources { get; init; } = [];

    public IReadOnlyList<(string Name, string Value)> Context { get; init; } = [];

    public Message ToMessage(string json) =>
        new(Messages.Subject.Of(Head + Between, PlainText.Of(Name), Tail), Text(), json, Chat().ToJson())
        {
            Kind = Kind,
            Urgency = Urgency,
            Headline = $"{Head}{Between}{SafeText.Name(Name)}{Tail}",
            Command = Commands.Count > 0 ? Commands[0].Command : null,
        };

    /// <summary>An alert's head is a heading; a stop's and a level's is the verb of its name.</summary>
    private string Between => IsSentenceApart ? ": " : " ";

    private string Text()
    {
        var text = new TextLines();
        if (IsSentenceApart)
            text.Paragraph($"{Head}: {Name}").Empty().Paragraph(Sentence).Empty();
        else
            text.Paragraph($"{Head} {SafeText.Name(Name)}: {Sentence}").Empty();
        foreach (var (label, value) in Facts)
            text.Line(label, value);
        foreach (var (label, command) in Commands)
            text.Command(label, command);
        if (Evidence.Count + Further.Count > 0 && Facts.Count + Commands.Count > 0)
            text.Empty();
        foreach (var (label, command) in Further)
            text.Command(label, command);
        foreach (var (label, value) in Evidence)
            text.Line(label, value);
        return text.ToString();
    }

    private ChatNote Chat() => new()
    {
        Title = $"{Mark} {Head} {ChatText.Code(Name)}",
        Description = string.Join('\n',
        [
            ChatText.Sentence(Capital(Sentence)),
            .. Facts.Concat(Evidence).Select(fact => $"*{fact.Label}:* {ChatText.Sentence(fact.Value)}"),
        ]),
        NextSteps = [.. Commands.Concat(Further).Select(one => $"{one.Label}: {ChatText.Command(one.Command)}")],
        Keywords = [.. Keywords.Select(ChatText.Sentence)],
        ThreadId = Thread,
        EventType = Kind,
        Resources = [.. Resources.Select(PlainText.Of)],
        Context = [("stack", Guard.Stack), ("region", Guard.Region), .. Context.Select(pair => (pair.Name, PlainText.Of(pair.Value)))],
    };

    private static string Capital(string sentence) => sentence.Length == 0 ? sentence : char.ToUpperInvariant(sentence[0]) + sentence[1..];

    private string Mark => Urgency switch
    {
        Urgency.Act => ":rotating_light:",
        Urgency.Warn => ":warning:",
        Urgency.Inform => ":information_source:",
        _ => throw new InvalidOperationException($"`{Urgency}` is no urgency"),
    };
}
