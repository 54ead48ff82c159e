using Amazon.Lambda.Model;
using Amazon.Scheduler.Model;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Aws.Diagnosis.Deployed;
using KillSwitch.Core.Settings;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests;

namespace KillSwitch.Aws.Tests.Diagnosis.Deployed;

public class DeployedTests
{
    private const string Watch = "arn:aws:lambda:us-east-1:111122223333:function:watch";
    private static readonly DateTimeOffset Now = new(2026, 4, 24, 3, 12, 9, TimeSpan.Zero);

    [Fact]
    public void Four_functions_of_one_program_are_well() =>
        FunctionsCheck.Judge([Of("meter"), Of("watch"), Of("budget"), Of("setup")], FunctionsCheck.OfHome, DeployedAs.Release)
            .ShouldBe(new Finding(CheckOutcome.Ok, "all 4 are there and run the same program"));

    [Fact]
    public void A_function_that_is_gone_is_a_fault() =>
        FunctionsCheck.Judge([Of("meter"), new("watch", null), Of("budget"), Of("setup")], FunctionsCheck.OfHome, DeployedAs.Release)
            .ShouldSatisfyAllConditions(
            found => found.Outcome.ShouldBe(CheckOutcome.Fault), found =>
                found.Found.ShouldBe("watch is gone"), found => found.Remedy.ShouldBe("killswitch deploy --region us-east-1"));

    [Fact]
    public void A_function_with_another_program_is_named() =>
        FunctionsCheck.Judge([Of("meter", "other"), Of("watch"), Of("budget"), Of("setup")], FunctionsCheck.OfHome, DeployedAs.Release)
            .ShouldTell(CheckOutcome.Fault, "meter and watch, budget, setup");

    [Theory]
    [InlineData(20, 20, CheckOutcome.Ok, "no function is throttled to nothing, or to less than was deployed")]
    [InlineData(20, 3, CheckOutcome.Warning, "meter may run less than was deployed")]
    [InlineData(20, 0, CheckOutcome.Fault, "meter may not run at all: a concurrency of 0 is reserved")]
    [InlineData(0, 1, CheckOutcome.Ok, "no function is throttled to nothing, or to less than was deployed")]
    public void Whoever_lowers_what_may_run_at_once_is_found(int deployed, int reserved, CheckOutcome outcome, string sentence)
    {
        var found = ConcurrencyCheck.Judge(
            [new FunctionReserve(new DeployedFunction("meter", "K-Meter", deployed), reserved),
            new FunctionReserve(new DeployedFunction("setup", "K-Setup", null), null)]);

        (found.Outcome, found.Found).ShouldBe((outcome, sentence));
        if (outcome != CheckOutcome.Ok)
            found.Remedy.ShouldBe("aws lambda put-function-concurrency --function-name K-Meter --reserved-concurrent-executions 20");
    }

    [Fact]
    public void A_function_that_Lambda_cannot_run_is_a_fault()
    {
        var failed = Of("budget");
        failed.Configuration!.State = "Failed";
        FunctionsCheck.Judge([Of("meter"), Of("watch"), failed, Of("setup")], FunctionsCheck.OfHome, DeployedAs.Release)
            .ShouldTell(CheckOutcome.Fault, "budget");
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("""{"Statement":[]}""", false)]
    [InlineData(
        """{"Statement":[{"Effect":"Allow","Principal":{"Service":"logs.amazonaws.com"},"Action":"lambda:InvokeFunction"}]}""", true)]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":{"Service":["sns.amazonaws.com","logs.amazonaws.com"]}}]}""", true)]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"}}]}""", false)]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*"}]}""", false)]
    public void Who_may_call_a_function_stands_in_its_policy(string? policy, bool may) =>
        CallersCheck.MayCall(policy, "logs.amazonaws.com").ShouldBe(may);

    [Fact]
    public void A_dead_letter_and_a_queue_that_is_gone_are_faults()
    {
        DeadLettersCheck.Judge([("a", 0), ("b", 0)], DeployedAs.Release).Outcome.ShouldBe(CheckOutcome.Ok);
        DeadLettersCheck.Judge([("a", 0), ("b", 3)], DeployedAs.Release).ShouldTell(CheckOutcome.Fault, "3 in b");
        DeadLettersCheck.Judge([("a", null), ("b", 0)], DeployedAs.Release).ShouldTell(CheckOutcome.Fault, "a is gone");
    }

    [Fact]
    public void The_schedule_of_the_watch_has_to_be_there_and_enabled()
    {
        ScheduleCheck.Judge([Schedule("lease", "DISABLED", "machine"), Schedule("minute", "ENABLED", Watch)], Watch, DeployedAs.Release)
            .ShouldBe(new Finding(CheckOutcome.Ok, "minute calls the watch"));
        ScheduleCheck.Judge([Schedule("minute", "DISABLED", Watch)], Watch, DeployedAs.Release)
            .ShouldTell(CheckOutcome.Fault, "minute is disabled");
        ScheduleCheck.Judge([Schedule("minute", "ENABLED", "another")], Watch, DeployedAs.Release)
            .ShouldTell(CheckOutcome.Fault, "no schedule");
    }

    [Fact]
    public void A_watch_that_never_ran_or_is_silent_is_a_fault()
    {
        WatchAliveCheck.Judge(null, Now).ShouldTell(CheckOutcome.Fault, "never");
        WatchAliveCheck.Judge(new Heartbeat("watch", Now.AddMinutes(-6)), Now).ShouldTell(CheckOutcome.Fault, "6 min ago");
        WatchAliveCheck.Judge(new Heartbeat("watch", Now.AddSeconds(-30)), Now)
            .ShouldBe(new Finding(CheckOutcome.Ok, "the watch ran 30 s ago"));
    }

    private static GuardFunctionState Of(string handler, string code = "same") =>
        new(handler, new GetFunctionConfigurationResponse
        {
            FunctionName = handler,
            Handler = handler,
            CodeSha256 = code,
            State = "Active",
        });

    private static ScheduleSummary Schedule(string name, string state, string target) => new()
    {
        Name = name,
        State = state,
        Target = new TargetSummary { Arn = target },
    };
}
