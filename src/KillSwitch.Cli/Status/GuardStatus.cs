using System.Globalization;
using KillSwitch.Aws.Policies;
using KillSwitch.Cli.Session;
using KillSwitch.Core.Drills;
using KillSwitch.Core.Leases;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Reconciliation;
using KillSwitch.Engine.RunningWork;

namespace KillSwitch.Cli.Status;

/// <summary>A guard at a glance.</summary>
/// <param name="Policy">The one that the guard goes by; null while none was applied, and where none can be read.</param>
/// <param name="Mode">Of that policy.</param>
/// <param name="Parts">Signs of life.</param>
/// <param name="Stops">Open ones.</param>
/// <param name="Close">Counters that have used half of their limit or more, the fullest first.</param>
/// <param name="Conditions">What the watch found wrong with the guard.</param>
/// <param name="Unattributed">Today's usage that CloudWatch counts and no log explains, by model and region.</param>
/// <param name="Work">By stop, the jobs and the capacity that it met; a stop that was not looked after yet has none.</param>
/// <param name="Problems">What is wrong, a sentence each, with what to do.</param>
internal sealed record GuardStatus(
    PolicyVersion? Policy,
    PolicyMode Mode,
    IReadOnlyList<Heartbeat> Parts,
    IReadOnlyList<Stop> Stops,
    IReadOnlyList<CounterReading> Close,
    IReadOnlyList<LastingCondition> Conditions,
    IReadOnlyList<ModelUsage> Unattributed,
    IReadOnlyDictionary<string, StopWork> Work,
    IReadOnlyList<string> Problems)
{
    /// <summary>As it stands; null where there is none.</summary>
    public Lease? Lease { get; init; }

    /// <summary>Every counter of every rule that bounds a sum, the fullest first.</summary>
    public IReadOnlyList<CounterReading> Counters { get; init; } = [];

    /// <summary>How fast the account spends.</summary>
    public Burning? Burning { get; init; }

    /// <summary>The last of each region that has had one.</summary>
    public IReadOnlyList<DrillFindings> Drills { get; init; } = [];

    private const decimal CloseShare = 0.5m;
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(5);

    public static async Task<GuardStatus> ReadAsync(GuardSession session, CancellationToken cancellation)
    {
        var found = await session.InForceAsync(cancellation);
        var (version, policy) = (found.Version, found.Policy);
        var parts = await session.Guard.Heartbeats.ReadAsync(cancellation);
        var stops = await session.Guard.Stops.OpenAsync(cancellation);
        var counters = await CounterReading.ReadAsync(session, policy, cancellation);
        var close = counters.Where(reading => reading.Share >= CloseShare).ToList();
        var conditions = await new HealthBook(session.Guard.Memory, session.Guard.Notifier).ReadAsync(cancellation);
        var calendar = WindowCalendar.Of(policy.TimeZone);
        var today = calendar.Containing(WindowUnit.Day, GuardSession.Now.ToUnixTimeSeconds());
        var unattributed = await session.UnattributedAsync(policy, today, cancellation);
        var work = await WorkAsync(session, stops, cancellation);
        var drills = await session.Guard.Drills.AllAsync(cancellation);
        var terms = session.Guard.Place.Lease;
        var lease = terms is null ? null : await session.Guard.LeaseBook.ReadAsync(cancellation);
        string[] problems =
        [
            .. Faults(found, parts, stops), .. conditions.Select(Sentence),
            .. PendingMessage(await session.Guard.Waiting.CountAsync(cancellation)),
            .. terms is not null && LeaseOutput.Problem(terms, lease, GuardSession.Now) is { } problem ? [problem] : (string[])[],
            .. session.Guard.Damaged.Take().Select(item => item.ToString()),
        ];
        return new GuardStatus(version, policy.Mode, parts, stops, close, conditions, unattributed, work, problems)
        {
            Lease = lease,
            Counters = counters,
            Drills = drills,
            Burning = await Burning.ReadAsync(session, parts, calendar, GuardSession.Now, cancellation),
        };
    }

    private static async Task<Dictionary<string, StopWork>> WorkAsync(
        GuardSession session, IReadOnlyList<Stop> stops, CancellationToken cancellation)
    {
        var book = new StopWorkBook(session.Guard.Memory);
        var found = new Dictionary<string, StopWork>(StringComparer.Ordinal);
        foreach (var stop in stops.Where(stop => stop.IsActive))
        {
            if (await book.FindAsync(stop.Id, cancellation) is { } work)
                found[stop.Id] = work;
        }

        return found;
    }

    private static string Sentence(LastingCondition one) =>
        string.Create(CultureInfo.InvariantCulture,
            $"{one.Condition.Subject}, since {one.Since.UtcDateTime:yyyy-MM-dd HH:mm} UTC: {one.Condition.Remedy}");

    private static IEnumerable<string> PendingMessage(int waiting)
    {
        if (waiting > 0)
        {
            yield return $"{waiting} {(waiting == 1 ? "message" : "messages")} could not be published and wait: look whether the topic is "
                + "there and lets the guard publish";
        }
    }

    private static IEnumerable<string> Faults(PolicyFound found, IReadOnlyList<Heartbeat> parts, IReadOnlyList<Stop> stops)
    {
        if (found.Problem is { } problem)
        {
            yield return $"{problem}; `killswitch policy apply FILE` mends it";
        }
        else if (found.Version is null)
        {
            yield return "no policy is in force: everything is counted and nothing is stopped; `killswitch policy apply killswitch.yaml` "
                + "puts one in force";
        }

        var watch = parts.FirstOrDefault(part => part.Part == "watch");
        if (watch is null)
        {
            yield return "the watch has never run: look at its schedule and its log";
        }
        else if (GuardSession.Now - watch.At > LongestSilence)
        {
            var ago = Counted.Of((int)(GuardSession.Now - watch.At).TotalMinutes, "minute");
            yield return $"the watch last ran {ago} ago and should every minute: look at its log and its alarms";
        }

        if (!parts.Any(part => part.Part.StartsWith("meter/", StringComparison.Ordinal)))
        {
            yield return "no record has reached the meter yet: without a call to Bedrock there is none, else look at invocation logging "
                + "and the subscription";
        }

        foreach (var stop in stops.Where(stop => stop.State == StopState.Failed))
        {
            yield return $"{stop.Cut.Said} should be stopped and is not ({stop.Id}): {stop.Note}; it is tried again, and "
                + $"`killswitch explain {stop.Id}` says what to do";
        }
    }
}
