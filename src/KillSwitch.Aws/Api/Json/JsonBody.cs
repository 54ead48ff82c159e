using System.Buffers;
using System.Text.Json;

namespace KillSwitch.Aws.Api.Json;

internal static class JsonBody
{
    /// <summary>The UTF-8 of one object whose members the caller writes.</summary>
    public static byte[] Of(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
