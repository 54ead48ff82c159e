using System.Text.Json;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.InvocationLog;

/// <summary>
/// Reads Bedrock's invocation-log records from UTF-8. Once the texts of a log have been met, a record costs one
/// <see cref="Invocation"/> and no other memory. Keep one reader for many records; it is not safe for threads.
/// </summary>
public sealed class InvocationReader
{
    private readonly RecordTexts _texts = new();
    private readonly EnvelopeReader _envelopes;
    private readonly EscapedRecord _escaped = new();
    private readonly ByteBuffer _unescaped = new();
    private readonly ByteBuffer _bodyTexts = new();
    private readonly ModelId _none = ModelId.Parse(Missing.Value);
    private (ModelId? Asked, ModelId? Answered, ModelId? Served) _lastServed;

    /// <summary>The texts that repeat from payload to payload.</summary>
    internal RecordTexts Texts => _texts;

    public InvocationReader() => _envelopes = new EnvelopeReader(_texts);

    /// <summary>Reads a text that is one record and nothing else but white space.</summary>
    public ReadResult Read(ReadOnlySpan<byte> record)
    {
        var result = ReadFirst(record, out var length);
        return PlainJson.SkipSpace(record, length) == record.Length
            ? result
            : ReadResult.Damaged("text after the record", result.IsForeign);
    }

    /// <summary>
    /// Reads the record that a text starts with; <paramref name="length"/> is where it ends, the text's own when it is damaged.
    /// </summary>
    public ReadResult ReadFirst(ReadOnlySpan<byte> text, out int length)
    {
        var envelope = new Envelope();
        length = text.Length;
        if (Fault(text, ref envelope, ref length) is { } damage)
            return ReadResult.Damaged(damage, envelope.IsForeign);
        var body = BodyIn(text[envelope.Body], envelope);
        var call = ToInvocation(envelope, body, ServedBy(envelope, body, text[envelope.Request]));
        return ReadResult.Read(IsByUnit(call) ? call with
        {
            Units = [UnitCounts.Of(call.Model, text[envelope.Request], text[envelope.Body]), .. call.Units],
        } : call);
    }

    /// <summary>
    /// Reads a record that is the content of a JSON string, as <c>message</c> holds it in CloudWatch Logs.
    /// <paramref name="text"/> starts after the opening quote; <paramref name="length"/> is where the closing one stands,
    /// -1 when there is none.
    /// </summary>
    public ReadResult ReadMessage(ReadOnlySpan<byte> text, out int length) =>
        TryReadInPlace(text, out length, out var result) ? result : ReadUnescaped(text, out length);

    /// <summary>False when the text holds anything out of the ordinary.</summary>
    internal bool TryReadInPlace(ReadOnlySpan<byte> text, out int length, out ReadResult result)
    {
        result = default;
        if (!_escaped.TryRecord(text, out length))
            return false;
        var envelope = new Envelope();
        var end = 0;
        if (Fault(_escaped.Envelope, ref envelope, ref end) is { } damage)
        {
            result = ReadResult.Damaged(damage, envelope.IsForeign);
            return true;
        }

        if (!_escaped.Stream.Equals(default) && !_escaped.TryStream(text, envelope.Counts, envelope.Naming))
            return false;
        var body = BodyIn(_escaped.IsText ? _escaped.Envelope[envelope.Body] : _escaped.Body, envelope);
        // Whether the answer repeats the request is to be seen in the request, which was left out here.
        if (!body.Named.IsEmpty && !body.IsTraced && !body.IsMessage)
            return false;
        var call = ToInvocation(envelope, body, ServedBy(envelope, body, request: default));
        // What such a call is charged by stands in bodies that were left out here.
        if (IsByUnit(call))
            return false;
        result = ReadResult.Read(call);
        return true;
    }

    /// <summary>The long way, which decides what a record means.</summary>
    internal ReadResult ReadUnescaped(ReadOnlySpan<byte> text, out int length)
    {
        length = PlainJson.EndOfString(text, 0) - 1;
        if (length < 0)
        {
            length = -1;
            return ReadResult.Damaged("cut off in the middle");
        }

        _unescaped.Clear();
        _unescaped.AppendUnescaped(text[..length]);
        return Read(_unescaped.Written);
    }

    private string? Fault(ReadOnlySpan<byte> text, ref Envelope envelope, ref int length)
    {
        var start = PlainJson.SkipSpace(text, 0);
        if (start == text.Length || text[start] != '{')
            return "not a JSON object";
        try
        {
            length = _envelopes.Read(text, ref envelope);
        }
        catch (JsonException exception)
        {
            return exception is CutOffException ? exception.Message : "not valid JSON";
        }

        return envelope.IsForeign ? "not an invocation record" : envelope.Damage ?? envelope.Lack();
    }

    private static bool IsByUnit(Invocation call) =>
        UnitCounts.IsByUnit(call.Model) && !call.IsRefused && !call.IsFree && !call.IsBlocked;

    private OutputBody BodyIn(ReadOnlySpan<byte> answer, in Envelope envelope)
    {
        _bodyTexts.Clear();
        var body = new OutputBody(envelope.Counts, envelope.Naming, _bodyTexts);
        body.Read(answer);
        return body;
    }

    /// <summary>
    /// The model that a record names, or the one that its answer names behind a name that hides it. INVARIANT (the answer's word alone):
    /// what the caller wrote chooses no price.
    /// </summary>
    private ModelId ServedBy(in Envelope envelope, in OutputBody body, ReadOnlySpan<byte> request)
    {
        var asked = envelope.Model ?? _none;
        var name = body.Named;
        if (name.IsEmpty || !(body.IsTraced ? _texts.Models : _texts.Answered).TryGet(name, out var answered) || answered.IsOpaque)
            return asked;
        // Claude refuses a request that names a model, and no other speaks in its form.
        if (!body.IsTraced && (body.IsMessage ? answered.Vendor != "anthropic" : RequestBody.MayNameModel(request)))
            return asked;
        // Most records repeat the one before.
        if (!ReferenceEquals(asked, _lastServed.Asked) || !ReferenceEquals(answered, _lastServed.Answered))
            _lastServed = (asked, answered, answered with { Raw = asked.Raw, IsAnswered = true });
        return _lastServed.Served!;
    }

    private static Invocation ToInvocation(in Envelope envelope, in OutputBody body, ModelId model)
    {
        var counts = body.Counts;
        var isFree = envelope.Operation == Invocation.FreeOperation;
        var isServed = envelope.ErrorCode is not { } error || FailedCall.IsServed(error, counts, body.HasBegun);
        return new Invocation
        {
            Id = envelope.RequestText is { Length: > 0 } text
                ? new RecordId(envelope.Account!, envelope.Region!, text)
                : new RecordId(envelope.Account!, envelope.Region!, envelope.RequestGuid),
            Timestamp = envelope.Timestamp,
            Caller = envelope.Caller ?? Caller.None,
            Model = model,
            Operation = envelope.Operation ?? "",
            Tokens = isServed && !isFree ? counts.ToUsage(model, envelope.Operation) : default,
            HasTokenCounts = isServed && !isFree && counts.HasAny,
            IsBlocked = body.IsBlocked,
            Units = body.Guardrail.IsEmpty ? [] : GuardrailUnits.Of(body.Guardrail),
            Tier = body.Tier,
            IsLatencyOptimized = body.IsLatencyOptimized ?? envelope.IsLatencyOptimized,
            ErrorCode = envelope.ErrorCode,
            BrokeOff = isServed && envelope.ErrorCode is not null,
            Tags = envelope.Tags,
            InferenceRegion = envelope.InferenceRegion,
        };
    }
}
