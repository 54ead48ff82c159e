namespace KillSwitch.Engine.Drills;

/// <summary>A stop of a model, put on one role alone: on everyone it would stop the account's own work.</summary>
public interface IModelDeny
{
    /// <summary>Why it is not in place; null where it is, read back.</summary>
    ValueTask<string?> DenyAsync(string role, string modelId, CancellationToken cancellation);

    ValueTask AllowAsync(string role, string modelId, CancellationToken cancellation);
}
