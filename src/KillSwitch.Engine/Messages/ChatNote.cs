using KillSwitch.Engine.Json;

namespace KillSwitch.Engine.Messages;

/// <summary>
/// A custom notification of AWS's chat integration (Amazon Q Developer in chat applications), schema 1.0. What is longer than a chat shows
/// is cut here, as a notification that breaks the schema is dropped without a word.
/// </summary>
internal sealed record ChatNote
{
    /// <summary>Slack's bound on a section is 3,000 characters; AWS adds words of its own.</summary>
    public const int LongestDescription = 2_800;

    private const int LongestTitle = 200;
    private const int LongestStep = 300;
    private const int MostSteps = 5;
    private const int MostKeywords = 5;
    private const int LongestWord = 70;

    /// <summary>Markdown, one line.</summary>
    public required string Title { get; init; }

    /// <summary>Markdown.</summary>
    public required string Description { get; init; }

    public IReadOnlyList<string> NextSteps { get; init; } = [];

    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>What goes together in one thread; null for a message of its own.</summary>
    public string? ThreadId { get; init; }

    /// <summary><c>stop</c>, <c>notice</c>, <c>logsSilent</c>, …</summary>
    public required string EventType { get; init; }

    public IReadOnlyList<string> Resources { get; init; } = [];

    public IReadOnlyList<(string Name, string Value)> Context { get; init; } = [];

    public string ToJson() => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("version", "1.0");
        json.WriteString("source", "custom");
        json.WriteStartObject("content");
        json.WriteString("textType", "client-markdown");
        json.WriteString("title", SafeText.Cut(Title, LongestTitle));
        json.WriteString("description", End(Description, LongestDescription));
        Array("nextSteps", NextSteps.Take(MostSteps).Select(step => End(step, LongestStep)));
        Array("keywords", Keywords.Where(word => word.Length > 0).Take(MostKeywords).Select(word => SafeText.Cut(word, LongestWord)));
        json.WriteEndObject();
        json.WriteStartObject("metadata");
        if (ThreadId is { } thread)
        {
            json.WriteString("threadId", thread);
            json.WriteString("summary", SafeText.Cut(Title, LongestTitle));
        }

        json.WriteString("eventType", EventType);
        Array("relatedResources", Resources);
        json.WriteStartObject("additionalContext");
        foreach (var (name, value) in Context)
            json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();

        void Array(string name, IEnumerable<string> words)
        {
            var some = words.ToList();
            if (some.Count == 0)
                return;
            json.WriteStartArray(name);
            foreach (var word in some)
                json.WriteStringValue(word);
            json.WriteEndArray();
        }
    });

    // At the end of a line, so that no mark is left open.
    private static string End(string text, int most)
    {
        if (text.Length <= most)
            return text;
        var cut = text[..(most - 2)];
        var line = cut.LastIndexOf('\n');
        return (line > 0 ? cut[..(line + 1)] : cut.Replace('`', '\'')) + "…";
    }
}
