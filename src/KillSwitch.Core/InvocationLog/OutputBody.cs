using System.Text.Json;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.InvocationLog;

/// <summary>
/// The little that an answer's body adds to its envelope: counts that the envelope lacks, how long cache writes live, the
/// service tier, the model that a prompt router chose. Only known places are looked at, at its top and at the top of a
/// stream's last word, and a body is never judged: what cannot be read is missing. A body, and an element of a stream, may be a
/// string that holds its JSON, several values of it, or the lines of server-sent events.
/// </summary>
/// <param name="envelope">The envelope's counts.</param>
/// <param name="namesModel">The answer may name the model that a prompt router chose.</param>
/// <param name="texts">Room for what stands in strings.</param>
internal ref struct OutputBody(TokenCounts envelope, bool namesModel, ByteBuffer texts)
{
    /// <summary>So often a string's text may start as JSON and be none; a failure costs more than its bytes.</summary>
    private const int MostDamaged = 4;

    /// <summary>Bedrock's own totals of a stream.</summary>
    private TokenCounts _metrics = new();

    /// <summary>What a Claude stream says at its start.</summary>
    private TokenCounts _start = new();

    private TokenCounts _usage = new();
    private bool _metStart;
    private int _damaged;

    public ServiceTier Tier { get; private set; }

    /// <summary>Where the body names the model that a prompt router chose; empty where it does not.</summary>
    public ReadOnlySpan<byte> Routed { get; private set; }

    /// <summary>A Claude stream has begun, and has said what its input was.</summary>
    public readonly bool HasBegun => _start.Input >= 0;

    /// <summary>The envelope's counts, completed.</summary>
    public readonly TokenCounts Counts
    {
        get
        {
            var counts = envelope;
            counts.FillFrom(_metrics);
            var start = _start;
            start.GrowTo(_usage);
            counts.FillFrom(start);
            counts.FillFrom(_usage);
            return counts;
        }
    }

    /// <summary>
    /// Whether the rest of a stream can add nothing: the envelope has every count, the split of its cache writes has been met if
    /// there is anything to split, and no router's choice stands at its end.
    /// </summary>
    public static bool IsEnough(in TokenCounts envelope, bool namesModel, bool metStart) => envelope.HasAll && !namesModel && (metStart || envelope.CacheWrite == 0);

    /// <param name="body">A JSON value.</param>
    public void Read(ReadOnlySpan<byte> body)
    {
        try
        {
            if (body is [(byte)'"', .. var text, (byte)'"'])
                ReadEscaped(text);
            else
                ReadValues(body);
        }
        catch (JsonException)
        {
            // What was found before the damage stands.
        }
    }

    private void ReadEscaped(ReadOnlySpan<byte> text)
    {
        var start = texts.Written.Length;
        texts.AppendUnescaped(text);
        ReadText(texts.Written[start..]);
    }

    private void ReadText(ReadOnlySpan<byte> text)
    {
        try
        {
            ReadValues(text);
        }
        catch (JsonException) when (++_damaged < MostDamaged)
        {
            // What was found before the damage stands.
        }
    }

    /// <summary>Of JSON, of several values of it, or of server-sent events.</summary>
    private void ReadValues(ReadOnlySpan<byte> text)
    {
        while (true)
        {
            text = text[PlainJson.SkipSpace(text, 0)..];
            if (text.IsEmpty || text.StartsWith("[DONE]"u8))
                return;
            if (text[0] is (byte)'{' or (byte)'[')
            {
                var cursor = new JsonCursor(text);
                cursor.Read();
                if (cursor.Token == JsonTokenType.StartObject)
                    ReadElement(ref cursor);
                else
                    ReadStream(ref cursor);
                if (IsEnough(envelope, namesModel, _metStart))
                    return;
                text = text[cursor.Position..];
            }
            else if (text.StartsWith("data:"u8))
            {
                text = text["data:"u8.Length..];
            }
            else
            {
                var end = text.IndexOf((byte)'\n');
                text = end < 0 ? default : text[(end + 1)..];
            }
        }
    }

    private void ReadStream(ref JsonCursor cursor)
    {
        while (cursor.Read() && cursor.Token != JsonTokenType.EndArray)
        {
            if (cursor.Token == JsonTokenType.StartObject)
                ReadElement(ref cursor);
            else if (cursor.Token == JsonTokenType.String)
                ReadEscaped(cursor.Bytes);
            else
                cursor.SkipContainer();
            if (IsEnough(envelope, namesModel, _metStart))
                return;
        }
    }

    private void ReadElement(ref JsonCursor cursor)
    {
        while (cursor.ReadName())
        {
            switch (BodyFields.OfElement(cursor.Bytes))
            {
                case BodyField.Usage:
                    UsageCounts.Read(ref cursor, ref _usage);
                    break;
                case BodyField.Metrics:
                    UsageCounts.Read(ref cursor, ref _metrics);
                    break;
                case BodyField.Message:
                    _metStart = true;
                    ReadMessage(ref cursor);
                    break;
                case BodyField.ServiceTier:
                    ReadTier(ref cursor);
                    break;
                case BodyField.Nested when cursor.ValueKind == (byte)'{':
                    cursor.ReadValue();
                    ReadElement(ref cursor);
                    break;
                case BodyField.BilledUnits:
                    UsageCounts.Read(ref cursor, ref _usage);
                    break;
                case BodyField.Results:
                    UsageCounts.ReadResults(ref cursor, ref _usage);
                    break;
                case BodyField.InputCount:
                    UsageCounts.ReadCount(ref cursor, ref _usage.Input);
                    break;
                case BodyField.OutputCount:
                    UsageCounts.ReadCount(ref cursor, ref _usage.Output);
                    break;
                case BodyField.Trace when cursor.ValueKind == (byte)'{':
                    cursor.ReadValue();
                    ReadTrace(ref cursor);
                    break;
                case BodyField.Bytes when cursor.ValueKind == (byte)'"':
                    cursor.ReadValue();
                    ReadBytes(cursor.Bytes);
                    break;
                default:
                    cursor.SkipValue();
                    break;
            }
        }
    }

    private void ReadBytes(ReadOnlySpan<byte> base64)
    {
        var start = texts.Written.Length;
        texts.AppendDecoded(base64);
        ReadText(texts.Written[start..]);
    }

    private void ReadMessage(ref JsonCursor cursor)
    {
        if (cursor.ValueKind != (byte)'{')
        {
            cursor.SkipValue();
            return;
        }

        cursor.ReadValue();
        while (cursor.ReadName())
        {
            if (BodyFields.OfElement(cursor.Bytes) == BodyField.Usage)
                UsageCounts.Read(ref cursor, ref _start);
            else
                cursor.SkipValue();
        }

        // A stream that has just begun has not counted its output.
        _start.Output = TokenCounts.Missing;
    }

    private void ReadTrace(ref JsonCursor cursor)
    {
        while (cursor.ReadName())
        {
            if (cursor.Bytes.SequenceEqual("promptRouter"u8) && cursor.ValueKind == (byte)'{')
            {
                cursor.ReadValue();
                ReadTrace(ref cursor);
            }
            else if (cursor.Bytes.SequenceEqual("invokedModelId"u8) && cursor.ValueKind == (byte)'"')
            {
                cursor.ReadValue();
                // An ARN or an id holds nothing that is escaped.
                Routed = cursor.IsEscaped ? default : cursor.Bytes;
            }
            else
            {
                cursor.SkipValue();
            }
        }
    }

    private void ReadTier(ref JsonCursor cursor)
    {
        if (cursor.ValueKind != (byte)'{')
        {
            cursor.ReadValue();
            TakeTier(ref cursor);
            return;
        }

        cursor.ReadValue();
        while (cursor.ReadName())
        {
            if (cursor.Bytes.SequenceEqual("type"u8))
            {
                cursor.ReadValue();
                TakeTier(ref cursor);
            }
            else
            {
                cursor.SkipValue();
            }
        }
    }

    private void TakeTier(ref JsonCursor cursor)
    {
        if (cursor.Token == JsonTokenType.String && cursor.Bytes.SequenceEqual("priority"u8))
            Tier = ServiceTier.Priority;
        else if (cursor.Token == JsonTokenType.String && cursor.Bytes.SequenceEqual("flex"u8))
            Tier = ServiceTier.Flex;
        else
            cursor.SkipContainer();
    }
}
