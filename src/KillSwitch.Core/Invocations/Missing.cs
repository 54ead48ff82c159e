namespace KillSwitch.Core.Invocations;

/// <summary>The value of a dimension that a record lacks, so that leaving it out dodges no rule.</summary>
public static class Missing
{
    public const string Value = "(none)";

    /// <summary>The value of what AWS knows and could not be asked for.</summary>
    public const string Unknown = "(unknown)";
}
