using System.Collections.Immutable;
using KillSwitch.Aws.Policies;
using KillSwitch.Cli.Status;
using KillSwitch.Cli.UsageReports;
using KillSwitch.Cli.Watching;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.PolicyFile;
using KillSwitch.Engine.Ports;
using Stop = KillSwitch.Core.Stops.Stop;

namespace KillSwitch.Cli.Tests.Watching;

/// <summary>A guard that has something to show.</summary>
internal static class SampleGuard
{
    public const string LongName = "role/data-team-nightly-batch-embedding-refresh";

    private const string Policy = """
        version: 1
        rules:
          - id: daily-cap
            per: principal
            limit: { usd: 60 }
            every: day
            stop: principal
          - id: daily-calls
            per: account
            limit: { calls: 2000 }
            every: day
            stop: none
        """;

    public static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 30, 0, TimeSpan.Zero);

    private static readonly Window Day = WindowCalendar.Of("UTC").Containing(WindowUnit.Day, Now.ToUnixTimeSeconds());

    private static readonly IReadOnlyList<CountedRule> Rules = [.. PolicyFileReader.Read(Policy).Policy!.Rules.OfType<CountedRule>()];

    public static WatchView View(Snapshot? snapshot = null) => new() { Snapshot = snapshot ?? Snapshot(), Every = TimeSpan.FromSeconds(5) };

    /// <param name="names">How many names have spent.</param>
    /// <param name="problems">What is wrong with the guard.</param>
    public static Snapshot Snapshot(int names = 12, params string[] problems)
    {
        Projection[] closest =
        [
            Projection.Of(Reading(0, LongName, 54), perHour: 30, Now),
            Projection.Of(Reading(0, "role/agent-7", 30), perHour: 0, Now),
            Projection.Of(Reading(1, "account 1", 400), perHour: 10, Now),
        ];
        var status = new GuardStatus(
            new PolicyVersion(3, Policy, Now, "arn:aws:iam::1:user/admin"),
            PolicyMode.Enforce,
            [new Heartbeat("watch", Now.AddSeconds(-12))],
            [StopOf("role/agent-7", StopState.Enforced), StopOf("role/reports", StopState.AwaitingApproval)],
            [],
            [],
            [],
            new Dictionary<string, KillSwitch.Engine.RunningWork.StopWork>(),
            problems)
        { Counters = [.. closest.Select(one => one.Reading)] };
        var hours = Enumerable.Range(0, 11).Select(hour => new UsageHour(
            new Window(Day.Start + (hour * 3600), Day.Start + ((hour + 1) * 3600)),
            [.. Enumerable.Range(0, names)
                .Select(i => ($"account=1|principal={(i == 0 ? LongName : $"role/name-{i}")}",
                new Usage(10, new TokenUsage(InputTokens: 1_000_000, OutputTokens: 20_000), new Usd(100m / (i + 1)))))])).ToList();
        return new Snapshot(
            Now,
            Place,
            status,
            new Spending(12.5m, 399.2m, new Burning(
                new LastMinutes(new Usage(4, default, new Usd(25m / 12)), TimeSpan.FromMinutes(5), Now), Now),
                [.. Enumerable.Range(0, 24).Select(hour => (decimal)hour)]),
            UsageBy.Principal,
            WindowUnit.Day,
            UsageReport.Of(Day, hours, UsageBy.Principal, []),
            closest);
    }

    public static CounterReading Reading(int rule, string subject, decimal measured)
    {
        var limit = Rules[rule].Limit.Bound;
        return new CounterReading(Rules[rule], subject, measured, limit, measured / limit, Day)
        {
            Scope = subject.StartsWith("account", StringComparison.Ordinal) ? "account=1" : $"account=1|principal={subject}",
        };
    }

    private static Stop StopOf(string principal, StopState state)
    {
        var stop = Stop.ByHand(new StopTarget.Principal("1", principal, $"arn:aws:iam::1:{principal}"), "arn:aws:iam::1:user/admin",
            "loops", Now.AddHours(-1));
        return stop with { State = state };
    }

    private static Deployment Place { get; } = new("KillSwitch", "us-east-1", "ledger", "topic")
    {
        Denies = ImmutableDictionary<PreparedDeny, string>.Empty.Add(
            PreparedDeny.Spending, "arn:aws:iam::123456789012:policy/deny"),
    };
}
