using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.PolicyTurns;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.Replay;

namespace KillSwitch.Engine.Tests.PolicyTurns;

/// <summary>
/// A guard whose policy changes while it runs: its meter counts by the hour, as the deployed one does, and its watch has its minute when it
/// is asked to.
/// </summary>
internal sealed class GuardOverPolicies
{
    public const string Account = "111122223333";

    private readonly List<Policy> _versions = [];
    private Meter? _meter;

    public GuardOverPolicies(Policy first, IEnforcer? enforcer = null)
    {
        Iam = new InMemoryAccount(TimeSpan.Zero, principal => new RuleBook(_versions[^1]).IsExempt(principal));
        Ports = InMemoryPorts.Of(enforcer ?? Iam, Account) with
        {
            Ledger = Ledger,
            Book = Ledger,
            Stops = Stops,
            Notifier = Notifier,
        };
        Enforcement = new Enforcement(Ports);
        Apply(first);
    }

    public InMemoryLedger Ledger { get; } = new();

    public InMemoryStopStore Stops { get; } = new();

    public RecordingNotifier Notifier { get; } = new();

    public InMemoryAccount Iam { get; }

    public GuardPorts Ports { get; }

    public Enforcement Enforcement { get; }

    public Policy Policy => _versions[^1];

    /// <summary>Puts a policy in force; the meter takes it up at once, the watch with its next minute.</summary>
    public void Apply(Policy policy)
    {
        _versions.Add(policy);
        var rules = new RuleBook(policy);
        Enforcement.GoBy(rules);
        _meter = new Meter(new CycleContext(rules, Enforcement), Calls.Prices) { CountsUsage = true };
    }

    /// <summary>Takes in records, each 20 s after it was made.</summary>
    public async Task CallAsync(params IEnumerable<Invocation> calls)
    {
        foreach (var call in calls)
            await _meter!.RunAsync([call], call.Timestamp.AddSeconds(20), default);
    }

    /// <summary>The watch's minute.</summary>
    public async Task MinuteAsync(DateTimeOffset now)
    {
        await new PolicyDuty(_versions.Count, Ports.Memory, Turn, (version, _) => ValueTask.FromResult<Policy?>(_versions[version - 1]))
            .RunAsync(now, default);
        await Enforcement.ResumeAsync(now, default);
    }

    /// <summary>What another policy would change.</summary>
    public async Task<TurnPlan> PlanAsync(Policy policy, DateTimeOffset now) =>
        await new PolicyTurn(new CycleContext(new RuleBook(policy), Enforcement))
        {
            Earlier = [new RuleBook(Policy)],
        }.PlanAsync(now, default);

    public Task<RestoreResult> RestoreAsync(Stop stop, decimal raise, DateTimeOffset now) =>
        new Restoration(Enforcement).RunAsync(stop, Policy, raise, "ana", now, default).AsTask();

    /// <summary>Every open stop, by whom it cuts.</summary>
    public async Task<IReadOnlyDictionary<string, Stop>> OpenAsync() =>
        (await Stops.OpenAsync(default)).ToDictionary(stop => stop.Target.Name);

    public async Task<Stop> OnlyAsync() => (await Stops.OpenAsync(default)).ShouldHaveSingleItem();

    /// <summary>What was said last of a target, in the state that it was said of.</summary>
    public Stop LastWordOf(string target) => Notifier.Stops.Last(stop => stop.Target.Name == target);

    public bool IsDenied(DateTimeOffset at, string role = "agent") =>
        Iam.IsDenied(Calls.Call(999_999, (at - Calls.Start).TotalSeconds, role: role));

    private PolicyTurn Turn(IReadOnlyList<RuleBook> earlier) =>
        new(new CycleContext(new RuleBook(Policy), Enforcement)) { Earlier = earlier };
}
