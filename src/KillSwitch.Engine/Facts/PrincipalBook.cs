using KillSwitch.Core.Evaluation;
using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Facts;

/// <summary>
/// The IAM paths and tags of those who call, where a policy looks at them: everybody's are read at most once an hour, and at once those of
/// one who was never met. Asked once and kept in the guard's memory for every part. Nothing here fails: what cannot be had now is as it
/// was last known, and of one who was never met <c>(unknown)</c>.
/// </summary>
/// <param name="principals">IAM.</param>
/// <param name="memory">Shared by every part of the guard.</param>
public sealed class PrincipalBook(IPrincipalList principals, IGuardMemory memory, TimeProvider clock)
{
    private const string Name = "principals";

    // An item of the table holds 400 KB; beyond that each part asks for itself.
    private const int MostKept = 300_000;

    // Of more than these the listing says it sooner.
    private const int MostSingly = 20;

    private static readonly TimeSpan AskEvery = TimeSpan.FromHours(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMinutes(1);

    // A batch waits no longer for what is said of one who is new.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // IAM may not know yet whoever was only just made.
    private static readonly TimeSpan BelievedAfter = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, DateTimeOffset> _missingSince = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _askedFor = new(StringComparer.Ordinal);
    private PrincipalMemory? _known;
    private DateTimeOffset _lookedAt;
    private DateTimeOffset _askedAt;

    /// <summary>The calls with what IAM says of their callers; the same calls where the policy asks for nothing of it.</summary>
    public async ValueTask<IReadOnlyCollection<Invocation>> DescribeAsync(
        RuleBook rules, IReadOnlyCollection<Invocation> batch, CancellationToken cancellation)
    {
        if (!IsAsked(rules, out var keys) || batch.Count == 0)
            return batch;
        await TryLearnAsync(
            keys, [.. batch.Where(DimensionValue.IsListed).Select(call => call.Caller.Principal.Name).Distinct()], cancellation);

        var told = new Dictionary<Caller, Caller>();
        return [.. batch.Select(call => call with { Caller = Told(call) })];

        Caller Told(Invocation call)
        {
            if (!DimensionValue.IsListed(call) || _known?.Known.GetValueOrDefault(call.Caller.Principal.Name) is not { } facts)
                return call.Caller;
            if (!told.TryGetValue(call.Caller, out var caller))
            {
                var principal = call.Caller.Principal;
                caller = call.Caller with { Principal = principal with { Path = facts.Path ?? principal.Path, Tags = facts.Tags } };
                told.Add(call.Caller, caller);
            }

            return caller;
        }
    }

    /// <summary>Reads anew what is due.</summary>
    public async ValueTask RefreshAsync(RuleBook rules, CancellationToken cancellation)
    {
        if (IsAsked(rules, out var keys))
            await TryLearnAsync(keys, [], cancellation);
    }

    /// <summary>Of the keys that were asked for, as they were last read; null where they are not known.</summary>
    public TagSet? TagsOf(string name) => _known?.Known.GetValueOrDefault(name)?.Tags;

    private async ValueTask TryLearnAsync(IReadOnlyList<string> keys, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        try
        {
            await LearnAsync(keys, names, cancellation);
        }
        catch (Exception error) when (error is not OutOfMemoryException && !cancellation.IsCancellationRequested)
        {
            // What was known is gone on with.
        }
    }

    private static bool IsAsked(RuleBook rules, out IReadOnlyList<string> keys)
    {
        keys = [.. rules.Asked.Where(one => one.Kind == DimensionKind.PrincipalTag).Select(one => one.TagKey!)
            .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];
        return keys.Count > 0 || rules.Asked.Contains(Dimension.Path);
    }

    private async ValueTask LearnAsync(IReadOnlyList<string> keys, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (!IsEnough() && now - _lookedAt >= LookEvery)
        {
            _lookedAt = now;
            if (await KeptText.ReadAsync(memory, Name, PrincipalMemory.Parse, cancellation) is { } kept
                && !ClockSkew.IsAhead(kept.At, now) && !(kept.At < _known?.At))
            {
                // Who was met by this part alone stays known.
                _known = kept.At == _known?.At && kept.Keys.SequenceEqual(_known.Keys)
                    ? kept with { Known = Together(_known.Known, kept.Known) }
                    : kept;
            }
        }

        if ((!IsFresh() || Unknown().Count > MostSingly) && now - _askedAt >= LookEvery)
        {
            _askedAt = now;
            if (await principals.ReadAsync(cancellation) is PrincipalListing.Read listing)
            {
                await TakeAsync(new PrincipalMemory(now, keys, listing.Everyone.DistinctBy(one => one.Principal.Name)
                    .ToDictionary(one => one.Principal.Name, FactsOf, StringComparer.Ordinal)), cancellation);
            }
        }

        // Of other tags what is known says nothing.
        if (_known is not { } before || !Covers(before))
            _known = before = new PrincipalMemory(DateTimeOffset.MinValue, keys, new Dictionary<string, PrincipalFacts>());
        var met = new Dictionary<string, PrincipalFacts>(StringComparer.Ordinal);
        foreach (var name in Unknown().Take(MostSingly))
        {
            if (clock.GetUtcNow() - now > Patience)
                break;
            _askedFor[name] = now;
            if (await principals.FindAsync(name, cancellation) is not PrincipalListing.Read one)
                continue;
            if (one.Everyone is [var found, ..])
                met[name] = FactsOf(found);
            else if (!_missingSince.TryAdd(name, now) && now - _missingSince[name] >= BelievedAfter)
                met[name] = PrincipalFacts.Absent;
        }

        if (met.Count > 0)
            await TakeAsync(before with { Known = Together(before.Known, met) }, cancellation);

        bool Covers(PrincipalMemory known) => keys.All(key => known.Keys.Contains(key, StringComparer.OrdinalIgnoreCase));
        bool IsFresh() => _known is { } known && now - known.At < AskEvery && Covers(known);
        bool IsEnough() => IsFresh() && Unknown().Count == 0;
        List<string> Unknown() => [.. names.Where(name =>
            _known?.Known.ContainsKey(name) != true && !(_askedFor.TryGetValue(name, out var at) && now - at < AskAgainAfter))];
        PrincipalFacts FactsOf(ListedPrincipal one) => new(one.Principal.Path, TagSet.OfPrincipal(
            (one.Principal.Tags?.All ?? []).Where(tag => keys.Contains(tag.Key, StringComparer.OrdinalIgnoreCase))));
    }

    private async ValueTask TakeAsync(PrincipalMemory known, CancellationToken cancellation)
    {
        _known = known;
        if (known.At > DateTimeOffset.MinValue && known.ToText() is { Length: <= MostKept } text)
            await memory.KeepAsync(Name, text, cancellation);
    }

    private static Dictionary<string, PrincipalFacts> Together(
        IReadOnlyDictionary<string, PrincipalFacts> earlier, IReadOnlyDictionary<string, PrincipalFacts> later)
    {
        var all = new Dictionary<string, PrincipalFacts>(earlier, StringComparer.Ordinal);
        foreach (var (name, facts) in later)
            all[name] = facts;
        return all;
    }
}
