using KillSwitch.Core.Evaluation;
using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Principals;

/// <summary>
/// The paths of the account's principals, where a policy asks for one: a log shows a role without its path, and IAM's listing has it. Asked
/// once and kept in the guard's memory for every part. Nothing here fails: a path that cannot be had counts as fulfilled.
/// </summary>
/// <param name="principals">IAM's listing.</param>
/// <param name="memory">Shared by every part of the guard.</param>
/// <param name="account">Whose principals.</param>
public sealed class PathBook(IPrincipalList principals, IGuardMemory memory, string account, TimeProvider clock)
{
    private const string Name = "paths";

    // An item of the table holds 400 KB; beyond that each part asks for itself.
    private const int MostKept = 300_000;

    // The watch looks every minute and asks first; the others do where it does not.
    private static readonly TimeSpan WatchAsksEvery = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan AskEvery = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(15);

    private readonly Dictionary<string, DateTimeOffset> _absent = new(StringComparer.Ordinal);
    private PathMemory? _known;
    private PrincipalPaths _paths = PrincipalPaths.Unknown;
    private DateTimeOffset _lookedAt;
    private DateTimeOffset _askedAt;

    /// <summary>Makes the rules go by what is known now; for the watch, which keeps it fresh.</summary>
    public ValueTask TeachAsync(RuleBook rules, CancellationToken cancellation) => TeachAsync(rules, [], WatchAsksEvery, cancellation);

    /// <summary>The same for a batch: whom it names and nobody knows yet is asked for.</summary>
    public ValueTask TeachAsync(RuleBook rules, IEnumerable<Invocation> batch, CancellationToken cancellation) => TeachAsync(
        rules, rules.PathPatterns.Count == 0
            ? []
            : [.. batch.Select(record => record.Caller.Principal).Where(one => one.Path is null).Select(one => one.Name).Distinct()],
                AskEvery, cancellation);

    private async ValueTask TeachAsync(RuleBook rules, IReadOnlyList<string> names, TimeSpan askEvery, CancellationToken cancellation)
    {
        if (rules.PathPatterns.Count == 0)
            return;
        try
        {
            await LearnAsync(rules, names, askEvery, cancellation);
        }
        catch (Exception error) when (error is not OutOfMemoryException && !cancellation.IsCancellationRequested)
        {
            // What was known is gone on with.
        }

        if (!ReferenceEquals(rules.Paths, _paths))
            rules.Know(_paths);
    }

    private async ValueTask LearnAsync(RuleBook rules, IReadOnlyList<string> names, TimeSpan askEvery, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        List<string> unknown =
            [.. names.Where(
            name => _known?.Paths.ContainsKey(name) != true && rules.PathPatterns.Any(pattern => pattern.MayMatch(name, account)))];
        if (IsEnough() && now - _lookedAt < LookEvery)
            return;
        if (now - _lookedAt >= LookEvery)
        {
            _lookedAt = now;
            if (await KeptText.ReadAsync(memory, Name, PathMemory.Parse, cancellation) is { } kept && !ClockSkew.IsAhead(kept.At, now)
                && !(kept.At < _known?.At))
            {
                Take(kept);
            }
        }

        if (IsEnough() || now - _askedAt < LookEvery)
            return;
        _askedAt = now;
        if (await principals.ReadAsync(cancellation) is not PrincipalListing.Read listing)
            return;
        var found = new PathMemory(
            now,
            [.. rules.PathPatterns.Select(pattern => pattern.Written.Pattern).Distinct().Order(StringComparer.Ordinal)],
            listing.Everyone.Select(one => one.Principal)
                .Where(one => one.Path is not null && rules.PathPatterns.Any(pattern => pattern.MayMatch(one.Name, account)))
                .DistinctBy(one => one.Name).ToDictionary(one => one.Name, one => one.Path!, StringComparer.Ordinal));
        Take(found);
        // Who is gone, or came this very moment, is not asked for again in every batch.
        _absent.Clear();
        foreach (var name in unknown.Where(name => !found.Paths.ContainsKey(name)))
            _absent[name] = now;
        if (found.ToText() is { Length: <= MostKept } text)
            await memory.KeepAsync(Name, text, cancellation);

        bool IsEnough() => _known is { } known && now - known.At < askEvery
            && rules.PathPatterns.All(pattern => known.Patterns.Contains(pattern.Written.Pattern))
            && unknown.TrueForAll(
                name => known.Paths.ContainsKey(name) || (_absent.TryGetValue(name, out var at) && now - at < WatchAsksEvery));
    }

    private void Take(PathMemory known)
    {
        if (_known is not { } before || before.Paths.Count != known.Paths.Count
            || known.Paths.Any(one => before.Paths.GetValueOrDefault(one.Key) != one.Value))
        {
            _paths = new PrincipalPaths(known.Paths);
        }

        _known = known;
    }
}
