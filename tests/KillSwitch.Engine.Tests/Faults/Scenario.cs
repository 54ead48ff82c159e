using KillSwitch.Core.Budgets;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Tampering;
using KillSwitch.Engine.Tests.EveryMinute;

namespace KillSwitch.Engine.Tests.Faults;

/// <summary>
/// Twenty minutes of an account under guard, with whatever a plan does to the ports: batches, some twice and some late or lost; the hour
/// turns; a person approves one stop and restores another with a raise, whereupon it trips again; denies are taken off with and without an
/// event; a budget and an anomaly are told of. Then there is time to recover, and all must be as it would have been.
/// </summary>
internal sealed class Scenario
{
    private const int Length = 20;
    private const int Recovery = 8;

    private bool _isGapTouched;

    public Scenario(FaultPlan plan, PolicyMode mode = PolicyMode.Enforce)
    {
        Plan = plan;
        Account = new GuardedAccount(new Policy { Mode = mode, Rules = Workload.Rules }, Workload.Start);
        Account.Budgets.Put(new BudgetFacts
        {
            Account = World.Account,
            Name = "bedrock",
            IsCost = true,
            Limit = 40,
            Unit = "USD",
            Actual = 45,
            ActualUnit = "USD",
            TimeUnit = BudgetTimeUnit.Daily,
        });
        Expected = new Expectation(Account, Workload);
        Functions = new Invoker(Account, plan);
        Watches = new Invoker(Account, plan);
        Person = new Invoker(Account, plan);
    }

    public FaultPlan Plan { get; }

    public Workload Workload { get; } = new();

    public GuardedAccount Account { get; }

    public Expectation Expected { get; }

    private Invoker Functions { get; }

    private Invoker Watches { get; }

    private Invoker Person { get; }

    /// <summary>Throws where an invariant does not hold.</summary>
    public async Task RunAsync()
    {
        // Where nothing is cut there is nothing to approve and nothing to restore.
        var observes = Account.Policy.Mode == PolicyMode.Observe;
        var (isApproved, isRestored, isOverAgain) = (observes, observes, false);
        for (var minute = 1; minute <= Length + Recovery; minute++)
        {
            Plan.IsOpen = minute <= Length;
            Account.Clock.Advance(TimeSpan.FromMinutes(1));
            Account.World.Now = Account.Clock.GetUtcNow();
            await Functions.RetryAsync();
            await DeliverAsync(minute, isOverAgain);
            if (minute >= 6 && !isApproved)
                isApproved = await PersonAsync(process => process.ApproveAsync(Expected.Approved.Id));
            if (minute >= 11 && !isRestored)
                isRestored = await PersonAsync(process => process.RestoreAsync(Expected.Runaway.Id, Expectation.Raise));
            else if (minute >= 12 && isRestored && !isOverAgain)
                isOverAgain = await OverAgainAsync();
            await Watches.OnceAsync(process => process.WatchAsync());
            // What hung since the minute before comes to its end after everything was tried again.
            if (minute % 2 == 0 || minute > Length)
                await GoOnAsync();
        }

        if (!isApproved || !isOverAgain)
            throw new InvariantBrokenException("a person could not do what they wanted to");
        if (Functions.GivenUp > 0)
            throw new InvariantBrokenException("a function failed three times");
        await Expected.CheckAsync();
    }

    private async Task GoOnAsync()
    {
        await Functions.GoOnAsync();
        await Watches.GoOnAsync();
        await Person.GoOnAsync();
    }

    private async Task DeliverAsync(int minute, bool isOverAgain)
    {
        foreach (var call in Workload.In(minute).Except(Workload.Second))
            Account.World.Serve(new WorldCall(call, call.Timestamp, TimeSpan.Zero, TimeSpan.Zero));
        IReadOnlyList<Invocation> now = [.. Workload.In(minute).Except(Workload.Lost).Except(Workload.Late).Except(Workload.Second)];
        if (now.Count > 0)
            await MeterAsync(now);
        // Once it stands for a while someone takes it off, and nobody hears of it: the watch finds it.
        if (minute >= 16 && !_isGapTouched
            && await Account.Ports.Stops.FindAsync(Expected.Gap.Id, default) is { State: StopState.Enforced } gap && gap.EnforcedAt
            + Stop.Grace <= Account.World.Now)
        {
            await Account.Denies.AllowAsync(gap.Target, Account.World.Now, default);
            _isGapTouched = true;
        }

        switch (minute)
        {
            case 3:
                await MeterAsync([.. Workload.In(1).Except(Workload.Lost), .. Workload.In(2).Take(5)]);
                break;
            case 7:
                await Functions.InvokeAsync(process => process.HearAsync(new BudgetMessage(
                    World.Account, "bedrock", "Cost", BudgetAmount.Parse("$40.00")!.Value, BudgetAlertType.Actual, ">",
                    BudgetAmount.Parse("$40")!.Value, BudgetAmount.Parse("$45.00")!.Value)));
                break;
            case 8:
                await Functions.InvokeAsync(process =>
                    process.HearAsync(new AnomalyMessage("anomaly-1", World.Account, null, null, "Bedrock", 12, 45, 33, [], null, null)));
                break;
            case 12:
                await MeterAsync(Workload.Late);
                break;
            case 17 when isOverAgain && Account.Policy.Mode == PolicyMode.Enforce:
                await Account.Denies.AllowAsync(Expected.RunawayAgain.Target, Account.World.Now, default);
                await Functions.InvokeAsync(process => process.HearAsync(Detached("runaway")));
                break;
        }
    }

    // The runaway goes on where it was restored.
    private async Task<bool> OverAgainAsync()
    {
        foreach (var call in Workload.Second)
            Account.World.Serve(new WorldCall(call, call.Timestamp, TimeSpan.Zero, TimeSpan.Zero));
        await MeterAsync(Workload.Second);
        return true;
    }

    private Task MeterAsync(IReadOnlyList<Invocation> batch) => Functions.InvokeAsync(process => process.MeterAsync(batch));

    private async Task<bool> PersonAsync(Func<GuardProcess, Task<bool>> command)
    {
        var isDone = false;
        return await Person.OnceAsync(async process => isDone = await command(process)) && isDone;
    }

    private static TrailEvent Detached(string role) => new(
        "event-1", "iam.amazonaws.com", "DetachRolePolicy", Workload.Start.AddMinutes(17),
        "arn:aws:sts::111122223333:assumed-role/Admin/eve", "arn:aws:iam::111122223333:role/Admin", null,
        "203.0.113.7", "aws-cli", null, new Dictionary<string, string> { ["roleName"] = role, ["policyArn"] = GuardedAccount.Deny });
}
