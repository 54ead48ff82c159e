using System.Globalization;
using Amazon.Runtime.Credentials;
using KillSwitch.Aws.Account;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.RunningWork;
using KillSwitch.Core.Settings;

namespace KillSwitch.Lambda;

/// <summary>What the deployment tells a function, read once.</summary>
internal static class GuardEnvironment
{
    /// <summary>The region that the function runs in.</summary>
    public static string Region => Required("AWS_REGION");

    /// <summary>What the stack of this function calls its own: home's, or in another region the sensor's.</summary>
    public static OwnNames Own(Deployment place) => OwnNames.Of(place, Region);

    /// <summary>Whether this function only takes in what its region logs: everything global is home's.</summary>
    public static bool IsOfSensor(Deployment place) => Region != place.Region;

    /// <summary>The regions whose metrics are read; those whose logs are taken in where none is named.</summary>
    public static IReadOnlyList<string> Regions(Deployment place) =>
        Environment.GetEnvironmentVariable(GuardSetting.Regions) is { Length: > 0 } regions
        ? [.. regions.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()]
        : place.Heard;

    /// <summary>Whether jobs under a stop are stopped; else they are only reported.</summary>
    public static bool StopsJobs => Environment.GetEnvironmentVariable(GuardSetting.RunningJobs) != GuardSetting.ReportJobs;

    /// <summary>Whether there is a dashboard, and what it alone shows is written.</summary>
    public static bool HasDashboard => Environment.GetEnvironmentVariable(GuardSetting.Dashboard) == "true";

    /// <summary>Whether AWS's bill is held against what was metered, for some cents a day.</summary>
    public static bool HoldsBill => Environment.GetEnvironmentVariable(GuardSetting.Bill) == "true";

    /// <summary>The name of the queue that buttons write to.</summary>
    /// <exception cref="InvalidOperationException">It is missing, or no queue of the stack's.</exception>
    public static string ChatQueue(Deployment place) =>
        Required(GuardSetting.ChatQueue) is var queue && queue.StartsWith(place.Stack + "-", StringComparison.Ordinal)
            ? queue
            : throw new InvalidOperationException(
                $"the environment is not what a deployment writes: `{queue}` is no queue of the stack `{place.Stack}`");

    /// <summary>Where it may be read what batch jobs cost.</summary>
    /// <exception cref="FormatException">It is not what a deployment writes.</exception>
    public static BatchOutputs BatchOutputs => BatchOutputs.Parse(Environment.GetEnvironmentVariable(GuardSetting.BatchOutputs));

    /// <exception cref="InvalidOperationException">A variable is missing; the sentence names it.</exception>
    public static Guard Guard(TimeProvider clock)
    {
        var place = Place();
        return new Guard(place, DefaultAWSCredentialsIdentityResolver.GetCredentials(), clock, Regions(place));
    }

    private static Deployment Place()
    {
        var place = Deployment.OfFunction(Environment.GetEnvironmentVariable);
        // Only a sensor writes into another region, and what it runs as says that it is one.
        var home = IsOfSensor(place) && Name.StartsWith(GuardSetting.SensorStack(place.Stack) + "-", StringComparison.Ordinal)
            ? place.Region
            : Region;
        return PlaceCheck.Fault(place, Part(1), Part(4), home) is { } fault
            ? throw new InvalidOperationException($"the environment is not what a deployment writes: {fault}")
            : place;

        // Whose account it is nobody tells a function; all that it is told must belong to one.
        string Part(int number) => place.Arn(PreparedDeny.Spending).Split(':') is { Length: > 4 } parts ? parts[number] : "";
    }

    /// <summary>How many rules on CloudTrail's events were deployed; null where that is not said.</summary>
    public static int? TamperRules =>
        int.TryParse(Environment.GetEnvironmentVariable(GuardSetting.TamperRules), NumberStyles.None, CultureInfo.InvariantCulture,
            out var count) ? count : null;

    /// <summary>The functions as they were deployed, the one that runs among them; none where that is not said.</summary>
    public static IReadOnlyList<DeployedFunction> Functions =>
        Environment.GetEnvironmentVariable(GuardSetting.Functions) is { Length: > 0 } deployed
        ? [.. DeployedFunction.Parse(deployed), .. Name is { Length: > 0 } own
            ? (DeployedFunction[])[new(GuardFunction.Watch, own, null)]
            : []]
        : [];

    /// <summary>The ARNs of the guard's own roles; none where that is not said, and then all that they undo is told.</summary>
    public static IReadOnlyList<string> OwnRoles =>
        Environment.GetEnvironmentVariable(GuardSetting.OwnRoles)?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>The ARN of the function that those rules tell; null where that is not said.</summary>
    public static string? SetupFunction => Environment.GetEnvironmentVariable(GuardSetting.SetupFunction);

    /// <summary>Of the function itself; empty where Lambda does not say.</summary>
    public static string Name => Environment.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_NAME") ?? "";

    private static string Required(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
        ? value
        : throw new InvalidOperationException($"the environment lacks `{name}`: deploy the stack again");
}
