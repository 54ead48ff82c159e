using System.Collections.Concurrent;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.InMemory;

/// <summary>A memory that lasts as long as the process.</summary>
public sealed class InMemoryMemory : IGuardMemory
{
    private readonly ConcurrentDictionary<string, string> _kept = new(StringComparer.Ordinal);

    public ValueTask<string?> RecallAsync(string name, CancellationToken cancellation) =>
        ValueTask.FromResult(_kept.GetValueOrDefault(name));

    public ValueTask KeepAsync(string name, string text, CancellationToken cancellation)
    {
        _kept[name] = text;
        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> TryKeepAsync(string name, string? recalled, string text, CancellationToken cancellation) =>
        ValueTask.FromResult(recalled is null ? _kept.TryAdd(name, text) : _kept.TryUpdate(name, text, recalled));
}
