using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;

namespace KillSwitch.Core.Scopes;

/// <summary>
/// Counters of what no record of the invocation log tells, by region and model and the hour, beside those of everything that was counted:
/// what CloudWatch's metrics of logged calls are held against is the rest.
/// </summary>
public sealed class UnloggedUsage
{
    private static readonly Dimension[] Dimensions = [Dimension.Account, Dimension.Region, Dimension.Model];

    private readonly string _mark;

    private UnloggedUsage(string mark) => _mark = mark;

    /// <summary>Of batch jobs, by the hour in which they ended: no metric of calls tells of them.</summary>
    public static UnloggedUsage Batch { get; } = new("|batch");

    /// <summary>Of the mantle endpoint: its own metrics are held against it.</summary>
    public static UnloggedUsage Mantle { get; } = new("|mantle");

    public static IReadOnlyList<UnloggedUsage> All { get; } = [Batch, Mantle];

    /// <summary>Which of them counts a call; null for one of the log.</summary>
    public static UnloggedUsage? Of(Invocation call) => call.IsBatchJob ? Batch : call is MantleInvocation ? Mantle : null;

    public string Scope(Invocation call) => ScopeText.Of(call, Dimensions, _mark);

    /// <summary>What the scopes of all of them have in common, for one account.</summary>
    public string Shape(string account) => ScopeText.Shape(account, Dimensions, _mark);
}
