using KillSwitch.Core.Drills;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Drills;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.Faults;

namespace KillSwitch.Engine.Tests.Drills;

/// <summary>A drill sees what is so, finds each difference, keeps to its budget, and leaves nothing behind.</summary>
public class DrillTests
{
    private const string Id = "a1b2c3d4";

    private static readonly Policy Nobody = new();

    [Theory]
    [InlineData(PolicyMode.Enforce)]
    [InlineData(PolicyMode.Observe)]
    public async Task Where_all_is_as_assumed_all_of_it_is_seen_and_nothing_is_left(PolicyMode mode)
    {
        var ground = new DrillGround(Nobody with { Mode = mode, MaxStops = new MaxStops(1, WindowUnit.Day) });

        var found = await RunAsync(ground);

        found.Checks.Where(check => check.Verdict != DrillVerdict.Seen).ShouldBeEmpty();
        found.Checks.Select(check => check.Id).ShouldBe(DrillChecks.All.Select(check => check.Id));
        (await ground.LeftAsync()).ShouldBeEmpty();
        (found.Stamp, found.Model, found.Id).ShouldBe((RecordStamp.Start, "amazon.nova-micro-v1:0", "drill-" + Id));
        found.Delays.Logged.ShouldBe(TimeSpan.FromSeconds(3));
        found.Delays.Metered.ShouldNotBeNull().ShouldBeInRange(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4));
        found.Delays.Refused.ShouldNotBeNull().ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromSeconds(10));
        found.Delays.Restored.ShouldNotBeNull();
        found.SpentUsd.ShouldBe(ground.Charged.Amount);
    }

    [Theory]
    [InlineData(Planted.StampsAtTheEnd, DrillChecks.Stamp, "it is the end of a call which took 6.3 s")]
    [InlineData(Planted.TwoRecordsAStream, DrillChecks.Once,
        "converse-stream: 2 records of a call; invoke-model-stream: 2 records of a call")]
    [InlineData(Planted.NoCacheCounts, DrillChecks.Cache, "cache write tokens, and its record has no such field")]
    [InlineData(Planted.WrongOutputCount, DrillChecks.InvokeModel, "the answer says 16 output tokens, and its record says 13")]
    [InlineData(Planted.NoRecords, DrillChecks.Arrives, "none of 9 calls has a record after 2 min")]
    [InlineData(Planted.RecordsThatNobodyReads, DrillChecks.Readable, "invoke-model: ")]
    [InlineData(Planted.RecordsInAnotherStream, DrillChecks.Stream, "invoke-model: it is in the stream `somewhere/else`")]
    [InlineData(Planted.PathsOfRoles, DrillChecks.RolePath,
        "the caller is `arn:aws:sts::111122223333:assumed-role/killswitch-drill/KillSwitch/")]
    [InlineData(Planted.LoggedMantle, DrillChecks.Mantle, "its record is in the log group")]
    [InlineData(Planted.UnheardRecords, DrillChecks.Meter, "9 of 9 calls were not counted within 2 min of their records")]
    [InlineData(Planted.MiscountedRecords, DrillChecks.Meter, "tokens, and ")]
    [InlineData(Planted.DenyThatDoesNotHold, DrillChecks.Holds, "calls were served in 1 min after the deny was on")]
    [InlineData(Planted.DenyThatComesAndGoes, DrillChecks.Holds, "a call was served after one was refused")]
    [InlineData(Planted.InnocentIsCut, DrillChecks.Innocent, "the other role was refused, too")]
    [InlineData(Planted.NoRestore, DrillChecks.Restored, "calls are refused 1 min after it")]
    [InlineData(Planted.RefusedWithoutErrorCode, DrillChecks.RefusedRecord, "has no `errorCode`")]
    [InlineData(Planted.SessionsThatGoOn, DrillChecks.Session, "calls were served in 1 min after the deny was on")]
    [InlineData(Planted.SiblingSessionIsCut, DrillChecks.Sibling, "`amazon.nova-micro-v1:0` was refused, too")]
    [InlineData(Planted.ModelThatGoesOn, DrillChecks.Model, "calls were served in 1 min after the deny was on")]
    [InlineData(Planted.ProfileThatGoesOn, DrillChecks.ModelProfile, "`us.amazon.nova-micro-v1:0` was served")]
    [InlineData(Planted.OtherModelIsCut, DrillChecks.OtherModel, "`amazon.nova-lite-v1:0` was refused, too")]
    [InlineData(Planted.NoWildcard, DrillChecks.Taken, "calls were served in 1 min after the deny was on")]
    [InlineData(Planted.OtherModelIsTaken, DrillChecks.NotTaken, "`amazon.nova-lite-v1:0` was refused, too")]
    [InlineData(Planted.RoleThatStays, DrillChecks.Removed, "the role killswitch-drill-a1b2c3d4-runaway: somebody attached a policy to it")]
    public async Task Each_difference_is_found_and_said_in_one_row(Planted planted, string check, string said)
    {
        var ground = new DrillGround(Nobody, planted);

        var found = await RunAsync(ground);

        var refuted = found.Refuted.ShouldHaveSingleItem();
        refuted.Id.ShouldBe(check);
        refuted.Saw.ShouldContain(said);
        if (planted != Planted.RoleThatStays)
            (await ground.LeftAsync()).ShouldBeEmpty();
        ground.Charged.Amount.ShouldBeLessThanOrEqualTo(0.05m);
    }

    [Fact]
    public async Task Whoever_is_exempt_is_not_tried_and_the_rest_is()
    {
        var ground = new DrillGround(Nobody);

        var found = await RunAsync(ground, unstoppable: "`exempt` has `role/*`");

        Row(found, DrillChecks.Rule).ShouldBe((DrillVerdict.NotSeen, "`exempt` has `role/*`"));
        Row(found, DrillChecks.Session).Verdict.ShouldBe(DrillVerdict.Seen);
        found.Refuted.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_policy_that_somebody_applies_meanwhile_stays_as_they_applied_it()
    {
        Policy theirs = new() { Mode = PolicyMode.Observe };
        var ground = new DrillGround(Nobody)
        {
            OnCall = ground =>
            {
                if (ground.HasRule)
                    ground.Apply(theirs);
            },
        };

        var found = await RunAsync(ground);

        Row(found, DrillChecks.Rule).Verdict.ShouldBe(DrillVerdict.NotSeen);
        Row(found, DrillChecks.Rule).Saw.ShouldStartWith("somebody put another policy in force meanwhile");
        ground.Policy.ShouldBeSameAs(theirs);
        (await ground.LeftAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(-240)]
    [InlineData(240)]
    public async Task A_machines_clock_that_is_wrong_is_none_of_its_findings(int seconds)
    {
        var ground = new DrillGround(Nobody);
        var ports = ground.Ports with { Clock = new AnotherClock(ground.Clock, TimeSpan.FromSeconds(seconds)) };

        var found = await Drill.RunAsync(Context(ground, ports, ground.Power), "v", default);

        found.Checks.Where(check => check.Verdict != DrillVerdict.Seen).ShouldBeEmpty();
        found.Delays.Logged.ShouldBe(TimeSpan.FromSeconds(3));
        found.Delays.Refused.ShouldNotBeNull().ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_role_that_IAM_shows_for_a_moment_after_it_is_gone_is_not_left()
    {
        var ground = new DrillGround(Nobody) { ShownAfterwards = TimeSpan.FromSeconds(5) };

        var found = await RunAsync(ground);

        found.Refuted.ShouldBeEmpty();
        (await Cleanup(ground).RunAsync(default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stop_that_ends_while_it_is_looked_at_refutes_nothing()
    {
        foreach (var after in (int[])[1, 2, 3])
        {
            var seen = 0;
            var ground = new DrillGround(Nobody)
            {
                // The hour of the rule turns, and the watch lifts what it held.
                Meanwhile = async ground =>
                {
                    if (await ground.Ports.Stops.OpenAsync(default) is [{ State: StopState.Enforced } stop] && seen++ == after)
                        await new Enforcement(ground.Ports).CommandAsync(stop, new StopCommand.Lapse(stop.ReleaseAt!.Value), default);
                },
            };

            var found = await RunAsync(ground);

            found.Refuted.ShouldBeEmpty();
            Row(found, DrillChecks.Holds).Verdict.ShouldBe(DrillVerdict.NotSeen);
            Row(found, DrillChecks.Holds).Saw.ShouldContain("was lifted meanwhile");
            (await ground.LeftAsync()).ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData(12, StopScope.Principal)]
    [InlineData(16, StopScope.Principal)]
    [InlineData(24, StopScope.Principal)]
    [InlineData(24, StopScope.Session)]
    public async Task A_rule_of_the_account_that_stops_the_drills_roles_refutes_nothing_and_leaves_no_stop_behind(
        long calls, StopScope scope)
    {
        var rule = new CountedRule
        {
            Id = "calls",
            Per = [scope == StopScope.Session ? Dimension.Session : Dimension.Principal],
            Limit = new Limit.CallCount(calls),
            Every = new Every.Calendar(WindowUnit.Day),
            Stop = scope,
            Restore = new RestorePlan.Manual(),
        };
        var ground = new DrillGround(Nobody with { Rules = [rule] });

        var found = await RunAsync(ground);

        ground.HadOtherStops.ShouldBeTrue();
        found.Refuted.ShouldBeEmpty();
        (await ground.LeftAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_cheapest_model_that_the_account_may_call_is_called_and_where_there_is_none_it_says_why()
    {
        var next = await RunAsync(new DrillGround(Nobody) { NotEnabled = ["amazon.nova-micro-v1:0"] });
        next.Model.ShouldBe("amazon.nova-lite-v1:0");
        Row(next, DrillChecks.OtherModel).Verdict.ShouldBe(DrillVerdict.Seen);

        var ground = new DrillGround(Nobody) { NotEnabled = ["amazon.nova-micro-v1:0", "amazon.nova-lite-v1:0", "openai.gpt-oss-20b-1:0"] };
        (await Should.ThrowAsync<DrillException>(async () => await RunAsync(ground))).Message.ShouldStartWith(
            "no model could be called; `amazon.nova-micro-v1:0`: the account has no access to it; ");
        (await ground.LeftAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(30)]
    [InlineData(100)]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(600)]
    public async Task It_never_spends_more_than_its_budget(int millionthsOfDollars)
    {
        foreach (var planted in (Planted[])[Planted.Nothing, Planted.DenyThatDoesNotHold, Planted.ModelThatGoesOn])
        {
            var ground = new DrillGround(Nobody, planted);
            var budget = new Usd(millionthsOfDollars * 0.000001m);
            try
            {
                await RunAsync(ground, budget: budget);
            }
            catch (DrillException error)
            {
                error.Message.ShouldContain("of the budget of");
            }

            ground.Charged.ShouldBeLessThanOrEqualTo(budget);
            (await ground.LeftAsync()).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Whatever_fails_at_whatever_step_nothing_is_left_after_the_next_cleanup()
    {
        var whole = new FaultPlan();
        await TryAsync(new DrillGround(Nobody), whole, new Life());
        whole.Calls.Count.ShouldBeGreaterThan(60);

        foreach (var (call, (name, changes, _)) in whole.Calls.Index())
        {
            foreach (var kind in changes ? (FaultKind[])[FaultKind.Fails, FaultKind.Torn, FaultKind.DiesBefore, FaultKind.DiesAfter]
                : [FaultKind.Fails, FaultKind.DiesBefore])
            {
                var ground = new DrillGround(Nobody);
                var (plan, life) = (new FaultPlan(new Fault(kind, call)), new Life());
                await TryAsync(ground, plan, life);
                var cleanup = Cleanup(ground);
                if (life.IsOver || (await ground.LeftAsync()).Count > 0)
                {
                    (await cleanup.FindAsync(default)).ShouldNotBeNull();
                    (await cleanup.RunAsync(default)).ShouldBeEmpty($"{kind}@{call} {name}");
                }

                (await ground.LeftAsync()).ShouldBeEmpty($"{kind}@{call} {name}");
                ground.Charged.Amount.ShouldBeLessThanOrEqualTo(0.05m);
            }
        }
    }

    [Fact]
    public async Task A_drill_that_was_killed_is_cleaned_up_by_the_next_one_before_it_begins()
    {
        var ground = new DrillGround(Nobody);
        var plan = new FaultPlan();
        await TryAsync(new DrillGround(Nobody), plan, new Life());
        var last = plan.Calls.FindLastIndex(call => call.Name.EndsWith("IDrillRules.TryPutAsync", StringComparison.Ordinal));
        await TryAsync(ground, new FaultPlan(new Fault(FaultKind.DiesAfter, last)), new Life());
        (await ground.LeftAsync()).Count.ShouldBe(3);

        var found = await RunAsync(ground, id: "z9y8x7w6");

        found.Checks.Where(check => check.Verdict != DrillVerdict.Seen).ShouldBeEmpty();
        (await ground.LeftAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_person_who_ends_it_early_finds_nothing_left()
    {
        for (var calls = 1; calls < 40; calls += 3)
        {
            using var end = new CancellationTokenSource();
            var left = calls;
            var ground = new DrillGround(Nobody)
            {
                OnCall = _ =>
                {
                    if (--left == 0)
                        end.Cancel();
                },
            };
            var drill = Context(ground, ground.Ports, ground.Power);

            await Should.ThrowAsync<OperationCanceledException>(async () => await Drill.RunAsync(drill, "v", end.Token));

            (await ground.LeftAsync()).ShouldBeEmpty();
        }
    }

    private static (DrillVerdict Verdict, string Saw) Row(DrillFindings found, string check) =>
        found.Checks.Where(one => one.Id == check).Select(one => (one.Verdict, one.Saw)).Single();

    private static async Task<DrillFindings> RunAsync(
        DrillGround ground, Usd? budget = null, string? unstoppable = null, string id = Id) =>
        await Drill.RunAsync(Context(ground, ground.Ports, ground.Power, budget, unstoppable, id), "v", default);

    private static async Task TryAsync(DrillGround ground, FaultPlan plan, Life life)
    {
        T Over<T>(T port)
            where T : class => FaultyPort<T>.Over(port, plan, life);

        var power = ground.Power;
        var faulty = new DrillPorts
        {
            Models = Over(power.Models),
            Roles = Over(power.Roles),
            Calls = new FaultyCalls(power.Calls, plan, life),
            Records = Over(power.Records),
            Rules = Over(power.Rules),
            ModelDeny = Over(power.ModelDeny),
        };
        // The meter's own faults are its own: here the drill's requests fail.
        var ports = ground.Ports with
        {
            Stops = Over(ground.Ports.Stops),
            Enforcer = Over(ground.Ports.Enforcer),
            Ledger = Over(ground.Ports.Ledger),
        };
        try
        {
            await Drill.RunAsync(Context(ground, ports, faulty), "v", default);
        }
        catch (Exception error) when (error is PortFailedException or ProcessEndedException or DrillException)
        {
            // As it must.
        }
    }

    private static DrillCleanup Cleanup(DrillGround ground) =>
        new(ground.Power, new Enforcement(ground.Ports), DrillGround.Person);

    private static DrillContext Context(
        DrillGround ground, GuardPorts ports, DrillPorts power, Usd? budget = null, string? unstoppable = null, string id = Id)
    {
        var now = DrillGround.Start;
        return new DrillContext(
            new DrillPlan
            {
                Drill = id,
                Account = DrillGround.Account,
                Region = DrillGround.Region,
                Stack = "KillSwitch",
                By = DrillGround.Person,
                Budget = budget ?? new Usd(0.05m),
                Prices = ground.Prices,
                Models = DrillPlan.Cheapest(ground.Offered, ground.Prices, DrillGround.Region, now, named: null),
                OpenAiModels = DrillPlan.Cheapest(
                    ground.Offered.Where(model => model.IsOpenAi), ground.Prices, DrillGround.Region, now, named: null),
                Unstoppable = unstoppable,
            },
            power, new Enforcement(ports))
        {
            Clock = ground.Clock,
        };
    }

    private sealed class AnotherClock(TimeProvider clock, TimeSpan ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + ahead;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            clock.CreateTimer(callback, state, dueTime, period);
    }

    private sealed class FaultyCalls(IDrillCalls calls, FaultPlan plan, Life life) : IDrillCalls
    {
        public async ValueTask<IDrillCaller?> AssumeAsync(string role, string session, CancellationToken cancellation) =>
            await FaultyPort<IDrillCalls>.Over(calls, plan, life).AssumeAsync(role, session, cancellation) is { } caller
                ? FaultyPort<IDrillCaller>.Over(caller, plan, life)
                : null;
    }
}
