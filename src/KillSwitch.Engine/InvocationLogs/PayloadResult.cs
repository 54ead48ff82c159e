namespace KillSwitch.Engine.InvocationLogs;

/// <summary>What a subscription's payload was.</summary>
public abstract record PayloadResult
{
    private PayloadResult()
    {
    }

    /// <summary>Log events, whose records and damage have been handed on, and where they say that they come from.</summary>
    public sealed record Data(DeliveryOrigin Origin) : PayloadResult;

    /// <summary>CloudWatch Logs asked whether the destination is there; nothing to do.</summary>
    public sealed record Control : PayloadResult;

    /// <summary>No payload, or one that is damaged past reading; records before the damage have been handed on.</summary>
    public sealed record Unreadable(string Reason) : PayloadResult
    {
        /// <summary>Where the records before the damage say that they come from; null where there are none.</summary>
        public DeliveryOrigin? Origin { get; init; }
    }
}
