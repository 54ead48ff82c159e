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

    /// <summary>A call of a model that is charged by tokens was served, and no token count is known of it.</summary>
    public const string CountsMissing = "CountsMissing";

    /// <summary>Bedrock is called in a region whose records nobody takes in.</summary>
    public const string RegionUnheard = "RegionUnheard";

    /// <summary>The metrics count more than the log explains.</summary>
    public const string Unattributed = "Unattributed";

    /// <summary>Rules by which the guard hears of tampering were disabled, or are gone.</summary>
    public const string TamperingUnheard = "TamperingUnheard";

    /// <summary>The policy denies the mantle endpoint, and somebody under a cap may call it all the same.</summary>
    public const string MantleOpen = "MantleOpen";

    /// <summary>The policy denies what no record meters, and somebody under a cap may use it all the same.</summary>
    public const string UnmeteredOpen = "UnmeteredOpen";

    /// <summary>Bedrock is to be denied where nobody listens, and somebody cannot be kept from it.</summary>
    public const string OtherRegionsOpen = "OtherRegionsOpen";

    /// <summary>Something that the guard keeps cannot be read, and is left out.</summary>
    public const string TableDamaged = "TableDamaged";

    /// <summary>Something of the guard's is undone again and again, and put back each time.</summary>
    public const string Contested = "Contested";

    /// <summary>Records reached the meter that Bedrock did not write.</summary>
    public const string ForeignRecords = "ForeignRecords";

    /// <summary>Records of the same requests say different things.</summary>
    public const string RecordsContradict = "RecordsContradict";

    /// <summary>The log counts more than the metrics do.</summary>
    public const string LogExceedsMetrics = "LogExceedsMetrics";

    /// <summary>Somebody who came after the policy is exempt by it.</summary>
    public const string NewlyExempt = "NewlyExempt";

    /// <summary>Somebody under a cap holds as many policies as IAM allows, and no deny fits.</summary>
    public const string NoRoomForDeny = "NoRoomForDeny";

    /// <summary>Somebody has no tag free for a stop of a session or a model.</summary>
    public const string NoTagsFree = "NoTagsFree";

    /// <summary>IAM does not say who there is.</summary>
    public const string PrincipalsUnread = "PrincipalsUnread";

    /// <summary>A function of the guard may run less than it was deployed to, not at all, or is gone.</summary>
    public const string FunctionsHeld = "FunctionsHeld";

    /// <summary>The organization's policy that lists who is stopped is nearly full.</summary>
    public const string ControlPolicyFull = "ControlPolicyFull";

    /// <summary>So many are stopped by the organization's policy that some are stopped together with others.</summary>
    public const string StoppedTogether = "StoppedTogether";

    /// <summary>AWS billed something else than was metered.</summary>
    public const string BillDrift = "BillDrift";

    /// <summary>The bill cannot be read.</summary>
    public const string BillUnread = "BillUnread";

    /// <summary>Prices of AWS's list moved by more than a factor of two, or are gone, and wait for a person.</summary>
    public const string PricesHeld = "PricesHeld";

    /// <summary>AWS's Price List cannot be read.</summary>
    public const string PricesUnread = "PricesUnread";

    /// <summary>A batch job has ended, and what it cost is not counted.</summary>
    public const string BatchUncounted = "BatchUncounted";

    /// <summary>What owners are to hear cannot be published on their topics.</summary>
    public const string OwnersUntold = "OwnersUntold";

    /// <summary>The mantle endpoint is called, and nobody tells by whom.</summary>
    public const string MantleUnheard = "MantleUnheard";

    public static IReadOnlyList<string> All { get; } =
    [
        PolicyMissing, PolicyInvalid, LoggingOff, LogsSilent, MetricsMissing, MetricsUnreadable, MeterFailing, Lagging, PriceMissing,
        CountsMissing, Unattributed, TamperingUnheard, MantleOpen, UnmeteredOpen, OtherRegionsOpen, TableDamaged,
        Contested, ForeignRecords, RecordsContradict, LogExceedsMetrics, NewlyExempt, NoRoomForDeny, NoTagsFree, PrincipalsUnread,
            FunctionsHeld, ControlPolicyFull, StoppedTogether, BillDrift, BillUnread, PricesHeld, PricesUnread,
            BatchUncounted, RegionUnheard, OwnersUntold, MantleUnheard,
    ];
}
