using System.Text.Json;

namespace KillSwitch.Core.InvocationLog;

/// <summary>
/// Reads the counts in a body: Converse's <c>usage</c>, Claude's, OpenAI's, Cohere's <c>billed_units</c>, Titan's <c>results</c>, and
/// <c>amazon-bedrock-invocationMetrics</c>. Their names do not clash. A count that cannot be one is missing.
/// </summary>
internal static class UsageCounts
{
    public static void Read(ref JsonCursor cursor, ref TokenCounts counts)
    {
        if (cursor.ValueKind != (byte)'{')
        {
            cursor.SkipValue();
            return;
        }

        cursor.ReadValue();
        while (cursor.ReadName())
            ReadMember(ref cursor, ref counts);
    }

    /// <summary>Titan's answers to one prompt, each with its own count.</summary>
    public static void ReadResults(ref JsonCursor cursor, ref TokenCounts counts)
    {
        if (cursor.ValueKind != (byte)'[')
        {
            cursor.SkipValue();
            return;
        }

        cursor.ReadValue();
        while (cursor.Read() && cursor.Token != JsonTokenType.EndArray)
        {
            if (cursor.Token != JsonTokenType.StartObject)
            {
                cursor.SkipContainer();
                continue;
            }

            var tokens = TokenCounts.Missing;
            while (cursor.ReadName())
            {
                if (cursor.Bytes.SequenceEqual("tokenCount"u8))
                    ReadCount(ref cursor, ref tokens);
                else
                    cursor.SkipValue();
            }

            if (tokens >= 0)
                counts.Output = Sum(counts.Output, tokens);
        }
    }

    public static void ReadCount(ref JsonCursor cursor, ref long count)
    {
        cursor.ReadValue();
        if (cursor.Token == JsonTokenType.Number && Counts.Fault(cursor.Bytes, out var value) is null)
            count = value;
        else
            cursor.SkipContainer();
    }

    private static void ReadMember(ref JsonCursor cursor, ref TokenCounts counts)
    {
        var name = cursor.Bytes;
        if (name.SequenceEqual("inputTokens"u8) || name.SequenceEqual("input_tokens"u8) || name.SequenceEqual("inputTokenCount"u8))
        {
            ReadCount(ref cursor, ref counts.Input);
        }
        else if (name.SequenceEqual("outputTokens"u8) || name.SequenceEqual("output_tokens"u8)
            || name.SequenceEqual("outputTokenCount"u8) || name.SequenceEqual("completion_tokens"u8))
        {
            ReadCount(ref cursor, ref counts.Output);
        }
        else if (name.SequenceEqual("cacheReadInputTokens"u8) || name.SequenceEqual("cache_read_input_tokens"u8)
            || name.SequenceEqual("cacheReadInputTokenCount"u8))
        {
            ReadCount(ref cursor, ref counts.CacheRead);
        }
        else if (name.SequenceEqual("cacheWriteInputTokens"u8) || name.SequenceEqual("cache_creation_input_tokens"u8)
            || name.SequenceEqual("cacheWriteInputTokenCount"u8))
        {
            ReadCount(ref cursor, ref counts.CacheWrite);
        }
        else if (name.SequenceEqual("prompt_tokens"u8))
        {
            ReadCount(ref cursor, ref counts.Input);
            counts.InputIncludesCached = true;
        }
        else if (name.SequenceEqual("prompt_tokens_details"u8) || name.SequenceEqual("input_tokens_details"u8))
        {
            counts.InputIncludesCached = true;
            ReadObject(ref cursor, ref counts);
        }
        else if (name.SequenceEqual("cached_tokens"u8) || name.SequenceEqual("prompt_cache_hit_tokens"u8))
        {
            counts.InputIncludesCached = true;
            ReadCount(ref cursor, ref counts.CacheRead);
        }
        else if (name.SequenceEqual("totalTokens"u8) || name.SequenceEqual("total_tokens"u8))
        {
            ReadCount(ref cursor, ref counts.Total);
        }
        else if (name.SequenceEqual("cache_creation"u8) || name.SequenceEqual("billed_units"u8))
        {
            ReadObject(ref cursor, ref counts);
        }
        else if (name.SequenceEqual("cacheDetails"u8))
        {
            ReadDetails(ref cursor, ref counts);
        }
        else
        {
            cursor.SkipValue();
        }
    }

    private static void ReadObject(ref JsonCursor cursor, ref TokenCounts counts)
    {
        if (cursor.ValueKind != (byte)'{')
        {
            cursor.SkipValue();
            return;
        }

        cursor.ReadValue();
        while (cursor.ReadName())
        {
            if (cursor.Bytes.SequenceEqual("cached_tokens"u8))
                ReadCount(ref cursor, ref counts.CacheRead);
            else if (cursor.Bytes.SequenceEqual("cache_write_tokens"u8))
                ReadCount(ref cursor, ref counts.CacheWrite);
            else if (cursor.Bytes.SequenceEqual("input_tokens"u8))
                ReadCount(ref cursor, ref counts.Input);
            else if (cursor.Bytes.SequenceEqual("output_tokens"u8))
                ReadCount(ref cursor, ref counts.Output);
            else if (cursor.Bytes.SequenceEqual("ephemeral_5m_input_tokens"u8))
                ReadCount(ref cursor, ref counts.CacheWrite5m);
            else if (cursor.Bytes.SequenceEqual("ephemeral_1h_input_tokens"u8))
                ReadCount(ref cursor, ref counts.CacheWrite1h);
            else
                cursor.SkipValue();
        }
    }

    private static void ReadDetails(ref JsonCursor cursor, ref TokenCounts counts)
    {
        if (cursor.ValueKind != (byte)'[')
        {
            cursor.SkipValue();
            return;
        }

        cursor.ReadValue();
        while (cursor.Read() && cursor.Token != JsonTokenType.EndArray)
        {
            if (cursor.Token == JsonTokenType.StartObject)
                ReadDetail(ref cursor, ref counts);
            else
                cursor.SkipContainer();
        }
    }

    private static void ReadDetail(ref JsonCursor cursor, ref TokenCounts counts)
    {
        var (isOneHour, isFiveMinutes, tokens) = (false, false, TokenCounts.Missing);
        while (cursor.ReadName())
        {
            if (cursor.Bytes.SequenceEqual("inputTokens"u8))
            {
                ReadCount(ref cursor, ref tokens);
            }
            else if (cursor.Bytes.SequenceEqual("ttl"u8) && cursor.ValueKind == (byte)'"')
            {
                cursor.ReadValue();
                isOneHour = cursor.Bytes.SequenceEqual("1h"u8);
                isFiveMinutes = cursor.Bytes.SequenceEqual("5m"u8);
            }
            else
            {
                cursor.SkipValue();
            }
        }

        if (isOneHour && tokens >= 0)
            counts.CacheWrite1h = Sum(counts.CacheWrite1h, tokens);
        if (isFiveMinutes && tokens >= 0)
            counts.CacheWrite5m = Sum(counts.CacheWrite5m, tokens);
    }

    private static long Sum(long counted, long tokens) => Math.Min(TokenCounts.Largest, Math.Max(counted, 0) + tokens);
}
