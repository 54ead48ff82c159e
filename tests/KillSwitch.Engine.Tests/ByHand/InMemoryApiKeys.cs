using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Tests.ByHand;

/// <summary>The keys of one user; what is done to some has no effect.</summary>
internal sealed class InMemoryApiKeys(params string[] active) : IApiKeys
{
    public ISet<string> Active { get; } = new SortedSet<string>(active, StringComparer.Ordinal);

    /// <summary>Those that stay as they are, whatever AWS says.</summary>
    public ISet<string> Stubborn { get; } = new HashSet<string>();

    public ValueTask<IReadOnlyList<string>> ActiveAsync(string user, CancellationToken cancellation) =>
        ValueTask.FromResult<IReadOnlyList<string>>([.. Active]);

    public ValueTask<IReadOnlyList<string>> SetAsync(
        string user, IReadOnlyCollection<string> keys, bool areActive, CancellationToken cancellation)
    {
        foreach (var key in keys.Except(Stubborn))
            _ = areActive ? Active.Add(key) : Active.Remove(key);
        return ValueTask.FromResult<IReadOnlyList<string>>([.. keys.Where(key => Active.Contains(key) != areActive)]);
    }
}
