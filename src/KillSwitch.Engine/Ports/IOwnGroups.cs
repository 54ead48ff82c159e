namespace KillSwitch.Engine.Ports;

/// <summary>
/// The log groups that the guard's records come from: what the deployment meant, what Bedrock's setting names, and what it named before, as
/// records of then may come late.
/// </summary>
public interface IOwnGroups
{
    /// <summary>Whether a log group is one of them; where that is not known yet, everybody is asked who may know.</summary>
    ValueTask<bool> HasAsync(string group, CancellationToken cancellation);
}
