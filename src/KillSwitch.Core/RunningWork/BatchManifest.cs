using System.Text.Json;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Json;

namespace KillSwitch.Core.RunningWork;

/// <summary>
/// What a batch job says of itself in <c>manifest.json.out</c>, beside its output. Somebody who may write to that bucket may have written
/// it.
/// </summary>
/// <param name="Records">How many records the model answered.</param>
/// <param name="Tokens">Of all of them.</param>
/// <seealso href="https://docs.aws.amazon.com/bedrock/latest/userguide/batch-inference-results.html"/>
public sealed record BatchManifest(long Records, TokenUsage Tokens)
{
    /// <summary>The file's name, under the job's id.</summary>
    public const string FileName = "manifest.json.out";

    // Far more than any job has, and far less than sums can hold.
    private const long Most = 1_000_000_000_000_000;

    /// <exception cref="FormatException">It is none, or counts no tokens of what was answered; a clause says what is wrong.</exception>
    public static BatchManifest Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            using var document = LooseJson.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                throw new FormatException("it is no JSON object");
            var input = Count(root, "inputTokenCount");
            var output = Count(root, "outputTokenCount");
            var read = Count(root, "cacheReadInputTokenCount") ?? 0;
            var write = Count(root, "cacheWriteInputTokenCount") ?? 0;
            var answered = Count(root, "successRecordCount") ?? Count(root, "processedRecordCount")
                ?? throw new FormatException("it has no `successRecordCount`");
            var tokens = new TokenUsage(input ?? 0, output ?? 0, read, write);
            return answered > 0 && tokens == default
                ? throw new FormatException("it counts no tokens of what was answered (`inputTokenCount`, `outputTokenCount`)")
                : new BatchManifest(answered, tokens);
        }
        catch (JsonException)
        {
            throw new FormatException("it is no JSON, or breaks off");
        }
    }

    private static long? Count(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var count) && count is >= 0 and <= Most
            ? count
            : throw new FormatException($"its `{name}` is no count");
    }
}
