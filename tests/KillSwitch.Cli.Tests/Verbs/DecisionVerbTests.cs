using KillSwitch.Cli.Terminals;
using KillSwitch.Cli.Tests.Accounts;
using KillSwitch.Core.Stops;

namespace KillSwitch.Cli.Tests.Verbs;

/// <summary><c>approve</c>, <c>reject</c> and <c>restore</c> of a stop in a state that leaves nothing to decide.</summary>
public class DecisionVerbTests
{
    [Theory]
    [InlineData("approve")]
    [InlineData("reject", "--reason", "a test")]
    public async Task Whoever_names_the_one_who_is_stopped_is_told_the_stop(string verb, params string[] more)
    {
        var run = await RunAsync(StopState.AwaitingApproval, [verb, "role/agent", .. more]);

        (run.ExitCode, run.Output).ShouldBe((ExitCode.BadInput, ""));
        run.Error.TrimEnd().ShouldBe($"killswitch: there is no stop `role/agent`; its stop is `{KeptStop.Id}`");
    }

    [Theory]
    [InlineData("stop", "role/agent")]
    [InlineData("reject", KeptStop.Id)]
    public async Task A_reason_that_says_nothing_is_none(string verb, string what)
    {
        foreach (var reason in (string[])["", "  "])
        {
            var run = await Run.Of(verb, what, "--reason", reason);

            (run.ExitCode, run.Output).ShouldBe((ExitCode.BadInput, ""));
            run.Error.ShouldContain("is no `--reason`; allowed: why, in a few words");
        }
    }

    // What did not become of it is no success, though nothing was changed by the command.
    [Theory]
    [InlineData("approve", StopState.Failed, "NOT stopped: IAM said no")]
    [InlineData("restore", StopState.Releasing, "still stopped: IAM said no")]
    public async Task What_is_not_carried_out_yet_is_not_done(string verb, StopState state, string says)
    {
        var run = await RunAsync(state, verb, KeptStop.Id);

        run.ExitCode.ShouldBe(ExitCode.AwsRefused, run.Error);
        run.Output.ShouldContain(says);
    }

    [Theory]
    [InlineData(StopState.Enforced, "it no longer waits for approval; `killswitch restore " + KeptStop.Id + "` lifts it")]
    [InlineData(StopState.Observed, "it does not wait for approval, and nothing is cut by it")]
    public async Task What_cannot_be_rejected_says_the_command_that_is_meant(StopState state, string says)
    {
        var run = await RunAsync(state, "reject", KeptStop.Id, "--reason", "a test");

        (run.ExitCode, run.Output).ShouldBe((ExitCode.Refused, ""));
        run.Error.ShouldContain(says);
    }

    [Theory]
    [InlineData(StopState.AwaitingApproval, "What waits: `killswitch approve STOP` lets it go ahead, `killswitch reject STOP --reason TEXT` drops it.")]
    [InlineData(StopState.Failed, "IAM said no; it is tried again, and `killswitch explain " + KeptStop.Id + "` says what to do")]
    public async Task Status_says_what_to_do_of_a_stop_that_needs_somebody(StopState state, string says) =>
        (await RunAsync(state, "status")).Output.ShouldContain(says);

    [Fact]
    public async Task What_a_session_warns_of_is_wrapped_as_all_else()
    {
        using var account = new GuardStandIn
        {
            Answers = (operation, request) => KeptStop.In(StopState.Enforced)(operation, request)
                ?.Replace("revision", "revisions", StringComparison.Ordinal),
        };
        using var process = CliProcess.Start(
            new Dictionary<string, string>(account.Environment) { ["COLUMNS"] = "60" }, "explain", KeptStop.Id, "--stack", "KillSwitch");
        var run = await process.EndAsync();

        run.ExitCode.ShouldBe(ExitCode.BadInput, run.Error);
        run.Error.Split("killswitch: ").Length.ShouldBe(3, run.Error);
        run.Error.Split('\n').ShouldAllBe(line => line.Length <= 60);
    }

    private static async Task<Run> RunAsync(StopState state, params string[] line)
    {
        using var account = new GuardStandIn { Answers = KeptStop.In(state) };
        using var process = CliProcess.Start(account.Environment, [.. line, "--stack", "KillSwitch"]);
        return await process.EndAsync();
    }
}
