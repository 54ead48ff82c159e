namespace KillSwitch.Core.Invocations;

/// <summary>The value of a dimension that a record lacks, so that leaving it out dodges no rule.</summary>
public static class Missing
{
    public const string Value = "(none)";
}
