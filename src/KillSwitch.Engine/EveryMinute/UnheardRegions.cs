using KillSwitch.Core.Deployments;
using KillSwitch.Core.Settings;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.EveryMinute;

/// <summary>
/// Finds calls to Bedrock where nobody listens: some regions a minute, all of them within a quarter of an hour. Whoever keeps to their
/// limit elsewhere has none there.
/// </summary>
/// <param name="place">Of the guard, with the regions whose records are taken in.</param>
/// <param name="elsewhere">The regions to look at.</param>
/// <param name="newestCall">
/// When Bedrock was called last in a region, within the last three hours; null for not at all, or where the account has no such region or
/// may not look there.
/// </param>
public sealed class UnheardRegions(
    Deployment place, IReadOnlyList<string> elsewhere,
    Func<string, DateTimeOffset, CancellationToken, ValueTask<DateTimeOffset?>> newestCall, IGuardMemory memory) : IMinuteDuty
{
    private const string Kept = "unheardRegions";

    // A metric is listed up to a quarter of an hour after its first call: the round is not to add another one.
    private const int MinutesARound = 10;
    private static readonly TimeSpan Stands = TimeSpan.FromDays(1);

    private readonly int _atOnce = (elsewhere.Count + MinutesARound - 1) / MinutesARound;
    private Dictionary<string, DateTimeOffset>? _called;
    private int _next;

    public string Name => "unheard regions";

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    /// <summary>Where Bedrock was called within a day and nobody listens, in order; empty before the first look.</summary>
    public IReadOnlyList<string> Called { get; private set; } = [];

    public async ValueTask<bool> LookAsync(Findings findings, DateTimeOffset now, CancellationToken cancellation)
    {
        var called = _called ??= await KeptMoments.ReadAsync(memory, Kept, cancellation);
        var before = called.ToHashSet();
        // All at once: a region that does not answer takes no time from the others, nor from what else the minute is for.
        var looks = Enumerable.Range(0, Math.Min(_atOnce, elsewhere.Count)).Select(_ => Next())
            .Select(async region => (Region: region, Newest: await newestCall(region, now, cancellation))).ToList();
        foreach (var (region, newest) in await Task.WhenAll(looks))
        {
            if (newest is { } at)
                called[region] = at;
        }

        // A sensor listens there by now, or nobody called for a day.
        foreach (var (region, _) in called.Where(one => !elsewhere.Contains(one.Key) || now - one.Value > Stands).ToList())
            called.Remove(region);
        if (!before.SetEquals(called))
            await KeptMoments.KeepAsync(memory, Kept, called, cancellation);
        Called = [.. called.Keys.Order(StringComparer.Ordinal)];
        findings.Look([GuardCondition.RegionUnheard], Called.Count == 0 ? [] : [Unheard(Called)]);
        return true;
    }

    private string Next()
    {
        var region = elsewhere[_next];
        _next = (_next + 1) % elsewhere.Count;
        return region;
    }

    private Condition Unheard(IReadOnlyList<string> regions)
    {
        var (names, deploy) = (string.Join(", ", regions), place.Redeployment);
        return new Condition(
            GuardCondition.RegionUnheard,
            $"Bedrock is called in {names}, where no sensor listens",
            "No record of these calls reaches the guard. What CloudWatch counts of them is unattributed spending: it counts toward "
                + "rules on models and on the account, and no principal or session can be held to a limit there.",
            $"{deploy.With(DeployOption.List("regions", place.Heard.Skip(1).Concat(regions)))}, which puts a sensor there; "
                + $"{deploy.Option(DeployOption.Text("otherRegions", GuardSetting.DenyOtherRegions))} keeps everyone but the exempt from "
                + "Bedrock there")
        {
            IsToldAtOnce = true,
            Parts = regions,
        };
    }
}
