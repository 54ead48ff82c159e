using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.PolicyTurns;

/// <summary>A limit that moved is a limit that can be reached anew, with levels of its own.</summary>
public class MovedLimitTests
{
    private static readonly DateTimeOffset Later = Start.AddMinutes(10);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Raised_ten_times_and_passed_again_it_stops_and_tells_again(bool isRejectedFirst)
    {
        var rule = Cap(3) with { NotifyPercents = [80], Approval = isRejectedFirst ? Approval.Manual : Approval.Automatic };
        var guard = new GuardOverPolicies(Policy(rule));
        await guard.CallAsync(Steady(5, 1));
        var first = await guard.OnlyAsync();
        if (isRejectedFirst)
            await guard.Enforcement.CommandAsync(first, new StopCommand.Reject(Start.AddMinutes(1), "ana", "planned"), default);

        guard.Apply(Policy(rule with { Limit = new Limit.Spend(new Usd(30)) }));
        await guard.MinuteAsync(Later);
        guard.IsDenied(Later).ShouldBeFalse();
        await guard.CallAsync(Steady(26, 1, firstNumber: 100, fromSeconds: 700));

        var again = await guard.OnlyAsync();
        (again.Evidence!.Limit, again.State).ShouldBe((30, isRejectedFirst ? StopState.AwaitingApproval : StopState.Enforced));
        guard.Notifier.Notices.Where(notice => notice.Key.Level == "80%").Select(notice => notice.Limit).ShouldBe([3m, 30m]);
    }

    [Fact]
    public async Task Raised_above_what_was_spent_it_lets_go_within_a_minute_and_says_so()
    {
        var guard = new GuardOverPolicies(Policy(Cap(3)));
        await guard.CallAsync(Steady(5, 1));

        guard.Apply(Policy(Cap(30)));
        await guard.MinuteAsync(Later);

        guard.IsDenied(Later).ShouldBeFalse();
        var word = guard.LastWordOf("role/agent");
        (word.State, word.Note).ShouldBe((StopState.Released, "its rule has another limit in the policy in force"));
    }

    [Fact]
    public async Task Raised_to_less_than_what_was_spent_or_lowered_nobody_is_let_go_for_a_moment()
    {
        var iam = new Watched();
        var guard = new GuardOverPolicies(Policy(Cap(3)), iam);
        await guard.CallAsync(Steady(5, 1));

        guard.Apply(Policy(Cap(4)));
        await guard.MinuteAsync(Later);
        guard.Apply(Policy(Cap(2)));
        await guard.MinuteAsync(Later.AddMinutes(5));

        iam.Allowed.ShouldBeFalse();
        (await guard.OnlyAsync()).Evidence!.Limit.ShouldBe(2);
    }

    [Fact]
    public async Task A_stop_that_the_brake_made_under_a_limit_that_is_lower_now_stands()
    {
        var guard = new GuardOverPolicies(Policy(Cap(10, brake: Brake.Predictive)));
        await guard.CallAsync(Steady(9, 1));
        (await guard.OnlyAsync()).Evidence!.Measured.ShouldBeLessThan(9.5m);

        guard.Apply(Policy(Cap(9.5m, brake: Brake.Predictive)));
        await guard.MinuteAsync(Later);

        guard.IsDenied(Later).ShouldBeTrue();
    }

    [Fact]
    public async Task Moved_up_and_back_down_within_its_window_it_stops_again()
    {
        var guard = new GuardOverPolicies(Policy(Cap(3)));
        await guard.CallAsync(Steady(5, 1));
        guard.Apply(Policy(Cap(30)));
        await guard.MinuteAsync(Later);

        guard.Apply(Policy(Cap(3)));
        await guard.MinuteAsync(Later.AddMinutes(5));

        guard.IsDenied(Later.AddMinutes(5)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_record_that_passes_the_new_limit_before_the_watchs_minute_makes_one_stop_and_no_second()
    {
        var guard = new GuardOverPolicies(Policy(Cap(3)));
        await guard.CallAsync(Steady(3, 1));

        guard.Apply(Policy(Cap(10)));
        await guard.CallAsync(Steady(8, 1, firstNumber: 100, fromSeconds: 60));
        await guard.MinuteAsync(Later);
        await guard.MinuteAsync(Later.AddMinutes(3));

        (await guard.OnlyAsync()).Evidence!.Limit.ShouldBe(10);
        guard.Notifier.Stops.Count(stop => stop.State == StopState.Enforced).ShouldBe(2);
    }

    [Fact]
    public async Task The_same_limit_written_otherwise_is_the_same()
    {
        var guard = new GuardOverPolicies(Policy(Cap(3)));
        await guard.CallAsync(Steady(5, 1));
        var stop = await guard.OnlyAsync();

        guard.Apply(Policy(Cap(3.00m)));
        await guard.MinuteAsync(Later);

        (await guard.OnlyAsync()).Id.ShouldBe(stop.Id);
    }

    [Fact]
    public async Task Dollars_that_were_granted_are_no_calls_when_the_limit_counts_calls()
    {
        var guard = new GuardOverPolicies(Policy(Cap(3)));
        await guard.CallAsync(Steady(3, 1));
        await guard.RestoreAsync(await guard.OnlyAsync(), raise: 1000, Start.AddMinutes(1));

        guard.Apply(Policy(Cap(3) with { Limit = new Limit.CallCount(4) }));
        await guard.MinuteAsync(Later);
        await guard.CallAsync(Steady(2, 1, firstNumber: 100, fromSeconds: 700));

        (await guard.OnlyAsync()).Evidence!.Limit.ShouldBe(4);
    }

    [Fact]
    public async Task What_was_stopped_in_an_earlier_window_and_waits_for_a_person_stays_unless_the_limit_is_above_what_was_spent_then()
    {
        var guard = new GuardOverPolicies(Policy(Cap(3)));
        await guard.CallAsync(Steady(5, 1));

        guard.Apply(Policy(Cap(4)));
        await guard.MinuteAsync(Start.AddDays(2));
        guard.IsDenied(Start.AddDays(2)).ShouldBeFalse("it was stopped at $3, below the limit of now");
    }

    private sealed class Watched : KillSwitch.Engine.Ports.IEnforcer
    {
        private bool _isDenied;

        public bool Allowed { get; private set; }

        public ValueTask<KillSwitch.Engine.Ports.EnforcementResult> DenyAsync(
            StopTarget target, DateTimeOffset now, CancellationToken cancellation)
        {
            var wasSo = _isDenied;
            _isDenied = true;
            return ValueTask.FromResult<KillSwitch.Engine.Ports.EnforcementResult>(
                new KillSwitch.Engine.Ports.EnforcementResult.Done(now, wasSo));
        }

        public ValueTask<KillSwitch.Engine.Ports.EnforcementResult> AllowAsync(
            StopTarget target, DateTimeOffset now, CancellationToken cancellation)
        {
            (_isDenied, Allowed) = (false, true);
            return ValueTask.FromResult<KillSwitch.Engine.Ports.EnforcementResult>(new KillSwitch.Engine.Ports.EnforcementResult.Done(now));
        }

        public ValueTask<bool?> IsDeniedAsync(StopTarget target, CancellationToken cancellation) => ValueTask.FromResult<bool?>(_isDenied);
    }
}
