using KillSwitch.Aws.Audit;
using KillSwitch.Cli.Stops;
using KillSwitch.Cli.Tests.Watching;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Stops;

namespace KillSwitch.Cli.Tests.Stops;

public class ExplanationTextTests
{
    // What can be done of it, and nothing that would do nothing.
    private static readonly Dictionary<StopState, string> Next = new()
    {
        [StopState.AwaitingApproval] = "`killswitch approve ID` lets it go ahead, `killswitch reject ID --reason TEXT` drops it.",
        [StopState.Observed] = "Nothing is cut by it; `mode: enforce` in the policy stops what reaches a limit from then on.",
        [StopState.Intended] = "`killswitch restore ID` takes it back.",
        [StopState.Enforced] = "`killswitch restore ID` lets it go on.",
        [StopState.Failed] = "The guard tries again by itself; `killswitch doctor` looks for what is in its way, and "
            + "`killswitch restore ID` gives the stop up.",
        [StopState.Releasing] = "The guard tries again by itself; `killswitch doctor` looks for what is in its way.",
        [StopState.Released] = "Nothing is cut by it.",
        [StopState.Rejected] = "Nothing is cut by it.",
    };

    public static TheoryData<StopState> States => [.. Enum.GetValues<StopState>()];

    [Theory]
    [MemberData(nameof(States))]
    public void Every_state_has_its_next_step(StopState state)
    {
        var stop = StopOutputTests.Under(Unit.Usd) with { State = state };

        Text(stop)[^1].ShouldBe(Next[state].Replace("ID", stop.Id, StringComparison.Ordinal));
    }

    [Fact]
    public void What_another_stop_holds_names_that_one() =>
        Text(StopOutputTests.Under(Unit.Usd) with { State = StopState.Released, HeldBy = "stop-x,stop-y" })[^1]
            .ShouldBe("`killswitch restore stop-x` lets it go on.");

    [Theory]
    [InlineData("AwaitingApproval: role/a under rule cap", "waits for approval: role/a under rule cap")]
    [InlineData("Enforced: user/b under rule (by hand), it loops", "enforced: user/b by hand, it loops")]
    [InlineData("version 3 is in force: by ana", "version 3 is in force: by ana")]
    public void The_audit_is_told_in_the_words_of_the_screens(string kept, string says) =>
        Text(StopOutputTests.Under(Unit.Usd), new AuditEntry(SampleGuard.Now, "stop-a", kept))
            .ShouldContain("2026-03-02 10:30:00  " + says);

    [Fact]
    public void That_the_time_until_a_stop_works_is_a_drills_is_said()
    {
        var stop = StopOutputTests.Under(Unit.Usd);
        var evidence = stop.Evidence! with { RatePerSecond = 1, Horizon = TimeSpan.FromSeconds(24.1) };

        Text(stop with { Cause = (StopCause.ByRule)stop.Cause with { Evidence = evidence } })
            .ShouldContain(line => line.EndsWith("; 24.1 s until a stop works", StringComparison.Ordinal));
        evidence = evidence with { DrilledAt = SampleGuard.Now.AddDays(-12) };
        Text(stop with { Cause = (StopCause.ByRule)stop.Cause with { Evidence = evidence } })
            .ShouldContain(line => line.EndsWith(
                "; 24.1 s until a stop works, by the drill of 2026-02-18 10:30 UTC", StringComparison.Ordinal));
    }

    private static string[] Text(Stop stop, params AuditEntry[] audit) =>
        [.. ExplanationText.Lines(new StopExplanation(stop, null, null, audit), 200).Select(line => line.Text)];
}
