using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.PolicyFile;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.Cycle;

/// <summary>Two records of one request that say different things: the larger counts, and people hear of it.</summary>
public class ContradictionTests
{
    private static readonly DateTimeOffset Now = Start.AddMinutes(1);
    private readonly InMemoryMemory _memory = new();
    private readonly InMemoryStopStore _stops = new();
    private readonly InMemoryLedger _ledger = new();

    [Fact]
    public async Task Empty_forgeries_that_came_first_hide_nothing_and_are_told_with_both_figures()
    {
        var calls = Enumerable.Range(0, 20).Select(n => Call(n, n, usd: 1.1m)).ToList();

        await MeterAsync(
            calls.Select(call => call with { Tokens = default, Caller = Caller.Parse("arn:aws:iam::111122223333:user/nobody") }));
        (await _stops.OpenAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
        await MeterAsync(calls);

        (await _stops.OpenAsync(TestContext.Current.CancellationToken))
            .ShouldHaveSingleItem().Target.ShouldBeOfType<StopTarget.Principal>().PrincipalName.ShouldBe("role/agent");
        var told = (await FoundAsync()).ShouldHaveSingleItem();
        told.Text.ShouldContain("of 20 requests");
        told.Text.ShouldContain("one record says 0 tokens, $0.00 and another 110 tokens, $1.10");
    }

    [Fact]
    public async Task What_comes_second_and_says_less_is_told_too()
    {
        await MeterAsync([Call(1, 0, usd: 2)]);
        await MeterAsync([Call(1, 0, usd: 1)]);

        (await FoundAsync()).ShouldHaveSingleItem().Kind.ShouldBe(GuardCondition.RecordsContradict);
    }

    [Fact]
    public async Task A_record_that_comes_again_is_told_of_to_nobody()
    {
        await MeterAsync([Call(1, 0)]);
        await MeterAsync([Call(1, 0)]);

        (await FoundAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("ConverseStream", 90, true)]
    [InlineData("InvokeModelWithResponseStream", -90, true)]
    [InlineData("ConverseStream", 3600, false)]
    [InlineData("Converse", 90, false)]
    public async Task Bedrock_itself_may_write_a_first_record_of_a_stream_without_tokens(string operation, double later, bool isInnocent)
    {
        await MeterAsync([Call(1, 0) with { Operation = operation, Tokens = default }]);
        await MeterAsync([Call(1, later) with { Operation = operation }]);

        (await FoundAsync()).Any().ShouldBe(!isInnocent);
    }

    [Fact]
    public async Task A_stream_may_begin_with_nothing_and_not_with_less()
    {
        await MeterAsync([Call(1, 0, usd: 1) with { Operation = "ConverseStream" }]);
        await MeterAsync([Call(1, 1, usd: 2) with { Operation = "ConverseStream" }]);

        (await FoundAsync()).ShouldHaveSingleItem();
    }

    private async Task MeterAsync(IEnumerable<Invocation> batch)
    {
        var rules = new RuleBook(PolicyFileReader.Read("""
            version: 1
            rules:
              - id: cap
                per: principal
                limit: { usd: 3 }
                every: month
                stop: principal
            """).Policy!);
        var (notifier, account) = (new RecordingNotifier(), new InMemoryAccount(TimeSpan.Zero, rules.IsExempt));
        var ports = InMemoryPorts.Of(account) with { Ledger = _ledger, Stops = _stops, Notifier = notifier };
        var meter = new Meter(new CycleContext(rules, new Enforcement(ports)), Prices)
        {
            Contradictory = new ContradictoryRecords(_memory),
        };
        await meter.RunAsync([.. batch], Now, TestContext.Current.CancellationToken);
    }

    private async Task<IReadOnlyList<Condition>> FoundAsync()
    {
        var findings = new Findings();
        await new ContradictoryRecords(_memory).LookAsync(findings, ["us-east-1"], Now, TestContext.Current.CancellationToken);
        return findings.Present;
    }
}
