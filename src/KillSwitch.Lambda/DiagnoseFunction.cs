using System.Buffers;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json;
using KillSwitch.Lambda.Runtime;

namespace KillSwitch.Lambda;

/// <summary>
/// Says what the binary itself does where it runs, as no test of an ordinary build can: whether it is native, whether a
/// truncated gzip is an error in it, which vectors it uses. Reads nothing and calls nothing. The packaging asks it too, by the argument of
/// the same name.
/// </summary>
internal sealed class DiagnoseFunction : IFunction
{
    public const string Name = "diagnose";

    public ValueTask<ReadOnlyMemory<byte>> RunAsync(Invoked invoked, CancellationToken cancellation) =>
        ValueTask.FromResult(Report().WrittenMemory);

    public ValueTask IdleAsync(CancellationToken cancellation) => ValueTask.CompletedTask;

    /// <summary>One JSON object.</summary>
    public static ArrayBufferWriter<byte> Report()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("version", typeof(DiagnoseFunction).Assembly.GetName().Version?.ToString(3));
        json.WriteString("architecture", RuntimeInformation.ProcessArchitecture.ToString());
        json.WriteBoolean("native", !RuntimeFeature.IsDynamicCodeSupported);
        json.WriteBoolean("refusesTruncatedGzip", RefusesTruncatedGzip());
        json.WriteBoolean("vector128", Vector128.IsHardwareAccelerated);
        json.WriteBoolean("vector256", Vector256.IsHardwareAccelerated);
        json.WriteEndObject();
        json.Flush();
        return buffer;
    }

    private static bool RefusesTruncatedGzip()
    {
        using var whole = new MemoryStream();
        using (var gzip = new GZipStream(whole, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(new byte[4096]);
        using var half = new MemoryStream(whole.ToArray(), 0, (int)whole.Length - 12);
        using var reader = new GZipStream(half, CompressionMode.Decompress);
        try
        {
            reader.CopyTo(Stream.Null);
            return false;
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }
}
