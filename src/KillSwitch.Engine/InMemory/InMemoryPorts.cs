using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.InMemory;

/// <summary>The ports of a guard that lasts as long as the process.</summary>
public static class InMemoryPorts
{
    /// <param name="enforcer">Denies and allows.</param>
    /// <param name="account">Twelve digits.</param>
    public static GuardPorts Of(IEnforcer enforcer, string account = "000000000000")
    {
        var ledger = new InMemoryLedger();
        return new GuardPorts
        {
            Account = account,
            Ledger = ledger,
            Book = ledger,
            Stops = new InMemoryStopStore(),
            Enforcer = enforcer,
            Notifier = new RecordingNotifier(),
            Memory = new InMemoryMemory(),
            Heartbeats = new InMemoryHeartbeats(),
            Actions = new InMemoryActionLog(),
            Clock = TimeProvider.System,
        };
    }
}
