using KillSwitch.Engine.Health;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Cycle;

/// <summary>What the log counts and the metrics do not confirm, as the watch last found it.</summary>
public sealed class ExcessBook(IGuardMemory memory)
{
    private const string Name = "logExcess";

    /// <summary>None where nothing was found.</summary>
    public async ValueTask<IReadOnlyList<ExcessHour>> KnownAsync(CancellationToken cancellation) =>
        await KeptText.ReadAsync(memory, Name, Parse, cancellation) ?? [];

    public ValueTask KeepAsync(IEnumerable<ExcessHour> known, CancellationToken cancellation) =>
        memory.KeepAsync(Name, string.Join('\n', known.Select(one => one.ToText())), cancellation);

    private static IReadOnlyList<ExcessHour> Parse(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(ExcessHour.Parse)];
}
