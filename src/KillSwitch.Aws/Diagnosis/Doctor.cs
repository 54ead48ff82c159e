using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Aws.Diagnosis.Cuts;
using KillSwitch.Aws.Diagnosis.Deployed;
using KillSwitch.Aws.Diagnosis.InForce;
using KillSwitch.Aws.Diagnosis.Logs;
using KillSwitch.Aws.Diagnosis.People;
using KillSwitch.Aws.Diagnosis.Told;

namespace KillSwitch.Aws.Diagnosis;

/// <summary>The whole chain, link by link. A link that cannot be looked at keeps no other from being looked at.</summary>
public static class Doctor
{
    // Enough to be quick, few enough for IAM.
    private const int AtOnce = 6;

    /// <summary>What was found, in the order of the chain.</summary>
    /// <param name="account">The guard.</param>
    /// <param name="probes">Whether a harmless record is written into the log group, to see it arrive.</param>
    /// <param name="patience">How long to wait for it.</param>
    public static async Task<IReadOnlyList<CheckResult>> ExamineAsync(
        DoctorContext account, bool probes, TimeSpan patience, CancellationToken cancellation)
    {
        var checks = Checks(await account.RegionsAsync(cancellation), account, probes ? patience : null);
        var results = new CheckResult[checks.Count];
        await Parallel.ForEachAsync(
            checks.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (one, stop) =>
                results[one.Index] =
                    new CheckResult(one.Item.Id, one.Item.Part, one.Item.Region, await LookAsync(one.Item, account, stop)));
        return results;
    }

    internal static async Task<Finding> LookAsync(Check check, DoctorContext account, CancellationToken cancellation)
    {
        try
        {
            return await check.LookAsync(account, cancellation);
        }
        catch (Exception error) when (LookRefusal.Is(error))
        {
            return LookRefusal.Of(error, check.Needs);
        }
    }

    private static List<Check> Checks(IReadOnlyList<string> regions, DoctorContext account, TimeSpan? probe)
    {
        var home = account.Place.Region;
        string[] sensors = [.. account.Place.Heard.Skip(1)];
        return
        [
            new FunctionsCheck(FunctionsCheck.OfHome),
            new ConcurrencyCheck(),
            new CallersCheck(),
            new DeadLettersCheck(),
            new ScheduleCheck(),
            new WatchAliveCheck(),
            new TableCheck(),
            new PolicyCheck(),
            new BudgetsCheck(),
            new PricesCheck(),
            new CountsCheck(),
            .. regions.Except(sensors).Select(region => new LoggingCheck(region, region == home)),
            new SubscriptionCheck(home),
            new MeterAliveCheck(home),
            new DeliveryCheck(home),
            .. probe is { } patience ? (Check[])[new ProbeCheck(home, patience)] : [],
            .. sensors.SelectMany(region => InSensor(region, probe).Select(check => new SensorCheck(check, region))),
            .. regions.Select(region => new MetricsCheck(region)),
            new PreparedPoliciesCheck(),
            new PreparedGroupsCheck(),
            new SimulationCheck(),
            new StopsInForceCheck(),
            new LastDrillCheck(home),
            .. account.Place.AccountScp is null && account.Place.PrincipalScp is null ? (Check[])[] : [new OrganizationCheck()],
            .. account.Place.Lease is { } terms ? (Check[])[new LeaseCheck(terms)] : [],
            new MantleCheck(),
            new UnmeteredCheck(),
            new OtherRegionsCheck(),
            new AlarmsCheck(),
            new SubscribersCheck(),
            new OutboxCheck(),
            new OwnersCheck(),
            new TamperRulesCheck(),
            new StoppableCheck(),
            new LimitsCheck(),
            new OtherKeysCheck(),
            new YourAccessCheck(),
        ];
    }

    private static Check[] InSensor(string region, TimeSpan? probe) =>
    [
        new FunctionsCheck(FunctionsCheck.OfSensor),
        new DeadLettersCheck(),
        new LoggingCheck(region, isHeard: true),
        new SubscriptionCheck(region),
        new MeterAliveCheck(region),
        new DeliveryCheck(region),
        .. probe is { } patience ? (Check[])[new ProbeCheck(region, patience)] : [],
        new LastDrillCheck(region),
        new TamperRulesCheck(),
    ];
}
