using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Facts;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.Replay;

namespace KillSwitch.Engine.Tests.Cycle;

/// <summary>A guard on an embedded account, run batch by batch; each batch is evaluated 20 s after its newest record.</summary>
internal sealed class MeterHarness
{
    private readonly RuleBook _rules;
    private readonly Meter _meter;

    public MeterHarness(Policy policy, IEnforcer? enforcer = null, ILedger? ledger = null, IPriceBook? prices = null,
        CallFacts? facts = null, GuardTiming? timing = null)
    {
        Timing = timing ?? GuardTiming.Guessed;
        Facts = facts;
        _rules = new RuleBook(policy);
        Ledger = ledger ?? new InMemoryLedger();
        Account = new InMemoryAccount(TimeSpan.FromSeconds(10), _rules.IsExempt);
        Ports = InMemoryPorts.Of(enforcer ?? Account) with { Ledger = Ledger, Stops = Stops, Notifier = Notifier };
        Enforcement = new Enforcement(Ports);
        _meter = new Meter(Context, prices ?? Calls.Prices);
    }

    public ILedger Ledger { get; }

    public InMemoryStopStore Stops { get; } = new();

    public RecordingNotifier Notifier { get; } = new();

    public InMemoryAccount Account { get; }

    public GuardPorts Ports { get; }

    public Enforcement Enforcement { get; }

    /// <summary>What records do not say; null where nobody is asked.</summary>
    public CallFacts? Facts { get; }

    /// <summary>What the guard knows of itself.</summary>
    public GuardTiming Timing { get; }

    public CycleContext Context => new(_rules, Enforcement) { Facts = Facts, Timing = Timing };

    public ValueTask<MeterReport> Run(IReadOnlyCollection<Invocation> batch, DateTimeOffset? now = null) =>
        _meter.RunAsync(batch, now ?? batch.Max(call => call.Timestamp).AddSeconds(20), default);

    /// <summary>
    /// What must not depend on how records were delivered: who was stopped by which rule in which window, what was told, every total.
    /// </summary>
    public async Task<string> Outcome(IEnumerable<Invocation> all)
    {
        var lines = (await Stops.OpenAsync(default)).Select(stop => $"stop {stop.Trip!.Rule} {stop.Trip.Scope} {stop.Trip.Window}")
            .Concat(Notifier.Notices.Select(
                notice => $"told {notice.Key.Trip.Rule} {notice.Key.Trip.Scope} {notice.Key.Trip.Window} {notice.Key.Level}"))
            .ToList();
        foreach (var counter in all.SelectMany(call => _rules.Hits(call).Select(hit => Counter(hit, call))).Distinct())
            lines.Add($"total {counter} {(await Ledger.ReadAsync([counter], default))[0]}");
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    /// <summary>Of the first rule that counts a call.</summary>
    public string ScopeOf(Invocation call) => _rules.Hits(call)[0].Scope;

    private CounterKey Counter(RuleHit hit, Invocation call)
    {
        return new CounterKey(hit.Scope, hit.Windows.Bucket(call.Timestamp.ToUnixTimeSeconds()));
    }
}
