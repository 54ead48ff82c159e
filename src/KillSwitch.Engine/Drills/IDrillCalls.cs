namespace KillSwitch.Engine.Drills;

/// <summary>Calls of models under the roles of a drill.</summary>
public interface IDrillCalls
{
    /// <summary>A session of a role; null while IAM does not let it be assumed yet. The caller disposes of it.</summary>
    ValueTask<IDrillCaller?> AssumeAsync(string role, string session, CancellationToken cancellation);
}
