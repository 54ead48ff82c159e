using KillSwitch.Core.Invocations;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.PolicyFile;

namespace KillSwitch.Engine.Tests.EveryMinute;

/// <summary>Records that the metrics do not confirm: told, and nobody is stopped on them alone.</summary>
public class ExcessTests
{
    private const string Opus = "us.anthropic.claude-opus-4-6-v1";
    private readonly MinuteJobHarness _harness = new(PolicyFileReader.Read("""
        version: 1
        rules:
          - id: cap
            per: principal
            limit: { usd: 30 }
            every: month
            stop: principal
            brake: exact
          - id: ceiling
            per: account
            limit: { usd: 100 }
            every: month
            stop: account
            brake: exact
        """).Policy!);

    [Fact]
    public async Task What_the_metrics_do_not_confirm_is_told_by_model_and_by_how_much()
    {
        await SpendAsync("truthful", 2);
        await ForgeAsync("framed", 20);
        await _harness.MinutesAsync(100);

        var told = Condition().ShouldNotBeNull();
        told.Text.ShouldContain("anthropic.claude-opus-4-6-v1 in us-east-1 $20.00 from 2026-04-24 00:00 UTC");
        told.Subject.ShouldContain("in the invocation log is not in CloudWatch's metrics");
    }

    [Fact]
    public async Task Metrics_that_are_late_and_logs_that_agree_are_no_excess()
    {
        for (var n = 0; n < 150; n++)
        {
            if (n % 5 == 0)
            {
                _harness.Call(Record("truthful", 1), metricDelay: TimeSpan.FromMinutes(12), skew: TimeSpan.FromMinutes(n % 9))
                    .ShouldBeTrue();
            }

            await _harness.MinuteAsync();
            Condition().ShouldBeNull();
        }
    }

    [Fact]
    public async Task A_model_that_the_metrics_do_not_name_is_not_known_and_no_excess()
    {
        _harness.World.MetricSpelling = _ => "somebody.elses-model-v1:0";
        await SpendAsync("truthful", 20);
        await _harness.MinutesAsync(100);

        Condition().ShouldBeNull();
    }

    [Fact]
    public async Task Once_the_metrics_agree_it_is_over()
    {
        _harness.Call(Record("truthful", 2)).ShouldBeTrue();
        _harness.Call(Record("late", 20), metricDelay: TimeSpan.FromMinutes(110)).ShouldBeTrue();
        await _harness.MinutesAsync(100);
        Condition().ShouldNotBeNull();

        await _harness.MinutesAsync(30);

        Condition().ShouldBeNull();
    }

    [Fact]
    public async Task Who_is_over_by_forged_records_alone_waits_for_a_person_and_is_told_why()
    {
        await SpendAsync("truthful", 2);
        await ForgeAsync("framed", 25);
        await _harness.MinutesAsync(100);
        // What settled is in doubt; what comes now takes it over the limit.
        await SpendAsync("framed", 10);
        await _harness.MinutesAsync(2);

        var stop = (await OpenAsync()).Single(stop => stop.Target.Name == "role/framed");
        stop.State.ShouldBe(StopState.AwaitingApproval);
        stop.Unconfirmed.ShouldNotBeNull().ShouldBeGreaterThan(20);
        stop.Note.ShouldNotBeNull().ShouldContain("CloudWatch's metrics do not confirm");
        _harness.Call(Record("framed", 1)).ShouldBeTrue();
    }

    [Fact]
    public async Task Who_forges_records_of_itself_is_stopped_for_what_it_truly_spent()
    {
        await SpendAsync("agent", 2);
        await ForgeAsync("agent", 25);
        await _harness.MinutesAsync(100);
        await SpendAsync("agent", 10);
        await _harness.MinutesAsync(2);
        (await OpenAsync()).Single(stop => stop.Target.Name == "role/agent").State.ShouldBe(StopState.AwaitingApproval);

        await SpendAsync("agent", 25);
        await _harness.MinutesAsync(2);

        (await OpenAsync()).Single(stop => stop.Target.Name == "role/agent").State.ShouldBe(StopState.Enforced);
        _harness.Call(Record("agent", 1)).ShouldBeFalse();
    }

    [Fact]
    public async Task Who_forges_records_of_others_is_not_spared_by_it()
    {
        await SpendAsync("truthful", 2);
        await ForgeAsync("framed", 25);
        await _harness.MinutesAsync(100);

        await SpendAsync("agent", 35);
        await _harness.MinutesAsync(2);

        (await OpenAsync()).Single(stop => stop.Target.Name == "role/agent").State.ShouldBe(StopState.Enforced);
    }

    [Fact]
    public async Task What_waited_goes_ahead_when_the_metrics_come_after_all()
    {
        _harness.Call(Record("other", 2)).ShouldBeTrue();
        _harness.Call(Record("agent", 25), metricDelay: TimeSpan.FromMinutes(130)).ShouldBeTrue();
        await _harness.MinutesAsync(100);
        await SpendAsync("agent", 10);
        await _harness.MinutesAsync(2);
        (await OpenAsync()).Single(stop => stop.Target.Name == "role/agent").State.ShouldBe(StopState.AwaitingApproval);

        await _harness.MinutesAsync(40);

        var stop = (await OpenAsync()).Single(stop => stop.Target.Name == "role/agent");
        (stop.State, stop.EnforcedAt.HasValue).ShouldBe((StopState.Enforced, true));
    }

    [Fact]
    public async Task A_stop_of_the_account_that_rests_on_it_is_named_with_the_command_that_lifts_it()
    {
        await SpendAsync("truthful", 2);
        await ForgeAsync("framed", 120);
        await _harness.MinutesAsync(1);
        var stop = (await OpenAsync()).Single(stop => stop.Target is StopTarget.WholeAccount);
        stop.State.ShouldBe(StopState.Enforced, "nothing has settled yet");

        await _harness.MinutesAsync(100);

        var told = Condition().ShouldNotBeNull();
        told.Text.ShouldContain(stop.Id);
        told.Remedy.ShouldContain("killswitch restore NAME");
    }

    private async Task SpendAsync(string role, decimal usd)
    {
        _harness.Call(Record(role, usd)).ShouldBeTrue();
        await _harness.MinuteAsync();
    }

    // Somebody writes into the log group: the meter has it, the metrics do not.
    private async Task ForgeAsync(string role, decimal usd) => await _harness.MeterAsync([Record(role, usd)]);

    private Condition? Condition() => _harness.LastReport.Conditions.Select(one => one.Condition)
        .FirstOrDefault(condition => condition.Kind == GuardCondition.LogExceedsMetrics);

    private ValueTask<IReadOnlyList<Stop>> OpenAsync() => _harness.Ports.Stops.OpenAsync(TestContext.Current.CancellationToken);

    // $5.50 a million input tokens.
    private Invocation Record(string role, decimal usd) => new()
    {
        Id = new RecordId(World.Account, "us-east-1", Guid.NewGuid()),
        Timestamp = _harness.Now,
        Caller = Caller.Parse($"arn:aws:sts::{World.Account}:assumed-role/{role}/s"),
        Model = ModelId.Parse(Opus),
        Operation = "Converse",
        Tokens = new TokenUsage(InputTokens: (long)(usd / 5.5m * 1_000_000)),
        HasTokenCounts = true,
    };
}
