namespace KillSwitch.Core.Settings;

/// <summary>
/// What the functions count of themselves: each a field of a log line. CloudWatch is given as a metric, which is paid for by the hour,
/// what <see cref="OfAlarms"/> has, and where there is a dashboard <see cref="OfDashboard"/>.
/// </summary>
public static class GuardMetric
{
    /// <summary>1 each minute.</summary>
    public const string Heartbeat = "Heartbeat";

    public const string Records = "Records";

    public const string Duplicates = "Duplicates";

    /// <summary>Records that were counted in the place of others of the same request, whose figures were smaller.</summary>
    public const string Corrected = "Corrected";

    public const string Refused = "Refused";

    /// <summary>Records that could not be read.</summary>
    public const string Damaged = "Damaged";

    /// <summary>Records that Bedrock did not write; they count nowhere.</summary>
    public const string Foreign = "ForeignRecords";

    /// <summary>Messages on the budget topic that could not be read.</summary>
    public const string UnreadableMessages = "UnreadableMessages";

    /// <summary>Records of a model without a price.</summary>
    public const string Unpriced = "Unpriced";

    /// <summary>Served records of a model that is charged by tokens, without a token count.</summary>
    public const string Uncounted = "UncountedRecords";

    /// <summary>Estimated cost, in dollars.</summary>
    public const string Spend = "SpendUsd";

    public const string InputTokens = "InputTokens";

    public const string OutputTokens = "OutputTokens";

    public const string CacheReadInputTokens = "CacheReadInputTokens";

    public const string CacheWriteInputTokens = "CacheWriteInputTokens";

    /// <summary>Records that the subscription had left out and that were found in the log group.</summary>
    public const string Backfilled = "Backfilled";

    /// <summary>Metrics that the watch asked CloudWatch for; a thousand cost a cent.</summary>
    public const string MetricsRequested = "MetricsRequested";

    /// <summary>Today's spending that CloudWatch counts and no invocation log explains, in dollars.</summary>
    public const string Unattributed = "UnattributedUsd";

    /// <summary>What people should look at: conditions of the guard, leaks, tampering. Each has a figure of its own beside it.</summary>
    public const string Trouble = "Trouble";

    /// <summary>Stops whose target was served though the deny should have worked.</summary>
    public const string Leaks = "Leaks";

    /// <summary>Calls that undid what is the guard's.</summary>
    public const string Tampering = "Tampering";

    /// <summary>Things that are undone again and again.</summary>
    public const string Contested = "Contested";

    /// <summary>Stops decided.</summary>
    public const string Stops = "Stops";

    /// <summary>Stops that are not in force and should be.</summary>
    public const string StopsFailed = "StopsFailed";

    /// <summary>From the newest record's time to its evaluation, in milliseconds.</summary>
    public const string DataLag = "DataLag";

    /// <summary>From the decision to the read-back of the deny, in milliseconds.</summary>
    public const string EnforcementLag = "EnforcementLag";

    /// <summary>What an alarm goes by.</summary>
    public static IReadOnlyList<string> OfAlarms { get; } = [Heartbeat, StopsFailed, Damaged, Trouble];

    /// <summary>What the dashboard draws besides.</summary>
    public static IReadOnlyList<string> OfDashboard { get; } =
        [Spend, InputTokens, CacheReadInputTokens, CacheWriteInputTokens, Stops, DataLag, EnforcementLag, Unattributed];

    /// <summary>Whether CloudWatch is given it as a metric.</summary>
    public static bool IsGiven(string name, bool hasDashboard) => OfAlarms.Contains(name) || (hasDashboard && OfDashboard.Contains(name));
}
