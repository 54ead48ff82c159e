using KillSwitch.Aws.Ledger;
using KillSwitch.Aws.Stops;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.PolicyFile;
using KillSwitch.Engine.Replay;

namespace KillSwitch.Aws.Tests.Cycle;

/// <summary>Over the real stores a guard stops where the back-test with the same policy says, to the last digit.</summary>
public class OwnPricesTests(MotoServer server)
{
    private const string Text = """
        version: 1
        prices:
          - { model: amazon.nova-pro-v1:0, input: 0.7123, output: 2.9, source: "private offer" }
        discounts:
          - { match: { principal: role/ci }, percent: 33.3333, source: "EDP for CI" }
          - { match: { model: "anthropic.*" }, percent: 17.25, source: "EDP" }
        rules:
          - { id: cap, per: principal, limit: { usd: 3 }, every: day, stop: principal, brake: exact }
        """;

    private static readonly DateTimeOffset Start = new(2026, 4, 24, 3, 0, 0, TimeSpan.Zero);
    private static readonly Policy Policy = PolicyFileReader.Read(Text).Policy!;

    [Fact]
    public async Task Own_prices_and_discounts_count_as_the_back_test_counts_them()
    {
        Invocation[] calls = [.. Enumerable.Range(0, 120).Select(Call)];
        var foreseen = await Replay.RunAsync(Policy, PolicyPrices.Book(Policy), calls, ReplayOptions.Default, null, default);
        var table = await Tables.CreateAsync(server);
        var (account, ledger, stops) =
            (new InMemoryAccount(TimeSpan.FromSeconds(10), _ => false), new DynamoLedger(table),
                new DynamoStopStore(table, TimeProvider.System));
        var rules = new RuleBook(Policy);
        var meter = new Meter(
            new CycleContext(rules, new Enforcement(InMemoryPorts.Of(account) with { Ledger = ledger, Stops = stops })),
            PolicyPrices.Book(rules))
        { CountsUsage = true };

        foreach (var call in calls)
        {
            if (!account.IsDenied(call))
                await meter.RunAsync([call], call.Timestamp.AddSeconds(20), default);
        }

        var stopped = await stops.OpenAsync(default);
        stopped.Count.ShouldBe(2);
        stopped.Select(stop => (stop.Target.Name, stop.At, stop.Evidence!.Measured))
            .ShouldBe(foreseen.Stops.Select(stop => (stop.Target.Name, stop.At, stop.Measured)), ignoreOrder: true);
        stopped.ShouldAllBe(stop => stop.Evidence!.Total.ListCost > stop.Evidence.Total.Cost);
        var day = WindowCalendar.Of("UTC").Containing(WindowUnit.Day, Start.ToUnixTimeSeconds());
        var counted = await ledger.ReadAsync(
            [.. ((string[])["agent", "ci"]).Select(role => new CounterKey("account=123456789012|principal=role/" + role, day))], default);
        (counted[0].Cost + counted[1].Cost, counted[0].ListCost + counted[1].ListCost)
            .ShouldBe((foreseen.WithGuard, foreseen.ListSpend!.WithGuard));
    }

    private static Invocation Call(int number) => new()
    {
        Id = new RecordId("123456789012", "us-east-1", new Guid(number, 9, 9, new byte[8])),
        Timestamp = Start.AddSeconds(number),
        Caller = Caller.Parse($"arn:aws:sts::123456789012:assumed-role/{(number % 2 == 0 ? "agent" : "ci")}/s"),
        Model = ModelId.Parse(number % 3 == 0 ? "amazon.nova-pro-v1:0" : "us.anthropic.claude-opus-4-6-v1"),
        Tokens = new TokenUsage(InputTokens: 10_007 + number, OutputTokens: 3_001 + (7 * number), CacheReadInputTokens: 501),
        HasTokenCounts = true,
    };
}
