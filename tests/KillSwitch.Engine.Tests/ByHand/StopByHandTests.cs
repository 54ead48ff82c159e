using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.ByHand;
using KillSwitch.Engine.Tests.Replay;
using static KillSwitch.Engine.Tests.ByHand.ByHandHarness;

namespace KillSwitch.Engine.Tests.ByHand;

public class StopByHandTests
{
    private static readonly DateTimeOffset Now = Calls.Start;
    private static readonly StopTarget Agent = Named("role/agent");

    [Fact]
    public async Task Whom_a_person_names_is_denied_and_the_stop_says_who_and_why()
    {
        var guard = new ByHandHarness();

        var stop = await guard.StopAsync(Agent, Now);

        (stop.State, stop.Cause).ShouldBe((StopState.Enforced, new StopCause.ByPerson(Ana, "a loop")));
        (await guard.Account.IsDeniedAsync(Agent, default)).ShouldBe(true);
    }

    [Fact]
    public async Task Doing_it_twice_changes_nothing_and_puts_a_deny_back_that_is_gone()
    {
        var guard = new ByHandHarness();
        var stop = await guard.StopAsync(Agent, Now);
        (await guard.StopAsync(Agent, Now.AddMinutes(1))).ShouldBe(stop);

        await guard.Account.AllowAsync(Agent, Now, default);
        (await guard.StopAsync(Agent, Now.AddMinutes(2))).Id.ShouldBe(stop.Id);

        (await guard.Account.IsDeniedAsync(Agent, default)).ShouldBe(true);
        (await guard.Stops.OpenAsync(default)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task One_that_was_restored_within_its_second_is_another()
    {
        var guard = new ByHandHarness();
        var stop = await guard.StopAsync(Agent, Now);
        await guard.Restore.RunAsync(stop, guard.Policy, 0, await guard.AnaAsync(), Now, default);

        var again = await guard.StopAsync(Agent, Now);

        (again.Id == stop.Id, again.State, again.At).ShouldBe((false, StopState.Enforced, Now.AddSeconds(1)));
    }

    [Fact]
    public async Task Whoever_is_exempt_is_not_stopped_and_who_stops_all_is_told_that_they_are_held_too()
    {
        var guard = new ByHandHarness(Calls.Policy() with { Exempt = [new Glob("role/agent")] });

        (await guard.StopByHand.RunAsync(Agent, "a loop", await guard.AnaAsync(), Now, default)).ShouldBeNull();

        (await guard.Stops.OpenAsync(default)).ShouldBeEmpty();
        guard.StopByHand.Holds(new StopTarget.WholeAccount("111122223333"), await guard.AnaAsync()).ShouldBeTrue();
        guard.StopByHand.Holds(Named("role/other"), await guard.AnaAsync()).ShouldBeFalse();
        new ByHandHarness(Calls.Policy() with { Exempt = [new Glob("user/ana")] })
            .StopByHand.Holds(new StopTarget.WholeAccount("111122223333"), await guard.AnaAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Nobody_is_heard_who_is_stopped_or_no_operator()
    {
        var guard = new ByHandHarness();
        (await Asker.OfAsync(Eve, guard.Enforcement, default))
            .ShouldBe(new Asker.Refused($"{Eve} is no operator of the guard"));

        var stop = await guard.StopAsync(Named("user/ana"), Now);

        (await Asker.OfAsync(Ana, guard.Enforcement, default))
            .ShouldBe(new Asker.Refused($"{Ana} is stopped itself ({stop.Id})"));
    }
}
