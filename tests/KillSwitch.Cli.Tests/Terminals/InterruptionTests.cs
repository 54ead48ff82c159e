using System.Diagnostics;
using System.Text.RegularExpressions;
using KillSwitch.Cli.Session.Acts;
using KillSwitch.Cli.Terminals;
using KillSwitch.Cli.Tests.Accounts;
using KillSwitch.Cli.Tests.Verbs;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.InMemory;

namespace KillSwitch.Cli.Tests.Terminals;

/// <summary>A command that is ended before its end, as a process to which signals are sent at each of its moments.</summary>
public class InterruptionTests
{
    private static readonly string[] Stop = ["stop", "role/agent", "--reason", "a test"];

    public static TheoryData<string> Verbs => AccountVerbTests.VerbsOfAGuard;

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    [InlineData("QUIT")]
    public async Task Every_signal_that_ends_a_process_ends_it_with_a_sentence(string signal) =>
        ShouldSay(await AtAsync("GetParameter", Stop, signal), "nothing was changed");

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Every_verb_says_so_before_it_has_written(string verb) =>
        ShouldSay(await AtAsync("GetParameter", AccountVerbTests.Line(verb), "INT"), "nothing was changed");

    [Theory]
    [InlineData("GetCallerIdentity", "nothing was changed")]
    [InlineData("Query", "nothing was changed")]
    [InlineData("ListAttachedRolePolicies", "nothing was changed")]
    [InlineData("TransactWriteItems", "AWS has not answered whether `stop-[a-z0-9]+` of `role/agent` is written: `killswitch status` shows it, and if it is there, the guard carries it out")]
    [InlineData("AttachRolePolicy", "the stop `stop-[a-z0-9]+` of `role/agent` is written and will be carried out: the guard does so within a minute")]
    public async Task A_stop_says_what_stands_of_it(string at, string says) => ShouldSay(await AtAsync(at, Stop, "TERM"), says);

    [Fact]
    public async Task A_policy_that_may_be_in_force_is_no_policy_that_is_not()
    {
        var run = await AtAsync("TransactWriteItems", AccountVerbTests.Line("policy apply"), "INT");

        // What it changes was printed before.
        ShouldSay(run with { Output = "" }, "AWS has not answered whether version 1 is in force: `killswitch policy show` says");
    }

    [Fact]
    public async Task Whoever_asks_twice_does_not_wait()
    {
        var watch = new Stopwatch();

        // What is being written is waited for, for five seconds.
        var run = await AtAsync("TransactWriteItems", Stop, "INT", () => watch.Start(), "INT");

        ShouldSay(run, "AWS has not answered whether `stop-[a-z0-9]+` of `role/agent` is written.*");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task What_computes_and_asks_nobody_ends_too()
    {
        using var process = CliProcess.Start(new Dictionary<string, string>(), "simulate", "fleet");
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        process.Signal("INT");

        ShouldSay(await process.EndAsync(), "nothing was changed");
    }

    [Theory]
    [InlineData("killswitch prices --output json | true")]
    [InlineData("killswitch help | true")]
    [InlineData("killswitch simulate incident --output json | true")]
    public async Task A_reader_that_has_gone_ends_it_without_a_word(string line)
    {
        using var process = CliProcess.Shell(new Dictionary<string, string>(), line);
        var run = await process.EndAsync();

        (run.ExitCode, run.Output).ShouldBe((130, ""), run.Error);
        run.Error.ShouldNotContain("killswitch:");
    }

    [Fact]
    public async Task A_live_view_ends_when_its_reader_has_gone()
    {
        using var account = new GuardStandIn();
        using var process = CliProcess.Shell(account.Environment, "killswitch watch --output json --every 1s --stack KillSwitch | head -1");
        var run = await process.EndAsync();

        (run.ExitCode, run.Output.Count(c => c == '\n')).ShouldBe((130, 1), run.Error);
    }

    [Fact]
    public async Task Whatever_state_a_stop_was_written_in_something_true_is_said_of_it()
    {
        var stop = Core.Stops.Stop.ByHand(
            new StopTarget.Principal("111122223333", "role/agent", "arn:aws:iam::111122223333:role/agent"),
            "arn:aws:iam::111122223333:user/a", "a test", DateTimeOffset.UnixEpoch);
        foreach (var state in Enum.GetValues<StopState>())
            ActWords.Of(stop with { State = state }).ShouldContain($"`{stop.Id}`");

        var undertaking = new Undertaking();
        var stops = new SeenStops(new InMemoryStopStore(), undertaking);
        undertaking.Sentence.ShouldBe("nothing was changed");
        await stops.TryOpenAsync(stop, null, null, TestContext.Current.CancellationToken);
        undertaking.Sentence.ShouldContain("is written and will be carried out");

        var lifted = stop with { State = StopState.Releasing, Revision = stop.Revision + 1 };
        (await stops.TryAdvanceAsync(stop, lifted, null, TestContext.Current.CancellationToken)).ShouldBeTrue();
        undertaking.Sentence.ShouldContain("the restore of");
        // What somebody else wrote first leaves what was said.
        (await stops.TryAdvanceAsync(stop, stop with { State = StopState.Enforced }, null, TestContext.Current.CancellationToken))
            .ShouldBeFalse();
        undertaking.Sentence.ShouldContain("the restore of");
    }

    [Fact]
    public async Task Nothing_begins_to_be_written_once_it_was_interrupted()
    {
        var (undertaking, hasWritten) = (new Undertaking(), false);

        await Should.ThrowAsync<OperationCanceledException>(async () => await undertaking.WriteAsync(
            "it", "perhaps", token => new ValueTask<bool>(hasWritten = true), _ => "written", new CancellationToken(canceled: true)));

        (hasWritten, undertaking.Sentence).ShouldBe((false, "nothing was changed"));
    }

    // The process ends behind the second.
    [Fact]
    public async Task Whoever_asks_for_the_sentence_while_it_is_written_waits_for_it()
    {
        using var interruption = new Interruption();
        using var slow = new HeldWriter();
        var first = Task.Run(() => interruption.Say(slow), TestContext.Current.CancellationToken);
        slow.Met.Wait(TestContext.Current.CancellationToken);
        var second = Task.Run(() => interruption.Say(TextWriter.Null), TestContext.Current.CancellationToken);

        (await Task.WhenAny(second, Task.Delay(100, TestContext.Current.CancellationToken))).ShouldNotBe(second);
        slow.Go.Set();
        await Task.WhenAll(first, second);
    }

    private sealed class HeldWriter : StringWriter
    {
        public ManualResetEventSlim Met { get; } = new();

        public ManualResetEventSlim Go { get; } = new();

        public override void WriteLine(string? value)
        {
            Met.Set();
            Go.Wait();
            base.WriteLine(value);
        }

        protected override void Dispose(bool disposing)
        {
            Met.Dispose();
            Go.Dispose();
            base.Dispose(disposing);
        }
    }

    private static async Task<Run> AtAsync(
        string operation, string[] args, string signal, Action? between = null, string? again = null)
    {
        using var account = new GuardStandIn { Hangs = operation };
        using var process = CliProcess.Start(account.Environment, [.. args, "--stack", "KillSwitch"]);
        await Task.WhenAny(account.Held, process.EndAsync());
        account.Held.IsCompleted.ShouldBeTrue(account.Held.IsCompleted ? "" : (await process.EndAsync()).Error);
        process.Signal(signal);
        if (again is not null)
        {
            between!();
            process.Signal(again);
        }

        return await process.EndAsync();
    }

    private static void ShouldSay(Run run, string says)
    {
        (run.ExitCode, run.Output).ShouldBe((130, ""), run.Error);
        run.Error.Trim().ShouldMatch($"(?s)^(.*\n)?killswitch: interrupted; {says}$");
        Regex.IsMatch(run.Error, @"^\s+at ", RegexOptions.Multiline).ShouldBeFalse(run.Error);
    }
}
