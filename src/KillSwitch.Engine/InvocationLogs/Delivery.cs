using System.Buffers;
using System.Buffers.Text;
using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.InvocationLogs;

/// <summary>One record of Kinesis or Firehose: base64 of a subscription's payload, of records, or of gzip data of either.</summary>
internal static class Delivery
{
    /// <summary>Null, or why nothing of it can be read.</summary>
    /// <param name="data">A JSON string, with its quotes.</param>
    /// <param name="onInvocation">Takes each record that could be read.</param>
    /// <param name="onDamage">Takes why a piece of it could not be read.</param>
    public static string? Read(ReadOnlySpan<byte> data, InvocationReader reader, Action<Invocation> onInvocation, Action<string> onDamage)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(data.Length);
        try
        {
            var length = JsonEscapes.Unescape(data[1..^1], bytes);
            if (Base64.DecodeFromUtf8InPlace(bytes.AsSpan(0, length), out length) != OperationStatus.Done)
                return "`data` is not base64";
            using var text = LogStream.OpenText(new MemoryStream(bytes, 0, length), null, leaveOpen: false);
            using var window = new TextWindow(() => text, 4096, SubscriptionPayload.LargestPayload);
            new LogFileReader(window, "", reader, onInvocation, problem => onDamage(problem.Reason)).Read();
            return null;
        }
        catch (InvalidDataException)
        {
            return TextWindow.DamagedGzip;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
