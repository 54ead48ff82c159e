using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.InvocationLogs;

/// <summary>
/// What CloudWatch Logs sends to a function: <c>{"awslogs":{"data": base64(gzip(json))}}</c>; the JSON holds the records as
/// <c>logEvents[].message</c>.
/// </summary>
public static class SubscriptionPayload
{
    /// <summary>Decompressed, in bytes. A function's event is a few MB at most; what grows past this is a decompression bomb.</summary>
    public const int LargestPayload = 256 << 20;

    internal const string ControlMessage = "CONTROL_MESSAGE";

    /// <summary>Reads the event that a function receives.</summary>
    /// <param name="lambdaEvent">The event, UTF-8.</param>
    /// <param name="reader">Kept by the caller from event to event, so that texts that repeat are made once.</param>
    /// <param name="onInvocation">Takes each record that could be read, in order.</param>
    /// <param name="onDamage">Takes one sentence for each record that could not.</param>
    public static PayloadResult Read(
        ReadOnlySpan<byte> lambdaEvent,
        InvocationReader reader,
        Action<Invocation> onInvocation,
        Action<string> onDamage)
    {
        try
        {
            return TryMember(lambdaEvent, "awslogs"u8, out var awslogs) && awslogs[0] == '{'
                ? ReadData(awslogs, reader, onInvocation, onDamage)
                : new PayloadResult.Unreadable("no `awslogs` object in the event");
        }
        catch (JsonException)
        {
            return new PayloadResult.Unreadable("the event is not valid JSON");
        }
    }

    /// <summary>Reads the JSON that a payload holds once it is decompressed.</summary>
    public static PayloadResult ReadDecoded(
        ReadOnlySpan<byte> json,
        InvocationReader reader,
        Action<Invocation> onInvocation,
        Action<string> onDamage)
    {
        var container = new LogContainer(reader, onInvocation, (_, reason) => onDamage(reason));
        if (!container.TryReadContainer(json, 0))
            return new PayloadResult.Unreadable("the payload holds no log events");
        return container.MessageType == ControlMessage
            ? new PayloadResult.Control()
            : new PayloadResult.Data(container.Origin);
    }

    /// <summary>Reads the object under <c>awslogs</c>. Throws <see cref="JsonException"/>.</summary>
    internal static PayloadResult ReadData(
        ReadOnlySpan<byte> awslogs,
        InvocationReader reader,
        Action<Invocation> onInvocation,
        Action<string> onDamage)
    {
        if (!TryMember(awslogs, "data"u8, out var data) || data[0] != '"')
            return new PayloadResult.Unreadable("no `awslogs.data` in the event");
        var compressed = ArrayPool<byte>.Shared.Rent(data.Length);
        try
        {
            var length = JsonEscapes.Unescape(data[1..^1], compressed);
            if (Base64.DecodeFromUtf8InPlace(compressed.AsSpan(0, length), out length) != OperationStatus.Done)
                return new PayloadResult.Unreadable("`awslogs.data` is not base64");
            using var json = Gunzip.Decompress(compressed, length, LargestPayload);
            if (json.IsTooLarge)
                return new PayloadResult.Unreadable($"the payload is larger than {LargestPayload >> 20} MiB");
            var result = json.Bytes.IsEmpty
                ? new PayloadResult.Unreadable("the payload is empty")
                : ReadDecoded(json.Bytes, reader, onInvocation, onDamage);
            return json.IsDamaged
                ? new PayloadResult.Unreadable("the payload's gzip data is damaged or cut off")
                {
                    Origin = (result as PayloadResult.Data)?.Origin,
                }
                : result;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(compressed);
        }
    }

    private static bool TryMember(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        var cursor = new JsonCursor(json);
        cursor.ReadValue();
        if (cursor.Token != JsonTokenType.StartObject)
            return false;
        while (cursor.ReadName())
        {
            var isWanted = cursor.Bytes.SequenceEqual(name);
            value = cursor.SkipValueText();
            if (isWanted)
                return true;
        }

        return false;
    }
}
