using System.Text.Json;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.InvocationLog;

/// <summary>
/// The little that an answer's body adds to its envelope: counts that the envelope lacks, how long cache writes live, the
/// service tier, the model behind a name that hides it. Only known places are looked at, at its top and at the top of a
/// stream's last word, and a body is never judged: what cannot be read is missing. A body, and an element of a stream, may be a
/// string that holds its JSON, several values of it, or the lines of server-sent events.
/// </summary>
/// <param name="envelope">The envelope's counts.</param>
/// <param name="naming">Where the answer may name the model behind a name that hides it.</param>
/// <param name="texts">Room for what stands in strings.</param>
internal ref struct OutputBody(TokenCounts envelope, AnswerNaming naming, ByteBuffer texts)
{
    /// <summary>So often a string's text may start as JSON and be none; a failure costs more than its bytes.</summary>
    private const int MostDamaged = 4;

    /// <summary>Bedrock's own totals of a stream.</summary>
    private TokenCounts _metrics = new();

    /// <summary>What a Claude stream says at its start.</summary>
    private TokenCounts _start = new();

    private TokenCounts _usage = new();
    private bool _metStart;
    private bool _metModel;
    private int _damaged;
    private ReadOnlySpan<byte> _named;
    private ReadOnlySpan<byte> _traced;

    public ServiceTier Tier { get; private set; }

    /// <summary>A trace that may hold what guardrails looked at; empty where there is none.</summary>
    public ReadOnlySpan<byte> Guardrail { get; private set; }

    /// <summary>Whether the call was served by latency-optimized inference; null where the answer does not say.</summary>
    public bool? IsLatencyOptimized { get; private set; }

    /// <summary>A guardrail answered in the model's place.</summary>
    public bool IsBlocked { get; private set; }

    /// <summary>How the body names the model that served; empty where it does not.</summary>
    public readonly ReadOnlySpan<byte> Named => IsTraced ? _traced : _named;

    /// <summary>Bedrock says it, not the model.</summary>
    public readonly bool IsTraced => !_traced.IsEmpty;

    /// <summary>A message of Claude's says it. Of other models a server may repeat what the caller wrote into the request.</summary>
    public bool IsMessage { get; private set; }

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
    /// there is anything to split, and no name of a model is looked for that has yet to come.
    /// </summary>
    /// <param name="envelope">Its counts.</param>
    /// <param name="naming">Where a model's name is looked for.</param>
    /// <param name="metStart">A Claude stream's start was met.</param>
    /// <param name="metModel">The name that a model writes was met.</param>
    public static bool IsEnough(in TokenCounts envelope, AnswerNaming naming, bool metStart, bool metModel) => envelope.HasAll
        && naming switch { AnswerNaming.None => true, AnswerNaming.InAnswer => metStart || metModel, _ => false }
        && (metStart || envelope.CacheWrite == 0);

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

    private void ReadEscaped(ReadOnlySpan<byte> text, bool mayRepeat = false)
    {
        var start = texts.Written.Length;
        texts.AppendUnescaped(text);
        ReadText(texts.Written[start..], mayRepeat);
    }

    private void ReadText(ReadOnlySpan<byte> text, bool mayRepeat)
    {
        try
        {
            ReadValues(text, mayRepeat);
        }
        catch (JsonException) when (++_damaged < MostDamaged)
        {
            // What was found before the damage stands.
        }
    }

    /// <summary>Of JSON, of several values of it, or of server-sent events.</summary>
    private void ReadValues(ReadOnlySpan<byte> text, bool mayRepeat = false)
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
                    ReadElement(ref cursor, mayRepeat);
                else
                    ReadStream(ref cursor, mayRepeat);
                if (IsEnough(envelope, naming, _metStart, _metModel))
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

    private void ReadStream(ref JsonCursor cursor, bool mayRepeat)
    {
        while (cursor.Read() && cursor.Token != JsonTokenType.EndArray)
        {
            if (cursor.Token == JsonTokenType.StartObject)
                ReadElement(ref cursor, mayRepeat);
            else if (cursor.Token == JsonTokenType.String)
                ReadEscaped(cursor.Bytes, mayRepeat);
            else
                cursor.SkipContainer();
            if (IsEnough(envelope, naming, _metStart, _metModel))
                return;
        }
    }

    /// <param name="cursor">At the element's brace.</param>
    /// <param name="mayRepeat">It is metadata, in which a server may repeat what the caller wrote: texts in it say nothing.</param>
    private void ReadElement(ref JsonCursor cursor, bool mayRepeat = false)
    {
        var model = default(ReadOnlySpan<byte>);
        var isMessage = false;
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
                case BodyField.Message when !mayRepeat:
                    _metStart = true;
                    ReadMessage(ref cursor);
                    break;
                case BodyField.ServiceTier when !mayRepeat || cursor.ValueKind == (byte)'{':
                    ReadTier(ref cursor);
                    break;
                case BodyField.PerformanceConfig:
                    IsLatencyOptimized = PerformanceConfig.Read(ref cursor) ?? IsLatencyOptimized;
                    break;
                case BodyField.Nested when cursor.ValueKind == (byte)'{':
                    var isMetadata = mayRepeat || !(cursor.Bytes.SequenceEqual("response"u8) || cursor.Bytes.SequenceEqual("chunk"u8));
                    cursor.ReadValue();
                    ReadElement(ref cursor, isMetadata);
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
                case BodyField.Trace or BodyField.GuardrailTrace when cursor.ValueKind == (byte)'{':
                    TakeTrace(cursor.SkipValueText());
                    break;
                case BodyField.Bytes when cursor.ValueKind == (byte)'"':
                    cursor.ReadValue();
                    ReadBytes(cursor.Bytes, mayRepeat);
                    break;
                case BodyField.GuardrailAction when !mayRepeat:
                    IsBlocked |= IsText(ref cursor, "INTERVENED"u8);
                    break;
                case BodyField.Model when naming != AnswerNaming.None && !mayRepeat:
                    _metModel = true;
                    model = Name(ref cursor);
                    break;
                case BodyField.Type when naming != AnswerNaming.None && !mayRepeat:
                    isMessage = IsText(ref cursor, "message"u8);
                    break;
                default:
                    cursor.SkipValue();
                    break;
            }
        }

        Take(model, isMessage);
    }

    /// <summary>The first name that is met stands.</summary>
    private void Take(ReadOnlySpan<byte> model, bool isMessage)
    {
        if (!_named.IsEmpty || model.IsEmpty)
            return;
        _named = model;
        IsMessage = isMessage;
    }

    private void ReadBytes(ReadOnlySpan<byte> base64, bool mayRepeat)
    {
        var start = texts.Written.Length;
        texts.AppendDecoded(base64);
        ReadText(texts.Written[start..], mayRepeat);
    }

    /// <summary>A name that is a string without escapes, as an ARN or an id is; empty for any other value.</summary>
    private static ReadOnlySpan<byte> Name(scoped ref JsonCursor cursor)
    {
        if (cursor.ValueKind != (byte)'"')
        {
            cursor.SkipValue();
            return default;
        }

        cursor.ReadValue();
        return cursor.IsEscaped ? default : cursor.Bytes;
    }

    private static bool IsText(ref JsonCursor cursor, ReadOnlySpan<byte> wanted)
    {
        if (cursor.ValueKind != (byte)'"')
        {
            cursor.SkipValue();
            return false;
        }

        cursor.ReadValue();
        return cursor.Bytes.SequenceEqual(wanted);
    }

    private void ReadMessage(ref JsonCursor cursor)
    {
        if (cursor.ValueKind != (byte)'{')
        {
            cursor.SkipValue();
            return;
        }

        cursor.ReadValue();
        var model = default(ReadOnlySpan<byte>);
        var isMessage = false;
        while (cursor.ReadName())
        {
            switch (BodyFields.OfElement(cursor.Bytes))
            {
                case BodyField.Usage:
                    UsageCounts.Read(ref cursor, ref _start);
                    break;
                case BodyField.Model when naming != AnswerNaming.None:
                    model = Name(ref cursor);
                    break;
                case BodyField.Type when naming != AnswerNaming.None:
                    isMessage = IsText(ref cursor, "message"u8);
                    break;
                default:
                    cursor.SkipValue();
                    break;
            }
        }

        Take(model, isMessage);
        // A stream that has just begun has not counted its output.
        _start.Output = TokenCounts.Missing;
    }

    private void TakeTrace(ReadOnlySpan<byte> trace)
    {
        if (trace.IndexOf("PolicyUnits"u8) >= 0)
            Guardrail = trace;
        if (naming != AnswerNaming.InTrace)
            return;
        var cursor = new JsonCursor(trace);
        cursor.ReadValue();
        ReadTrace(ref cursor);
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
            else if (cursor.Bytes.SequenceEqual("invokedModelId"u8))
            {
                _traced = Name(ref cursor);
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
