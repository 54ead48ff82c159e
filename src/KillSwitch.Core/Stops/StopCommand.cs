namespace KillSwitch.Core.Stops;

/// <summary>What can happen to a stop.</summary>
public abstract record StopCommand(DateTimeOffset At)
{
    public sealed record Approve(DateTimeOffset At, string By) : StopCommand(At);

    public sealed record Reject(DateTimeOffset At, string By, string Reason) : StopCommand(At);

    /// <summary>The deny was read back in place. A note tells what it leaves out.</summary>
    public sealed record ConfirmDenied(DateTimeOffset At, bool WasInPlace = false, string? Note = null) : StopCommand(At);

    /// <summary>The target cannot be cut alone: something wider is denied in its place.</summary>
    public sealed record Widen(DateTimeOffset At, Widening Widening) : StopCommand(At);

    /// <summary>The deny was put on somebody who had lost it or came after it.</summary>
    public sealed record Renew(DateTimeOffset At) : StopCommand(At);

    public sealed record ReportFailure(DateTimeOffset At, StopFailure Failure, string Reason) : StopCommand(At);

    /// <summary>A person restores; by hand or for good.</summary>
    public sealed record Restore(DateTimeOffset At, string By) : StopCommand(At)
    {
        /// <summary>What was granted beyond the limit with it, in the limit's unit; 0 for nothing.</summary>
        public decimal Raise { get; init; }
    }

    /// <summary>What a person asked for is not carried out.</summary>
    public sealed record Refuse(DateTimeOffset At, string Why) : StopCommand(At);

    /// <summary>It ends without a person: the window turned, the duration ended, or the policy in force does not stand behind it.</summary>
    public sealed record Lapse(DateTimeOffset At, string Why = "its time ended") : StopCommand(At);

    /// <summary>The deny was read back gone, or others need it still.</summary>
    public sealed record ConfirmLifted(DateTimeOffset At, StillDenied? By = null) : StopCommand(At);

    /// <summary>The deny was found in place a while after it began to work, and nothing was served since.</summary>
    public sealed record Verify(DateTimeOffset At) : StopCommand(At);

    /// <summary>Bedrock served calls of the target though the deny should have worked and is in place.</summary>
    public sealed record ReportServed(DateTimeOffset At, IReadOnlyList<ServedCall> Calls) : StopCommand(At);

    /// <summary>A person deactivates API keys of the stopped user, by their ids.</summary>
    public sealed record DeactivateKeys(DateTimeOffset At, string By, IReadOnlyList<string> Keys) : StopCommand(At);

    /// <summary>A person has reactivated the API keys that were deactivated with the stop.</summary>
    public sealed record ReactivateKeys(DateTimeOffset At, string By) : StopCommand(At);

    /// <summary>A wider stop took over.</summary>
    public sealed record Escalate(DateTimeOffset At, string StopId) : StopCommand(At);
}
