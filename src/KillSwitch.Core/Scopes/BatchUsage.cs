using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;

namespace KillSwitch.Core.Scopes;

/// <summary>
/// Counters of batch jobs alone, by region and model and the hour in which they ended, beside those of everything that was counted: what
/// CloudWatch's metrics of calls are held against is the rest.
/// </summary>
public static class BatchUsage
{
    private const string Mark = "|batch";

    private static readonly Dimension[] Dimensions = [Dimension.Account, Dimension.Region, Dimension.Model];

    public static string Scope(Invocation job) => ScopeText.Of(job, Dimensions, Mark);

    /// <summary>What the scopes of all of them have in common, for one account.</summary>
    public static string Shape(string account) => ScopeText.Shape(account, Dimensions, Mark);
}
