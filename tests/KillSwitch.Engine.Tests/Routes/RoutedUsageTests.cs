using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Tests.EveryMinute;
using KillSwitch.Engine.Tests.Ports;

namespace KillSwitch.Engine.Tests.Routes;

/// <summary>Calls by names that hide their model, from the record to the stop and to the metrics that count the same calls.</summary>
public class RoutedUsageTests
{
    private const string Profile = "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/a1b2c3d4e5f6";
    private const string Provisioned = "arn:aws:bedrock:us-east-1:111122223333:provisioned-model/p1";
    private const string Opus = "anthropic.claude-opus-4-6-v1";

    private static readonly CountedRule OpusCap = new()
    {
        Id = "opus-daily",
        Match = [new FieldMatch(Dimension.Model, [new Glob("anthropic.claude-opus-*")])],
        Per = [Dimension.Model],
        Limit = new Limit.Spend(new Usd(20)),
        Every = new Every.Calendar(WindowUnit.Day),
        Stop = StopScope.Model,
        Brake = Brake.Exact,
    };

    private readonly InMemoryRoutes _routes = new();
    private int _number;

    [Fact]
    public async Task Calls_through_a_profile_and_calls_to_its_model_make_one_counter_and_one_stop_at_its_price()
    {
        _routes.Put(Profile, Opus);
        var harness = new MinuteJobHarness(new Policy { Rules = [OpusCap] }, routes: _routes);

        // 100,000 output tokens at $27.50 a million.
        for (var i = 0; i < 4; i++)
            await CallAsync(harness, i % 2 == 0 ? Profile : "us." + Opus, output: 100_000);
        (await harness.Ports.Stops.OpenAsync(default)).ShouldBeEmpty();
        for (var i = 0; i < 4; i++)
            await CallAsync(harness, Profile, output: 100_000);

        (await harness.Ports.Stops.OpenAsync(default)).ShouldHaveSingleItem().Target.ShouldBe(new StopTarget.Model(World.Account, Opus));
        harness.Reports.ShouldAllBe(report => report.Unpriced.Count == 0);
        _routes.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_model_that_cannot_be_told_is_counted_under_its_name_and_reported()
    {
        var harness = new MinuteJobHarness(new Policy { Rules = [OpusCap] }, routes: _routes);

        await CallAsync(harness, Profile, output: 1_000_000);

        harness.Reports[^1].Unpriced.ShouldBe([Profile]);
        harness.Reports[^1].Usage.Cost.Amount.ShouldBeGreaterThan(27.5m);
    }

    [Fact]
    public async Task Provisioned_throughput_is_counted_and_costs_nothing_by_the_call()
    {
        _routes.Put(Provisioned, Opus);
        var calls = OpusCap with { Limit = new Limit.CallCount(3) };
        var harness = new MinuteJobHarness(new Policy { Rules = [calls] }, routes: _routes);

        for (var i = 0; i < 3; i++)
            await CallAsync(harness, Provisioned, output: 1_000_000);

        (await harness.Ports.Stops.OpenAsync(default)).ShouldHaveSingleItem().Target.Name.ShouldBe(Opus);
        harness.Reports.ShouldAllBe(
            report => report.Unpriced.Count == 0 && report.Usage.Cost == Usd.Zero && report.Usage.Tokens.OutputTokens == 1_000_000);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_metrics_bare_id_and_the_logs_ARN_are_one_model_and_nothing_is_unattributed(bool isKnown)
    {
        if (isKnown)
            _routes.Put(Profile, Opus);
        var harness = new MinuteJobHarness(new Policy { Rules = [OpusCap] }, routes: _routes);
        harness.World.MetricSpelling = model => model == Profile ? "a1b2c3d4e5f6" : model;

        for (var i = 0; i < 6; i++)
        {
            await CallAsync(harness, Profile, output: 10_000);
            await CallAsync(harness, "us." + Opus, output: 10_000);
        }

        for (var i = 0; i < 40; i++)
            await harness.MinuteAsync();
        harness.Restart();
        for (var i = 0; i < 10; i++)
            await harness.MinuteAsync();

        harness.LastReport.Failures.ShouldBeEmpty();
        var day =
            new Window(MinuteJobHarness.Start.ToUnixTimeSeconds(), harness.Reconciler.HourOf(harness.Now.AddHours(1)).ToUnixTimeSeconds());
        (await harness.Reconciler.UnattributedAsync(day, day.End, default)).ShouldBeEmpty();
        (await harness.Reconciler.TotalsAsync("us-east-1", day, default)).Metered.Calls.ShouldBe(12);
    }

    [Fact]
    public async Task What_the_metrics_alone_count_through_a_profile_stops_its_model()
    {
        _routes.Put(Profile, Opus);
        var harness = new MinuteJobHarness(new Policy { Rules = [OpusCap] }, routes: _routes);
        harness.World.MetricSpelling = _ => "a1b2c3d4e5f6";
        harness.World.IsLogging = false;

        for (var i = 0; i < 10; i++)
            await CallAsync(harness, Profile, output: 100_000);
        for (var i = 0; i < 10; i++)
            await harness.MinuteAsync();

        (await harness.Ports.Stops.OpenAsync(default)).ShouldHaveSingleItem().Target.Name.ShouldBe(Opus);
    }

    private async Task CallAsync(MinuteJobHarness harness, string model, long output)
    {
        harness.Call(new Invocation
        {
            Id = new RecordId(World.Account, "us-east-1", new Guid(++_number, 0, 0, new byte[8])),
            Timestamp = harness.Now,
            Caller = Caller.Parse($"arn:aws:sts::{World.Account}:assumed-role/agent/s1"),
            Model = ModelId.Parse(model),
            Tokens = new TokenUsage(0, output),
            HasTokenCounts = true,
        });
        await harness.MinuteAsync();
    }
}
