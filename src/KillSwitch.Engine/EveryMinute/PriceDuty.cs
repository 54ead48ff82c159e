using System.Globalization;
using System.Text.Json;
using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Policies;
using KillSwitch.Core.PriceLists;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Settings;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Json;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.PriceLists;

namespace KillSwitch.Engine.EveryMinute;

/// <summary>
/// Reads AWS's Price List of each region once a day, and at the first look of a new program; says what of it waits for a person, and what
/// cannot be read. One region a minute: nothing else is to wait for it for long.
/// </summary>
/// <param name="refresh">Reads and takes up.</param>
/// <param name="store">What is kept.</param>
/// <param name="ports">The guard's.</param>
/// <param name="regions">Those that the guard hears.</param>
/// <param name="program">Which program runs: another may understand more of a list.</param>
public sealed class PriceDuty(
    PriceRefresh refresh, IPriceStore store, GuardPorts ports, IReadOnlyList<string> regions, string program) : IMinuteDuty
{
    private const string MemoryName = "prices";
    private const int MostNamed = 5;

    private static readonly TimeSpan ReadEvery = TimeSpan.FromDays(1);
    private static readonly TimeSpan TryAgain = TimeSpan.FromHours(1);
    // Within it a day's look has been missed twice.
    private static readonly TimeSpan Stale = TimeSpan.FromDays(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public string Name => "prices";

    public TimeSpan Every => TimeSpan.FromMinutes(10);

    /// <summary>Told of each region that was looked at, whatever came of it.</summary>
    public Action<RefreshedPrices> Tell { get; init; } = _ => { };

    public async ValueTask<bool> LookAsync(Findings findings, DateTimeOffset now, CancellationToken cancellation)
    {
        var kept = (await store.AllAsync(cancellation)).ToDictionary(one => one.Prices.Region, one => one.Prices);
        var tries = new Dictionary<string, Try>(
            await KeptText.ReadAsync(ports.Memory, MemoryName, Parse, cancellation) ?? new Dictionary<string, Try>());
        var due = regions.Where(IsDue).ToList();
        if (due is [var region, ..])
        {
            var refreshed = await RefreshAsync(region, now, cancellation);
            Tell(refreshed);
            var first = tries.GetValueOrDefault(region)?.Since ?? now;
            tries[region] = new Try(now, program, refreshed.Problem, refreshed.Problem is null ? now : first, refreshed.IsUnreachable);
            if (refreshed is { Problem: null, Prices: { } prices })
                kept[region] = prices;
            await ports.Memory.KeepAsync(MemoryName, Text(tries), cancellation);
        }

        findings.Look([GuardCondition.PricesHeld], Held([.. kept.Values.Where(one => one.Held.Count > 0)]));
        findings.Look([GuardCondition.PricesUnread], Unread([.. tries.Where(one => regions.Contains(one.Key) && IsSaid(one.Value, now))]));
        return due.Count <= 1;

        bool IsDue(string one)
        {
            var last = tries.GetValueOrDefault(one);
            if (last is null || last.Program != program || ClockSkew.IsAhead(last.At, now))
                return true;
            return last!.Problem is null ? now - last.At >= ReadEvery : now - last.At >= TryAgain;
        }
    }

    // Where no way leads to AWS's files, embedded prices are true for some days; what answers and gives no list is said at once.
    private static bool IsSaid(Try last, DateTimeOffset now) =>
        last.Problem is not null && (!last.IsUnreachable || now - last.Since >= Stale);

    private async ValueTask<RefreshedPrices> RefreshAsync(string region, DateTimeOffset now, CancellationToken cancellation)
    {
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        soon.CancelAfter(Patience);
        try
        {
            return await refresh.RunAsync(region, await CalledAsync(region, now, soon.Token), now, soon.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new RefreshedPrices(region, null, [], string.Create(
                CultureInfo.InvariantCulture, $"the list was not read within {Patience.TotalSeconds} seconds"));
        }
    }

    private async ValueTask<IReadOnlyCollection<string>> CalledAsync(string region, DateTimeOffset now, CancellationToken cancellation)
    {
        var shape = ScopeText.Shape(ports.Account, [Dimension.Account, Dimension.Region, Dimension.Model], "");
        var counters = await ports.Book.ListAsync(UncountedCalls.Hours(now, ReadEvery), shape, cancellation);
        return
        [
            .. counters.Where(one => ScopeText.Value(one.Counter.Scope, Dimension.Region) == region)
                .Select(one => UncountedCalls.ModelOf(one.Counter)).Where(model => !model.IsOpaque).Select(model => model.Id)
                .Distinct(StringComparer.Ordinal),
        ];
    }

    private static Condition[] Held(List<RegionPrices> held)
    {
        var changes = held.SelectMany(one => one.Held.Select(change => (one.Region, Change: change))).ToList();
        if (changes.Count == 0)
            return [];
        var models = changes.Select(one => PlainText.Of(one.Change.Model)).Distinct(StringComparer.Ordinal).ToList();
        var more = changes.Count > MostNamed
            ? string.Create(CultureInfo.InvariantCulture, $"; and {changes.Count - MostNamed:#,##0} more") : "";
        return
        [
            new Condition(
                GuardCondition.PricesHeld,
                "prices of AWS's list wait for a person",
                $"AWS's list no longer says what is in force: {string.Join("; ", changes.Take(MostNamed).Select(one =>
                    PriceWords.Of(one.Change, one.Region)))}{more}. What is in force stays until somebody accepts what the list says.",
                $"killswitch prices diff shows them; killswitch prices accept {string.Join(' ', models.Take(MostNamed))} takes them up")
            {
                IsToldAtOnce = true,
                Parts = models,
            },
        ];
    }

    private static Condition[] Unread(List<KeyValuePair<string, Try>> unread) => unread.Count == 0
        ? []
        :
        [
            new Condition(
                GuardCondition.PricesUnread,
                "AWS's Price List cannot be read",
                $"{string.Join("; ", unread.Take(MostNamed).Select(one => $"{one.Key}: {PlainText.Of(one.Value.Problem!)}"))}. Nothing was "
                    + "changed: what was in force stays.",
                "killswitch prices refresh tries again and says more; what keeps the watch from pricing.us-east-1.amazonaws.com and from "
                    + "pricing:GetProducts"),
        ];

    private static string Text(IReadOnlyDictionary<string, Try> tries) => JsonText.Of(json =>
    {
        json.WriteStartObject();
        foreach (var (region, one) in tries)
        {
            json.WriteStartObject(region);
            json.WriteString("at", one.At);
            json.WriteString("program", one.Program);
            if (one.Problem is { } problem)
                json.WriteString("problem", problem);
            json.WriteString("since", one.Since);
            if (one.IsUnreachable)
                json.WriteBoolean("unreachable", true);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    });

    private static Dictionary<string, Try> Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.EnumerateObject().ToDictionary(one => one.Name, one => new Try(
            one.Value.GetProperty("at").GetDateTimeOffset(),
            one.Value.GetProperty("program").GetString() ?? "",
            one.Value.TryGetProperty("problem", out var problem) ? problem.GetString() : null,
            one.Value.GetProperty("since").GetDateTimeOffset(),
            one.Value.TryGetProperty("unreachable", out var unreachable) && unreachable.GetBoolean()));
    }

    private sealed record Try(DateTimeOffset At, string Program, string? Problem, DateTimeOffset Since, bool IsUnreachable);
}
