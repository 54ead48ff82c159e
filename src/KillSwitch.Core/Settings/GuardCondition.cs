namespace KillSwitch.Core.Settings;

/// <summary>What can be wrong with the guard itself; each is a state, a message, a metric of this name and an alarm on it.</summary>
public static class GuardCondition
{
    /// <summary>No policy was ever put in force.</summary>
    public const string PolicyMissing = "PolicyMissing";

    /// <summary>The policy in force cannot be read.</summary>
    public const string PolicyInvalid = "PolicyInvalid";

    /// <summary>Bedrock's invocation logging is off, or writes to no log group.</summary>
    public const string LoggingOff = "LoggingOff";

    /// <summary>The metrics count calls, and no record of them arrives.</summary>
    public const string LogsSilent = "LogsSilent";

    /// <summary>Records arrive, and the metrics count no call.</summary>
    public const string MetricsMissing = "MetricsMissing";

    /// <summary>The metrics cannot be read.</summary>
    public const string MetricsUnreadable = "MetricsUnreadable";

    /// <summary>The meter fails on what it is given.</summary>
    public const string MeterFailing = "MeterFailing";

    /// <summary>Records reach the meter late.</summary>
    public const string Lagging = "Lagging";

    /// <summary>A model without a price was called.</summary>
    public const string PriceMissing = "PriceMissing";

    /// <summary>The metrics count more than the log explains.</summary>
    public const string Unattributed = "Unattributed";

    /// <summary>Rules by which the guard hears of tampering were disabled, or are gone.</summary>
    public const string TamperingUnheard = "TamperingUnheard";

    /// <summary>The policy denies the mantle endpoint, and somebody under a cap may call it all the same.</summary>
    public const string MantleOpen = "MantleOpen";

    /// <summary>The policy denies what no record meters, and somebody under a cap may use it all the same.</summary>
    public const string UnmeteredOpen = "UnmeteredOpen";

    /// <summary>Something that the guard keeps cannot be read, and is left out.</summary>
    public const string TableDamaged = "TableDamaged";

    public static IReadOnlyList<string> All { get; } =
    [
        PolicyMissing, PolicyInvalid, LoggingOff, LogsSilent, MetricsMissing, MetricsUnreadable, MeterFailing, Lagging, PriceMissing, Unattributed, TamperingUnheard, MantleOpen, UnmeteredOpen, TableDamaged,
    ];
}
