using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Denies;

/// <summary>
/// Who has carried a tag while a stop of those who carry it stood: each stays under that stop until it ends, with the tag or without.
/// </summary>
public sealed class CarrierBook(IGuardMemory memory)
{
    // An item of the table holds 400 KB; beyond that the tag alone says who is held.
    private const int MostKept = 300_000;

    public async ValueTask<IReadOnlySet<string>> ReadAsync(StopTarget target, CancellationToken cancellation) =>
        (await memory.RecallAsync(NameOf(target), cancellation) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .ToHashSet(StringComparer.Ordinal);

    public async ValueTask KeepAsync(StopTarget target, IEnumerable<string> principals, CancellationToken cancellation)
    {
        if (string.Join('\n', principals.Order(StringComparer.Ordinal)) is { Length: <= MostKept } text)
            await memory.KeepAsync(NameOf(target), text, cancellation);
    }

    /// <summary>The stop has ended.</summary>
    public async ValueTask ForgetAsync(StopTarget target, CancellationToken cancellation)
    {
        if ((await ReadAsync(target, cancellation)).Count > 0)
            await KeepAsync(target, [], cancellation);
    }

    private static string NameOf(StopTarget target) => "carriers/" + target.Name;
}
