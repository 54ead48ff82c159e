namespace KillSwitch.Engine.Ports;

/// <summary>Puts back what is the guard's own and no deny. Both are idempotent, and change nothing that someone else has set.</summary>
public interface IRepair
{
    /// <summary>
    /// Sets invocation logging and its subscription up as the deployment wished. Returns one sentence of what stands now.
    /// </summary>
    ValueTask<string> LoggingAsync(CancellationToken cancellation);

    /// <summary>Enables a rule of the guard's again.</summary>
    ValueTask RuleAsync(string rule, CancellationToken cancellation);
}
