using System.Globalization;
using KillSwitch.Core.Settings;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.EveryMinute;

/// <summary>
/// Finds calls to Bedrock where nobody listens: some regions a minute, all of them within a quarter of an hour. Whoever keeps to their
/// limit elsewhere has none there.
/// </summary>
/// <param name="heard">The regions whose records are taken in, home first.</param>
/// <param name="elsewhere">The regions to look at.</param>
/// <param name="newestCall">
/// When Bedrock was called last in a region, within the last three hours; null for not at all, or where the account has no such region or
/// may not look there.
/// </param>
public sealed class UnheardRegions(
    IReadOnlyList<string> heard, IReadOnlyList<string> elsewhere,
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
        var called = _called ??= Parse(await memory.RecallAsync(Kept, cancellation));
        var before = Text(called);
        for (var looks = Math.Min(_atOnce, elsewhere.Count); looks > 0; looks--)
        {
            var region = elsewhere[_next];
            _next = (_next + 1) % elsewhere.Count;
            if (await newestCall(region, now, cancellation) is { } newest)
                called[region] = newest;
        }

        foreach (var (region, at) in called.ToList())
        {
            // A sensor listens there by now, or nobody called for a day.
            if (!elsewhere.Contains(region) || now - at > Stands)
                called.Remove(region);
        }

        if (Text(called) is var text && text != before)
            await memory.KeepAsync(Kept, text, cancellation);
        Called = [.. called.Keys.Order(StringComparer.Ordinal)];
        findings.Look([GuardCondition.RegionUnheard], Called.Count == 0 ? [] : [Unheard(Called)]);
        return true;
    }

    private Condition Unheard(IReadOnlyList<string> regions)
    {
        var names = string.Join(", ", regions);
        return new Condition(
            GuardCondition.RegionUnheard,
            $"Bedrock is called in {names}, where no sensor listens",
            "No record of these calls reaches the guard. What CloudWatch counts of them is unattributed spending: it counts toward "
                + "rules on models and on the account, and no principal or session can be held to a limit there.",
            $"make deploy CONTEXT='-c regions={string.Join(',', heard.Skip(1).Concat(regions))}' puts a sensor there (with the "
                + "options of the deployment before); or deny Bedrock there")
        {
            IsToldAtOnce = true,
            Parts = regions,
        };
    }

    private static string Text(Dictionary<string, DateTimeOffset> called) => string.Join(
        ';', called.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}={one.Value.ToUnixTimeSeconds()}"));

    private static Dictionary<string, DateTimeOffset> Parse(string? text)
    {
        var called = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var one in (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            // What cannot be read is found again within a round.
            if (one.Split('=') is [var region, var at] && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var second)
                && second < DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            {
                called[region] = DateTimeOffset.FromUnixTimeSeconds(second);
            }
        }

        return called;
    }
}
