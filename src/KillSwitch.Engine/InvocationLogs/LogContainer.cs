using System.Text.Json;
using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.InvocationLogs;

/// <summary>
/// Finds the records in a JSON value: a record itself, an array of them, a string that holds one, or what CloudWatch Logs, Kinesis and
/// Firehose wrap them in.
/// Records are handed on as they are met, so that those before damage are kept.
/// </summary>
/// <param name="onInvocation">Takes each record that could be read.</param>
/// <param name="onDamage">Takes where in the value something could not be read, and why.</param>
internal sealed class LogContainer(InvocationReader reader, Action<Invocation> onInvocation, Action<int, string> onDamage)
{
    public const string NoRecord = "not an invocation record";

    public const string NoMessage = "no `message`";

    public const string NoMessageInRow = "no `@message`";

    private string? _owner;
    private string? _logGroup;
    private string? _logStream;
    private IReadOnlyList<string> _filters = [];
    private bool _isContainer;
    private int _origin;
    private int _event;

    /// <summary>What a subscription's payload says of itself; null when it does not.</summary>
    public string? MessageType { get; private set; }

    /// <summary>Where its records say that they come from.</summary>
    public DeliveryOrigin Origin => new(_owner, _logGroup, _logStream, _filters);

    /// <summary>
    /// Reads an object or an array. False, and nothing reported, when it holds no record; <paramref name="damage"/> says why.
    /// </summary>
    public bool TryRead(ReadOnlySpan<byte> value, int origin, out string damage)
    {
        damage = NoRecord;
        if (value[0] == (byte)'[')
            return TryReadContainer(value, origin);
        var result = reader.Read(value);
        damage = result.Damage ?? "";
        if (result.IsRead)
            onInvocation(result.Invocation);
        return result.IsRead || (result.IsForeign && TryReadContainer(value, origin));
    }

    /// <summary>Reads what wraps records. False, and nothing reported, when it does not.</summary>
    public bool TryReadContainer(ReadOnlySpan<byte> value, int origin)
    {
        MessageType = _owner = _logGroup = _logStream = null;
        _filters = [];
        (_isContainer, _origin, _event) = (false, origin, 0);
        var cursor = new JsonCursor(value);
        try
        {
            cursor.ReadValue();
            if (cursor.Token == JsonTokenType.StartArray)
                ReadArray(ref cursor, value);
            else
                ReadMembers(ref cursor, value);
        }
        catch (JsonException exception)
        {
            if (_isContainer)
                onDamage(origin + cursor.Position, exception is CutOffException ? exception.Message : "not valid JSON");
        }

        return _isContainer;
    }

    private void ReadMembers(ref JsonCursor cursor, ReadOnlySpan<byte> value)
    {
        var deferred = default(Range);
        while (cursor.ReadName())
        {
            var name = cursor.Bytes;
            var kind = cursor.ValueKind;
            if (kind == (byte)'['
                && (name.SequenceEqual("logEvents"u8) || name.SequenceEqual("events"u8) || name.SequenceEqual("results"u8)))
            {
                _isContainer = true;
                // Whether a message is a control message stands before its events, or else after them.
                if (MessageType is null && name.SequenceEqual("logEvents"u8))
                    deferred = cursor.SkipValue();
                else if (MessageType == SubscriptionPayload.ControlMessage)
                    cursor.SkipValue();
                else
                    ReadEvents(ref cursor, value);
            }
            else if (kind == (byte)'[' && (name.SequenceEqual("Records"u8) || name.SequenceEqual("records"u8)))
            {
                ReadDeliveries(ref cursor, value);
            }
            else if (kind == (byte)'{' && name.SequenceEqual("awslogs"u8))
            {
                _isContainer = true;
                ReadPayload(cursor.TokenStart, cursor.SkipValueText());
            }
            else if (IsMessage(name) && kind is (byte)'"' or (byte)'{')
            {
                _isContainer = true;
                ReadMessage(ref cursor, value);
            }
            else if (kind == (byte)'"'
                && (name.SequenceEqual("messageType"u8) || name.SequenceEqual("owner"u8) || name.SequenceEqual("logGroup"u8)
                || name.SequenceEqual("logStream"u8)))
            {
                ReadOrigin(ref cursor, name);
            }
            else if (kind == (byte)'[' && name.SequenceEqual("subscriptionFilters"u8))
            {
                _filters = reader.Texts.Filters.TryGet(cursor.SkipValueText(), out var filters) ? filters : [];
            }
            else
            {
                cursor.SkipValue();
            }
        }

        if (!deferred.Equals(default) && MessageType != SubscriptionPayload.ControlMessage)
        {
            _origin += deferred.Start.Value;
            var events = new JsonCursor(value[deferred]);
            ReadEvents(ref events, value[deferred]);
        }
    }

    private void ReadOrigin(ref JsonCursor cursor, ReadOnlySpan<byte> name)
    {
        cursor.ReadValue();
        // Names of groups have slashes, and a writer may escape them.
        var text = !cursor.IsEscaped && reader.Texts.Origins.TryGet(cursor.Bytes, out var known) ? known : TextList.Text(cursor);
        if (name.SequenceEqual("owner"u8))
            _owner = text;
        else if (name.SequenceEqual("logGroup"u8))
            _logGroup = text;
        else if (name.SequenceEqual("logStream"u8))
            _logStream = text;
        else
            MessageType = text;
    }

    /// <summary>
    /// Reads a string that holds a record, as <c>--query 'events[].message'</c> prints it. False, and nothing reported, when it holds none.
    /// </summary>
    /// <param name="value">Starts with its quote.</param>
    public bool TryReadText(ReadOnlySpan<byte> value)
    {
        var result = reader.ReadMessage(value[1..], out _);
        if (result.IsRead)
            onInvocation(result.Invocation);
        return result.IsRead || PermissionCheck.Is(value[1..]);
    }

    /// <summary>What Kinesis and Firehose hand on: <c>data</c> in base64, of whatever was put in.</summary>
    private void ReadDeliveries(ref JsonCursor cursor, ReadOnlySpan<byte> value)
    {
        cursor.ReadValue();
        while (true)
        {
            cursor.ReadValue();
            if (cursor.Token == JsonTokenType.EndArray)
                return;
            if (cursor.Token == JsonTokenType.StartObject)
                ReadDelivery(ref cursor, value);
            else
                cursor.SkipContainer();
        }
    }

    private void ReadDelivery(ref JsonCursor cursor, ReadOnlySpan<byte> value)
    {
        while (cursor.ReadName())
        {
            if (cursor.Bytes.SequenceEqual("kinesis"u8) && cursor.ValueKind == (byte)'{')
            {
                cursor.ReadValue();
                ReadDelivery(ref cursor, value);
            }
            else if ((cursor.Bytes.SequenceEqual("data"u8) || cursor.Bytes.SequenceEqual("Data"u8)) && cursor.ValueKind == (byte)'"')
            {
                _isContainer = true;
                _event++;
                var data = cursor.SkipValue();
                var start = data.Start.Value;
                if (Delivery.Read(value[data], reader, onInvocation, reason => Damage(start, reason)) is { } damage)
                    Damage(start, damage);
            }
            else
            {
                cursor.SkipValue();
            }
        }
    }

    /// <summary>An array that stands for itself: of records, of strings that hold them, of log events, or of rows.</summary>
    private void ReadArray(ref JsonCursor cursor, ReadOnlySpan<byte> value)
    {
        while (TryNext(ref cursor))
        {
            var start = cursor.TokenStart;
            if (cursor.Token == JsonTokenType.StartArray)
            {
                ReadRow(ref cursor, value);
            }
            else if (cursor.Token == JsonTokenType.StartObject)
            {
                var element = new LogContainer(reader, onInvocation, (_, reason) => Damage(start, reason));
                if (!element.TryRead(value[cursor.SkipContainer()], 0, out var damage))
                    Damage(start, damage);
            }
            else if (cursor.Token != JsonTokenType.String || !TryReadText(value[start..]))
            {
                Damage(start, "not a JSON object");
            }
        }
    }

    /// <summary>The array whose property name is the current token: log events, or a query's rows.</summary>
    private void ReadEvents(ref JsonCursor cursor, ReadOnlySpan<byte> value)
    {
        cursor.ReadValue();
        while (TryNext(ref cursor))
        {
            if (cursor.Token == JsonTokenType.StartArray)
                ReadRow(ref cursor, value);
            else if (cursor.Token == JsonTokenType.StartObject)
                ReadEvent(ref cursor, value);
            else
                Damage(cursor.TokenStart, "not a JSON object");
        }
    }

    private bool TryNext(ref JsonCursor cursor)
    {
        cursor.ReadValue();
        _isContainer = true;
        _event++;
        return cursor.Token != JsonTokenType.EndArray;
    }

    private void ReadEvent(ref JsonCursor cursor, ReadOnlySpan<byte> value)
    {
        var (start, hasMessage) = (cursor.TokenStart, false);
        while (cursor.ReadName())
        {
            if (IsMessage(cursor.Bytes) && cursor.ValueKind is (byte)'"' or (byte)'{')
            {
                hasMessage = true;
                ReadMessage(ref cursor, value);
            }
            else
            {
                cursor.SkipValue();
            }
        }

        if (!hasMessage)
            Damage(start, NoMessage);
    }

    /// <summary>
    /// A row of CloudWatch Logs Insights: cells of <c>field</c> and <c>value</c>; or of values alone, as a query for some of them prints
    /// it.
    /// </summary>
    private void ReadRow(ref JsonCursor cursor, ReadOnlySpan<byte> value)
    {
        var (start, hasMessage) = (cursor.TokenStart, false);
        while (true)
        {
            cursor.ReadValue();
            if (cursor.Token == JsonTokenType.EndArray)
                break;
            if (cursor.Token == JsonTokenType.StartObject)
                hasMessage |= ReadCell(ref cursor, value);
            else if (cursor.Token == JsonTokenType.String)
                hasMessage |= TryReadText(value[cursor.TokenStart..]);
            else
                cursor.SkipContainer();
        }

        if (!hasMessage)
            Damage(start, NoMessageInRow);
    }

    private bool ReadCell(ref JsonCursor cursor, ReadOnlySpan<byte> value)
    {
        var (isMessage, message) = (false, default(Range));
        while (cursor.ReadName())
        {
            if (cursor.Bytes.SequenceEqual("field"u8))
                isMessage = IsMessage(cursor.SkipValueText().Trim((byte)'"'));
            else if (cursor.Bytes.SequenceEqual("value"u8) && cursor.ValueKind == (byte)'"')
                message = cursor.SkipValue();
            else
                cursor.SkipValue();
        }

        if (!isMessage || message.Equals(default))
            return false;
        Take(reader.ReadMessage(value[message][1..], out _), message.Start.Value, value[message][1..]);
        return true;
    }

    private void ReadMessage(ref JsonCursor cursor, ReadOnlySpan<byte> value)
    {
        var start = cursor.ValueStart;
        if (value[start] == (byte)'{')
        {
            Take(reader.Read(cursor.SkipValueText()), start, default);
            return;
        }

        var result = reader.ReadMessage(value[(start + 1)..], out var length);
        if (length < 0)
            throw new CutOffException();
        cursor.ResumeAfterValue(start + 1 + length + 1);
        Take(result, start, value[(start + 1)..]);
    }

    private void ReadPayload(int start, ReadOnlySpan<byte> awslogs)
    {
        var result = SubscriptionPayload.ReadData(awslogs, reader, onInvocation, reason => onDamage(_origin + start, reason));
        if (result is PayloadResult.Unreadable unreadable)
            onDamage(_origin + start, unreadable.Reason);
    }

    private void Take(in ReadResult result, int start, ReadOnlySpan<byte> message)
    {
        if (result.IsRead)
            onInvocation(result.Invocation);
        else if (!PermissionCheck.Is(message))
            Damage(start, result.Damage);
    }

    private void Damage(int start, string reason) => onDamage(_origin + start, _event == 0 ? reason : $"event {_event}: {reason}");

    private static bool IsMessage(ReadOnlySpan<byte> name) => name.SequenceEqual("message"u8) || name.SequenceEqual("@message"u8);
}
