using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Tests.Cycle;

namespace KillSwitch.Benchmarks;

/// <summary>The cycle over an embedded account, and calls for it.</summary>
internal sealed class SampleGuard
{
    private readonly Meter _meter;

    /// <param name="rules">How many rules there are beside the one that counts every call.</param>
    /// <param name="cap">Of each principal, in dollars.</param>
    public SampleGuard(int rules, decimal cap = 1_000_000_000)
    {
        Rules = new RuleBook(new Policy
        {
            MaxStops = null,
            Rules = [Cap("all", "role/agent-*", cap), .. Enumerable.Range(0, rules).Select(n => Cap($"team-{n}", $"role/team-{n}-*", cap))],
        });
        var ports = InMemoryPorts.Of(new InMemoryAccount(TimeSpan.FromSeconds(10), Rules.IsExempt)) with { Ledger = Ledger, Stops = Stops };
        _meter = new Meter(new CycleContext(Rules, new Enforcement(ports)), new PriceBook()) { CountsUsage = true };
    }

    public RuleBook Rules { get; }

    public CountingLedger Ledger { get; } = new();

    public InMemoryStopStore Stops { get; } = new();

    private RecordingNotifier Notifier { get; } = new();

    /// <summary>New calls of some principals in turn, all of one second.</summary>
    public static Invocation[] Batch(int records, int principals, int from = 0) =>
        [.. Enumerable.Range(from, records).Select(n => new Invocation
    {
        Id = new RecordId("111122223333", "us-east-1", new Guid(n, 0, 0, new byte[8])),
        Timestamp = At,
        Caller = Caller.Parse($"arn:aws:sts::111122223333:assumed-role/agent-{n % principals}/task"),
        Model = ModelId.Parse("us.anthropic.claude-opus-4-6-v1"),
        Tokens = new TokenUsage(InputTokens: 2_000, OutputTokens: 300),
        HasTokenCounts = true,
    })];

    public static DateTimeOffset At { get; } = new(2026, 9, 8, 12, 0, 0, TimeSpan.Zero);

    public void Run(Invocation[] batch) => _meter.RunAsync(batch, At.AddSeconds(20), default).AsTask().GetAwaiter().GetResult();

    private static CountedRule Cap(string id, string principals, decimal usd) => new()
    {
        Id = id,
        Match = [new FieldMatch(Dimension.Principal, [new Glob(principals)])],
        Per = [Dimension.Principal],
        Limit = new Limit.Spend(new Usd(usd)),
        Every = new Every.Calendar(WindowUnit.Month),
        Stop = StopScope.Principal,
    };
}
