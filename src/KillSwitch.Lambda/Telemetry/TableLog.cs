using KillSwitch.Engine.Health;

namespace KillSwitch.Lambda.Telemetry;

/// <summary>Says in the log what of the guard's own table cannot be read.</summary>
internal static class TableLog
{
    public static void PolicyInvalid(this JsonLog log, string problem) =>
        log.Warn("the policy in force cannot be read", ("problem", problem),
            ("remedy", "killswitch policy check FILE, then killswitch policy apply FILE"));

    public static void Damaged(this JsonLog log, DamagedItem item) =>
        log.Warn("an item of the guard's table cannot be read", ("item", item.Name), ("reason", item.Reason));
}
