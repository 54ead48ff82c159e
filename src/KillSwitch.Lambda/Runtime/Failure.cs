using System.Buffers;
using System.Text.Json;

namespace KillSwitch.Lambda.Runtime;

/// <summary>An error in the form that the Runtime API takes.</summary>
internal sealed record Failure(string Type, string Message, IReadOnlyList<string> StackTrace)
{
    public const string DeadlineExceeded = "DeadlineExceeded";

    public const string ShuttingDown = "ShuttingDown";

    public const string ResponseTooLarge = "ResponseTooLarge";

    private const int LongestMessage = 4096;
    private const int MostFrames = 64;

    public static Failure Of(Exception exception) => new(exception.GetType().Name, exception.Message, Frames(exception));

    public static Failure Of(string type, string message, Exception cause) => new(type, message, Frames(cause));

    public ReadOnlyMemory<byte> ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("errorMessage", Message.Length <= LongestMessage ? Message : Message.AsSpan(0, LongestMessage));
        json.WriteString("errorType", Type);
        json.WriteStartArray("stackTrace");
        foreach (var frame in StackTrace)
            json.WriteStringValue(frame);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static List<string> Frames(Exception exception)
    {
        var frames = new List<string>();
        for (var current = exception; current is not null; current = current.InnerException)
        {
            if (!ReferenceEquals(current, exception))
                frames.Add($"caused by {current.GetType().Name}: {current.Message}");
            foreach (var line in (current.StackTrace ?? "").AsSpan().EnumerateLines())
            {
                if (!line.IsWhiteSpace())
                    frames.Add(line.Trim().ToString());
            }
        }

        return frames.Count <= MostFrames ? frames : frames[..MostFrames];
    }
}
