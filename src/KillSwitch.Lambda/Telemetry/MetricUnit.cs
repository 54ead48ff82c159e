namespace KillSwitch.Lambda.Telemetry;

/// <summary>CloudWatch's units, as far as the guard has use for them.</summary>
internal enum MetricUnit
{
    /// <summary>Dollars, for one: CloudWatch has no currency.</summary>
    None,
    Count,
    Milliseconds,
}
