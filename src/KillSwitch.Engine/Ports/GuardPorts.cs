namespace KillSwitch.Engine.Ports;

/// <summary>What every part of a guard works with. Made once for a guard, and handed on whole.</summary>
public sealed record GuardPorts
{
    /// <summary>The account that it guards; twelve digits.</summary>
    public required string Account { get; init; }

    public required ILedger Ledger { get; init; }

    /// <summary>The same counters, as a list.</summary>
    public required IUsageBook Book { get; init; }

    public required IStopStore Stops { get; init; }

    public required IEnforcer Enforcer { get; init; }

    public required INotifier Notifier { get; init; }

    public required IGuardMemory Memory { get; init; }

    public required IHeartbeats Heartbeats { get; init; }

    public required IActionLog Actions { get; init; }

    public required TimeProvider Clock { get; init; }

    /// <summary>What was taken up of AWS's Price List; null where nobody keeps it.</summary>
    public IPriceStore? Prices { get; init; }

    /// <summary>An error as people read it, without a full stop.</summary>
    public Func<Exception, string> Words { get; init; } = error => error.Message.TrimEnd('.');
}
