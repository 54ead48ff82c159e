using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Tests.Faults;

/// <summary>The ports of one process, each of which fails as the plan says.</summary>
internal static class FaultyPorts
{
    public static GuardPorts Over(GuardPorts ports, FaultPlan plan, Life life)
    {
        return ports with
        {
            Ledger = Over(ports.Ledger),
            Book = Over(ports.Book),
            Stops = Over(ports.Stops),
            Enforcer = Over(ports.Enforcer),
            Notifier = Over(ports.Notifier),
            Memory = Over(ports.Memory),
            Heartbeats = Over(ports.Heartbeats),
            Actions = Over(ports.Actions),
        };

        T Over<T>(T port)
            where T : class => FaultyPort<T>.Over(port, plan, life);
    }
}
