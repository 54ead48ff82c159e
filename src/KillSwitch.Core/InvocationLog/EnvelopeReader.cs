using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.InvocationLog;

/// <summary>Reads a record's envelope: the record's own fields, and those of <c>input</c> and <c>output</c> but their bodies.</summary>
internal sealed class EnvelopeReader(RecordTexts texts)
{
    private byte[] _unescaped = new byte[512];

    /// <summary>
    /// Returns where the record ends, which starts with a brace. Throws <see cref="JsonException"/>; what was met before stands in the
    /// envelope.
    /// </summary>
    public int Read(ReadOnlySpan<byte> json, ref Envelope envelope)
    {
        var cursor = new JsonCursor(json);
        cursor.ReadValue();
        while (cursor.ReadName())
            ReadField(ref cursor, ref envelope);
        return cursor.Position;
    }

    private void ReadField(ref JsonCursor cursor, ref Envelope envelope)
    {
        var field = Fields.OfRecord(Text(cursor));
        if (field == Field.Unknown)
        {
            cursor.SkipValue();
            return;
        }

        envelope.Meet(field);
        switch (field)
        {
            case Field.Timestamp:
                ReadTimestamp(ref cursor, ref envelope);
                break;
            case Field.AccountId:
                ReadPooled(ref cursor, ref envelope, field, texts.Accounts, ref envelope.Account);
                break;
            case Field.Region:
                ReadPooled(ref cursor, ref envelope, field, texts.Regions, ref envelope.Region);
                break;
            case Field.Operation:
                ReadPooled(ref cursor, ref envelope, field, texts.Operations, ref envelope.Operation);
                break;
            case Field.InferenceRegion:
                ReadPooled(ref cursor, ref envelope, field, texts.Regions, ref envelope.InferenceRegion);
                break;
            case Field.ErrorCode:
                ReadPooled(ref cursor, ref envelope, field, texts.ErrorCodes, ref envelope.ErrorCode);
                break;
            case Field.SchemaType:
                ReadPooled(ref cursor, ref envelope, field, texts.SchemaTypes, ref envelope.SchemaType);
                break;
            case Field.ModelId:
                ReadPooled(ref cursor, ref envelope, field, texts.Models, ref envelope.Model);
                break;
            case Field.RequestId:
                ReadRequestId(ref cursor, ref envelope);
                break;
            case Field.Identity:
                ReadIdentity(ref cursor, ref envelope);
                break;
            case Field.RequestMetadata:
                ReadTags(ref cursor, ref envelope);
                break;
            case Field.PerformanceConfig:
                envelope.IsLatencyOptimized = PerformanceConfig.Read(ref cursor) == true;
                break;
            default:
                ReadSide(field, ref cursor, ref envelope);
                break;
        }
    }

    private void ReadSide(Field side, ref JsonCursor cursor, ref Envelope envelope)
    {
        cursor.ReadValue();
        if (!IsObject(ref cursor, ref envelope, side))
            return;
        while (cursor.ReadName())
        {
            var name = Text(cursor);
            var field = Fields.OfSide(side, name);
            if (field == Field.Unknown)
            {
                var isRequest = side == Field.Input && name.SequenceEqual("inputBodyJson"u8);
                var value = cursor.SkipValue();
                envelope.Request = isRequest ? value : envelope.Request;
                continue;
            }

            envelope.Meet(field);
            switch (field)
            {
                case Field.OutputBodyJson:
                    var kind = cursor.ValueKind;
                    var body = cursor.SkipValue();
                    envelope.Body = kind is (byte)'{' or (byte)'[' or (byte)'"' ? body : default;
                    break;
                case Field.InputTokenCount:
                    ReadCount(ref cursor, ref envelope, field, ref envelope.Counts.Input);
                    break;
                case Field.CacheReadInputTokenCount:
                    ReadCount(ref cursor, ref envelope, field, ref envelope.Counts.CacheRead);
                    break;
                case Field.CacheWriteInputTokenCount:
                    ReadCount(ref cursor, ref envelope, field, ref envelope.Counts.CacheWrite);
                    break;
                default:
                    ReadCount(ref cursor, ref envelope, field, ref envelope.Counts.Output);
                    break;
            }
        }
    }

    private static void ReadCount(ref JsonCursor cursor, ref Envelope envelope, Field field, ref long count)
    {
        cursor.ReadValue();
        if (cursor.Token == JsonTokenType.Number)
        {
            if (Counts.Fault(cursor.Bytes, out var value) is { } fault)
                envelope.Damage ??= $"`{Fields.Name(field)}` {fault}";
            else
                count = value;
        }
        else if (cursor.Token != JsonTokenType.Null)
        {
            envelope.Damage ??= $"`{Fields.Name(field)}` is not a number";
            cursor.SkipContainer();
        }
    }

    private void ReadTimestamp(ref JsonCursor cursor, ref Envelope envelope)
    {
        if (!TryReadText(ref cursor, ref envelope, Field.Timestamp, out var text))
            return;
        if (!Timestamps.TryParse(text, out var time))
            envelope.Damage ??= $"`timestamp` is not a time: `{Quoted.Show(text)}`";
        else if (time < Timestamps.Earliest || time >= Timestamps.Latest)
            envelope.Damage ??= $"`timestamp` is out of range: `{Quoted.Show(text)}`";
        else
            envelope.Timestamp = time;
    }

    private void ReadRequestId(ref JsonCursor cursor, ref Envelope envelope)
    {
        if (!TryReadText(ref cursor, ref envelope, Field.RequestId, out var text) || text.IsEmpty)
            return;
        // As RecordId does: only the exact lower-case form is a GUID.
        if (text.Length == 36 && !text.ContainsAnyInRange((byte)'A', (byte)'F')
            && Utf8Parser.TryParse(text, out envelope.RequestGuid, out var used, 'D') && used == text.Length)
        {
            envelope.RequestText = "";
        }
        else if (System.Text.Unicode.Utf8.IsValid(text))
        {
            envelope.RequestText = Encoding.UTF8.GetString(text);
        }
        else
        {
            envelope.Damage ??= "`requestId` is not valid UTF-8";
        }
    }

    private void ReadIdentity(ref JsonCursor cursor, ref Envelope envelope)
    {
        cursor.ReadValue();
        if (cursor.Token != JsonTokenType.StartArray)
        {
            ReadOneIdentity(ref cursor, ref envelope);
            return;
        }

        while (true)
        {
            cursor.ReadValue();
            if (cursor.Token == JsonTokenType.EndArray)
                return;
            ReadOneIdentity(ref cursor, ref envelope);
        }
    }

    private void ReadOneIdentity(ref JsonCursor cursor, ref Envelope envelope)
    {
        if (!IsObject(ref cursor, ref envelope, Field.Identity))
            return;
        while (cursor.ReadName())
        {
            Caller? caller = null;
            if (!Text(cursor).SequenceEqual("arn"u8))
                cursor.SkipValue();
            else
                ReadPooled(ref cursor, ref envelope, Field.Identity, texts.Callers, ref caller);
            envelope.Caller ??= caller;
        }
    }

    private void ReadTags(ref JsonCursor cursor, ref Envelope envelope)
    {
        if (cursor.ValueKind != (byte)'{')
        {
            cursor.ReadValue();
            IsObject(ref cursor, ref envelope, Field.RequestMetadata);
            return;
        }

        if (!texts.Tags.TryGet(cursor.SkipValueText(), out var tags))
            envelope.Damage ??= "`requestMetadata` is not valid UTF-8";
        else if (tags.Count > 0)
            envelope.Tags = tags;
    }

    private void ReadPooled<T>(ref JsonCursor cursor, ref Envelope envelope, Field field, Utf8Pool<T> pool, ref T? value)
        where T : class
    {
        if (TryReadText(ref cursor, ref envelope, field, out var text) && !text.IsEmpty && !pool.TryGet(text, out value))
            envelope.Damage ??= $"`{Fields.Name(field)}` is not valid UTF-8";
    }

    private bool TryReadText(ref JsonCursor cursor, ref Envelope envelope, Field field, out ReadOnlySpan<byte> text)
    {
        cursor.ReadValue();
        text = cursor.Token == JsonTokenType.String ? Text(cursor) : default;
        if (cursor.Token is JsonTokenType.String)
            return true;
        if (cursor.Token != JsonTokenType.Null)
        {
            envelope.Damage ??= field == Field.Identity ? "`identity.arn` is not a string" : $"`{Fields.Name(field)}` is not a string";
            cursor.SkipContainer();
        }

        return false;
    }

    /// <summary>A null counts as absent; anything else that is no object is damage, and is stepped over.</summary>
    private static bool IsObject(ref JsonCursor cursor, ref Envelope envelope, Field field)
    {
        if (cursor.Token == JsonTokenType.StartObject)
            return true;
        if (cursor.Token != JsonTokenType.Null)
        {
            envelope.Damage ??= $"`{Fields.Name(field)}` is not an object";
            cursor.SkipContainer();
        }

        return false;
    }

    /// <summary>The current token's text, unescaped; good until the next call.</summary>
    private ReadOnlySpan<byte> Text(in JsonCursor cursor)
    {
        if (!cursor.IsEscaped)
            return cursor.Bytes;
        if (_unescaped.Length < cursor.Bytes.Length)
            _unescaped = new byte[cursor.Bytes.Length];
        return _unescaped.AsSpan(0, JsonEscapes.Unescape(cursor.Bytes, _unescaped));
    }
}
