using System.Text.Json;
using KillSwitch.Core.Caching.Probes;

namespace KillSwitch.Cli.Caching.Live;

/// <summary>
/// Reads <c>usage</c> of a chat completion in the spellings that gateways have: OpenAI's
/// <c>prompt_tokens_details.cached_tokens</c>, Anthropic's <c>cache_read_input_tokens</c> and <c>cache_creation_input_tokens</c>
/// (LiteLLM gives both), Converse's <c>cacheReadInputTokens</c>.
/// </summary>
internal static class ReportedUsage
{
    private static readonly string[] Reads = ["cached_tokens", "cache_read_input_tokens", "cacheReadInputTokens", "cache_read_tokens"];
    private static readonly string[] Writes =
        ["cache_creation_input_tokens", "cache_creation_tokens", "cache_write_tokens", "cacheWriteInputTokens", "cache_write_input_tokens"];

    /// <summary>Null without a usage object.</summary>
    public static ProbeUsage? Read(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("usage", out var usage)
            || usage.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        List<JsonElement> places = [usage];
        foreach (var name in (string[])["prompt_tokens_details", "input_tokens_details"])
        {
            if (usage.TryGetProperty(name, out var details) && details.ValueKind == JsonValueKind.Object)
                places.Add(details);
        }

        var (read, written) = (Largest(places, Reads), Largest(places, Writes));
        // OpenAI counts cached tokens among the prompt's, the others beside the input's.
        var input = Largest([usage], ["prompt_tokens"])
            ?? ((Largest([usage], ["input_tokens", "inputTokens"]) ?? 0) + (read ?? 0) + (written ?? 0));
        return new ProbeUsage(input, read, written);
    }

    private static long? Largest(List<JsonElement> places, string[] names)
    {
        long? largest = null;
        foreach (var place in places)
        {
            foreach (var name in names)
            {
                if (place.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
                    && value.TryGetInt64(out var number) && number >= 0)
                {
                    largest = Math.Max(largest ?? 0, number);
                }
            }
        }

        return largest;
    }
}
