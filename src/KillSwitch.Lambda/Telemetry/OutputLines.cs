using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace KillSwitch.Lambda.Telemetry;

/// <summary>Writes each line whole, in one call and one at a time: Lambda makes one log event of it.</summary>
internal sealed class OutputLines(Stream output)
{
    private readonly Lock _gate = new();

    [SuppressMessage("Reliability", "CA2000", Justification = "Standard output lives as long as the process.")]
    public static OutputLines OfThisProcess() => new(Console.OpenStandardOutput());

    /// <param name="line">Without its end; the end is added to it.</param>
    public void Write(ArrayBufferWriter<byte> line)
    {
        line.Write("\n"u8);
        lock (_gate)
        {
            output.Write(line.WrittenSpan);
            output.Flush();
        }
    }
}
