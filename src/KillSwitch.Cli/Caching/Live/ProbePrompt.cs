using System.Globalization;
using System.Text;

namespace KillSwitch.Cli.Caching.Live;

/// <summary>
/// A long prompt that nobody has sent before. Its words are common English ones, so that every tokenizer makes at least one
/// token of each; what follows the cache point differs from call to call, so that a gateway that keeps whole answers does not
/// give the first one again.
/// </summary>
internal sealed record ProbePrompt(string Long)
{
    /// <summary>The answer is not looked at.</summary>
    public const int AnswerTokens = 16;

    /// <summary>A word is one token or a little more; no tokenizer makes more than this of ours.</summary>
    public const decimal MostTokensPerWord = 1.5m;

    private static readonly string[] Words =
    [
        "the", "house", "stands", "near", "water", "and", "people", "walk", "over", "long", "road", "with", "light", "from",
        "small", "fire",
        "while", "old", "trees", "move", "under", "wind", "some", "children", "play", "after", "school", "then", "go", "home", "before",
            "night",
        "every", "day", "starts", "early", "work", "takes", "time", "but", "food", "is", "good", "when", "friends", "come", "in", "spring",
    ];

    /// <param name="nonce">At the very beginning, so that nothing of an earlier prompt is a prefix of this one.</param>
    /// <param name="words">At least so many tokens.</param>
    public static ProbePrompt Of(Guid nonce, int words)
    {
        var text = new StringBuilder("Text ").Append(nonce.ToString("D")).Append(" follows. It means nothing, and is to be ignored.\n");
        var state = BitConverter.ToUInt64(nonce.ToByteArray());
        for (var i = 0; i < words; i++)
        {
            // Any scatter will do, as long as it is the same for both calls.
            state = unchecked((state * 6364136223846793005) + 1442695040888963407);
            text.Append(Words[(int)((state >> 33) % (ulong)Words.Length)]).Append(i % 16 == 15 ? ".\n" : " ");
        }

        return new ProbePrompt(text.ToString());
    }

    /// <param name="call">From 1.</param>
    public static string Question(int call) =>
        string.Create(CultureInfo.InvariantCulture, $"This is question {call}. Answer with the word yes.");
}
