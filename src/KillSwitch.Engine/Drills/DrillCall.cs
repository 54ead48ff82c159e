using System.Text;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.Drills;

/// <summary>One call that a drill makes.</summary>
/// <param name="Way">By which operation.</param>
/// <param name="Model">As it is called: an id, or that of a profile.</param>
/// <param name="Prompt">What is asked.</param>
/// <param name="MaxTokens">The most that may be answered.</param>
public sealed record DrillCall(DrillWay Way, string Model, string Prompt, int MaxTokens)
{
    // What a model's own template, a role and a schema put around a prompt.
    private const int Around = 256;

    /// <summary>The model whose price counts, where it is called by another name.</summary>
    public string PricedAs { get; init; } = Model;

    /// <summary>What goes before the prompt and is to be cached; null for nothing.</summary>
    public string? Cached { get; init; }

    /// <summary>More tokens than any tokenizer makes of what is sent: one of each byte.</summary>
    public TokenUsage AtMost
    {
        get
        {
            var cached = Cached is null ? 0 : Encoding.UTF8.GetByteCount(Cached);
            return new TokenUsage(
                InputTokens: Encoding.UTF8.GetByteCount(Prompt) + Around, OutputTokens: MaxTokens, CacheWriteInputTokens: cached);
        }
    }
}
