using KillSwitch.Core.Settings;
using KillSwitch.Engine.EveryMinute;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Tests.EveryMinute;

public class DutyTests
{
    private static readonly DeployedFunction Meter = new(GuardFunction.Meter, "KillSwitch-Meter-1", 20);
    private static readonly DeployedFunction Unbounded = Meter with { Concurrency = null };
    private static readonly DeployedFunction Setup = new(GuardFunction.Setup, "KillSwitch-Setup-1", null);

    [Fact]
    public async Task A_function_that_may_not_run_is_told_at_once_with_the_command_that_lets_it()
    {
        var found = (await LookAsync(new FunctionReserve(Meter, 0), new FunctionReserve(Setup, null))).ShouldHaveSingleItem();

        (found.Kind, found.IsToldAtOnce).ShouldBe((GuardCondition.FunctionsHeld, true));
        found.Subject.ShouldBe("the function meter is kept from running");
        found.Text.ShouldContain("meter may not run at all, a concurrency of 0 is reserved");
        found.Remedy.ShouldBe("aws lambda put-function-concurrency --function-name KillSwitch-Meter-1 --reserved-concurrent-executions 20");
    }

    [Theory]
    [MemberData(nameof(Reserves))]
    public async Task Lowered_is_what_is_less_than_was_deployed(FunctionReserve reserve, bool isHeld) =>
        (await LookAsync(reserve)).Count.ShouldBe(isHeld ? 1 : 0);

    public static TheoryData<FunctionReserve, bool> Reserves() => new()
    {
        { new FunctionReserve(Meter, 20), false },
        { new FunctionReserve(Meter, 50), false },
        { new FunctionReserve(Meter, null), false },
        { new FunctionReserve(Meter, 19), true },
        { new FunctionReserve(Unbounded, null), false },
        { new FunctionReserve(Unbounded, 5), true },
        { new FunctionReserve(Setup, 1), false },
        { new FunctionReserve(Setup, 0), true },
        { new FunctionReserve(Setup, null) { Problem = "it is gone" }, true },
    };

    [Fact]
    public async Task A_function_of_a_sensor_is_told_with_its_region_and_of_one_that_is_not_set_up_nothing()
    {
        var book = new SensorBook(new InMemoryMemory());
        await book.EnterAsync("us-west-2", 12, default);
        await book.EnterAsync("sa-east-1", 12, default);
        await book.StrikeAsync("sa-east-1", default);
        var functions = new FunctionsByRegion(
            new Functions([new FunctionReserve(Setup, null)]),
            ((string[])["us-west-2", "eu-central-1", "sa-east-1"]).ToDictionary(
                region => region,
                region => (IFunctionReserves)new Functions(
                    [new FunctionReserve(Meter with { Region = region, Name = "KillSwitch-sensor-meter" }, 0)])), book);

        var findings = new Findings();
        await new FunctionDuty(functions, DeployedAs.Release).LookAsync(findings, default, default);

        var found = findings.Present.ShouldHaveSingleItem();
        found.Subject.ShouldBe("the function meter in us-west-2 is kept from running");
        found.Remedy.ShouldBe(
            "aws lambda put-function-concurrency --function-name KillSwitch-sensor-meter --region us-west-2 "
            + "--reserved-concurrent-executions 20");
    }

    [Fact]
    public async Task What_Lambda_refuses_to_say_is_no_alarm_at_once()
    {
        var found = (await LookAsync(new FunctionReserve(Meter, null)
        {
            Problem = "Lambda does not say what is reserved: slow down",
        })).ShouldHaveSingleItem();

        (found.IsToldAtOnce, found.Remedy).ShouldBe((false, "killswitch deploy --region us-east-1"));
    }

    [Fact]
    public void The_functions_are_written_and_read_back_and_what_is_no_function_is_left_out()
    {
        DeployedFunction.Parse(DeployedFunction.Text([Meter, Setup])).ShouldBe([Meter, Setup]);
        DeployedFunction.Parse("meter=,=x,nonsense,meter=a:b,watch=W").ShouldBe([new DeployedFunction("watch", "W", null)]);
    }

    [Theory]
    [InlineData(8191, 0)]
    [InlineData(8192, 1)]
    public async Task The_organizations_policy_is_told_of_before_it_is_full(int used, int conditions)
    {
        var findings = new Findings();
        await new ControlDuty(new Space(new ControlSpace(used, 10_240, []))).LookAsync(findings, default, default);

        findings.Present.Count(one => one.Kind == GuardCondition.ControlPolicyFull).ShouldBe(conditions);
        findings.Looked.ShouldBe([GuardCondition.ControlPolicyFull, GuardCondition.StoppedTogether], ignoreOrder: true);
    }

    [Fact]
    public async Task Who_is_stopped_with_others_is_told()
    {
        var findings = new Findings();
        await new ControlDuty(new Space(new ControlSpace(100, 10_240, ["all federated users", "role/made-up"])))
            .LookAsync(findings, default, default);

        findings.Present.ShouldHaveSingleItem().Subject.ShouldBe("stopped together: all federated users, role/made-up");
    }

    [Fact]
    public async Task A_duty_has_a_pace_of_its_own_and_one_that_could_not_see_looks_again_in_the_next_minute()
    {
        var (slow, blind) = (new Counted(TimeSpan.FromMinutes(4), true), new Counted(TimeSpan.FromMinutes(4), false));
        var harness = new MinuteJobHarness(new Core.Policies.Policy()) { Duties = [slow, blind] };
        harness.Restart();

        await harness.MinutesAsync(9);

        (slow.Looks, blind.Looks).ShouldBe((3, 9));
    }

    [Fact]
    public async Task A_condition_that_was_told_elsewhere_is_kept_and_not_told_again_until_it_is_over()
    {
        var duty = new Counted(TimeSpan.FromMinutes(1), true)
        {
            Condition = new Condition(GuardCondition.NewlyExempt, "role/x is new and exempt", "text", "remedy") { IsToldElsewhere = true },
        };
        var harness = new MinuteJobHarness(new Core.Policies.Policy()) { Duties = [duty] };
        harness.Restart();
        await harness.MinutesAsync(3);
        harness.LastReport.Conditions.ShouldContain(one => one.Condition.Kind == GuardCondition.NewlyExempt && one.ToldAt != null);
        harness.Notifier.Alerts.ShouldNotContain(alert => alert.Kind == "newlyExempt");

        duty.Condition = null;
        await harness.MinutesAsync(4);

        harness.LastReport.Conditions.ShouldNotContain(one => one.Condition.Kind == GuardCondition.NewlyExempt);
        harness.Notifier.Alerts.Where(alert => alert.Kind == "newlyExempt").ShouldHaveSingleItem().Head.ShouldBe("GUARD WELL AGAIN");
    }

    private static async Task<IReadOnlyList<Condition>> LookAsync(params FunctionReserve[] reserves)
    {
        var findings = new Findings();
        await new FunctionDuty(new Functions(reserves), DeployedAs.Release).LookAsync(findings, default, default);
        findings.Looked.ShouldBe([GuardCondition.FunctionsHeld]);
        return findings.Present;
    }

    private sealed class Functions(IReadOnlyList<FunctionReserve> reserves) : IFunctionReserves
    {
        public ValueTask<IReadOnlyList<FunctionReserve>> ReadAsync(CancellationToken cancellation) => ValueTask.FromResult(reserves);
    }

    private sealed class Space(ControlSpace space) : IControlSpace
    {
        public ValueTask<ControlSpace> ReadAsync(CancellationToken cancellation) => ValueTask.FromResult(space);
    }

    private sealed class Counted(TimeSpan every, bool sees) : IMinuteDuty
    {
        public string Name { get; } = sees ? "sees" : "blind";

        public TimeSpan Every => every;

        public int Looks { get; private set; }

        public Condition? Condition { get; set; }

        public ValueTask<bool> LookAsync(Findings findings, DateTimeOffset now, CancellationToken cancellation)
        {
            Looks++;
            findings.Look([GuardCondition.NewlyExempt], Condition is null ? [] : [Condition]);
            return ValueTask.FromResult(sees);
        }
    }
}
