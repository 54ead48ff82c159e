namespace KillSwitch.Cli.Tests.Caching.Live;

/// <summary>A model's prompt cache: what stands before a cache point is kept, and read when it comes again word by word.</summary>
internal sealed class PrefixCache(int minimum = 4096)
{
    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);

    /// <param name="prefix">Before the cache point; null where there is none.</param>
    /// <param name="rest">Behind it.</param>
    public (int Input, int Read, int Written) Serve(string? prefix, string rest)
    {
        if (prefix is null || Tokens(prefix) < minimum)
            return (Tokens(prefix ?? "") + Tokens(rest), 0, 0);
        lock (_kept)
            return _kept.Add(prefix) ? (Tokens(rest), 0, Tokens(prefix)) : (Tokens(rest), Tokens(prefix), 0);
    }

    private static int Tokens(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
}
